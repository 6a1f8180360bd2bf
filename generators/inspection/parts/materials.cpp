// SPDX-License-Identifier: Apache-2.0
// Metals' reflectances: rounded from the tables of refractive indices by P. Johnson and R. Christy,
// 1972/1974.
#include "generators/inspection/parts/kinds.h"

namespace understudy::inspection {

const NamedColor& metal_named(const std::string& name) {
  static const std::vector<NamedColor> list{
      {"steel", {0.56f, 0.55f, 0.53f}},     {"stainless steel", {0.60f, 0.58f, 0.55f}},
      {"aluminium", {0.80f, 0.81f, 0.82f}}, {"copper", {0.93f, 0.56f, 0.42f}},
      {"brass", {0.86f, 0.70f, 0.38f}},     {"zinc", {0.62f, 0.65f, 0.67f}},
      {"tin", {0.72f, 0.71f, 0.69f}},       {"gold", {0.98f, 0.74f, 0.36f}},
      {"cast iron", {0.34f, 0.33f, 0.32f}}, {"black oxide", {0.10f, 0.10f, 0.105f}}};
  return named(list, name);
}

Material patterned(Material material, Pattern pattern, float scale_m, const glm::vec3& color,
                   float strength) {
  material.pattern = pattern;
  material.pattern_scale_m = scale_m;
  material.pattern_color = color;
  material.pattern_strength = strength;
  return material;
}

}  // namespace understudy::inspection
