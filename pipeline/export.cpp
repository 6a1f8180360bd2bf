// SPDX-License-Identifier: Apache-2.0
#include "pipeline/export.h"

#include "pipeline/generate.h"

namespace understudy {

MvtecReport export_to_mvtec(const std::filesystem::path& dataset, const std::filesystem::path& out,
                            const MvtecOptions& options) {
  const Recipe recipe = load_recipe(dataset / "recipe.yaml", {});
  return export_mvtec(dataset, recipe.generator->taxonomy(), out, options);
}

}  // namespace understudy
