// SPDX-License-Identifier: Apache-2.0
// Every kind of defect that a recipe can name: one line each.
#include <glm/gtc/constants.hpp>

#include "generators/defects/defect.h"

namespace understudy {

std::span<const DefectKind> defect_kinds() {
  static const std::vector<DefectKind> kinds{scratch_kind(), dent_kind(), hole_kind(), crack_kind(),
                                             stain_kind()};
  return kinds;
}

void blend_towards(Material& material, const Material& other, double share) {
  const float s = float(share);
  material.albedo = glm::mix(material.albedo, other.albedo, s);
  material.pattern_color = glm::mix(material.pattern_color, other.albedo, s);
  material.roughness = glm::mix(material.roughness, other.roughness, s);
  material.metalness = glm::mix(material.metalness, other.metalness, s);
  material.clearcoat = glm::mix(material.clearcoat, other.clearcoat, s);
  if (share > 0.5) {
    material.albedo_texture = material.roughness_texture = -1;
    material.thin_glass = other.thin_glass;
  }
}

}  // namespace understudy
