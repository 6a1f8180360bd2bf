// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "renderer/renderer.h"

namespace understudy {

Quality Quality::named(const std::string& name) {
  if (name == "preview") return {name, 1, 1, true, Quality::LightSampling::both};
  if (name == "standard") return {name, 2, 1, true, Quality::LightSampling::both};
  if (name == "high") return {name, 64, 6, true, Quality::LightSampling::both};
  throw UserError("unknown quality '" + name + "'", "choose preview, standard or high");
}

}  // namespace understudy
