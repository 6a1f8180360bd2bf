// SPDX-License-Identifier: Apache-2.0
// Rows of transforms' tables, short to write.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "augment/transform.h"

namespace understudy::rows {

inline Parameter number(std::string path, std::string default_yaml, double low, double high,
                        std::string help) {
  return {std::move(path), Parameter::Kind::number, std::move(default_yaml), std::move(help), low, high};
}

inline Parameter whole(std::string path, std::string default_yaml, double low, double high,
                       std::string help) {
  return {std::move(path), Parameter::Kind::integer, std::move(default_yaml), std::move(help), low, high};
}

inline Parameter name(std::string path, std::string default_yaml, std::vector<std::string> names,
                      std::string help) {
  return {std::move(path), Parameter::Kind::name, std::move(default_yaml), std::move(help), 0, 0,
          std::move(names)};
}

inline Parameter per_object(Parameter row) {
  row.per_object = true;
  return row;
}

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
