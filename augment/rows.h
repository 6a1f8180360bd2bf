// SPDX-License-Identifier: Apache-2.0
// Transforms and their parameters, short to write.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "augment/transform.h"
#include "base/parameter_rows.h"

namespace understudy::rows {

inline Transform tone(std::string name, std::string help, ParameterTable parameters,
                      decltype(Transform::tone) f) {
  Transform transform{std::move(name), std::move(help), std::move(parameters), {}, {}, {}, {}};
  transform.tone = std::move(f);
  return transform;
}

inline Transform pixels(std::string name, std::string help, ParameterTable parameters,
                        decltype(Transform::pixels) f) {
  Transform transform{std::move(name), std::move(help), std::move(parameters), {}, {}, {}, {}};
  transform.pixels = std::move(f);
  return transform;
}

/// Of a step that adds to the map.
inline Transform mapped(std::string name, std::string help, ParameterTable parameters,
                        decltype(Transform::map) f) {
  Transform transform{std::move(name), std::move(help), std::move(parameters), {}, {}, {}, {}};
  transform.map = std::move(f);
  return transform;
}

/// Of a step that changes pixels and labels together.
inline Transform mixed(std::string name, std::string help, ParameterTable parameters,
                       decltype(Transform::both) f) {
  Transform transform{std::move(name), std::move(help), std::move(parameters), {}, {}, {}, {}};
  transform.both = std::move(f);
  return transform;
}

}  // namespace understudy::rows
