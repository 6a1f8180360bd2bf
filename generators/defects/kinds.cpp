// SPDX-License-Identifier: Apache-2.0
// Every kind of defect that a recipe can name: one line each.
#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/defects/defect.h"

namespace understudy {

std::span<const DefectKind> defect_kinds() {
  static const std::vector<DefectKind> kinds{scratch_kind(), dent_kind(), hole_kind(), crack_kind(),
                                             stain_kind(),   rust_kind(), chip_kind(), peeling_kind()};
  return kinds;
}

std::vector<Stroke> patch_of_balls(const DefectSite& site, const DefectSize& size, int count, Stream stream) {
  const double half_length_m = 0.5 * size.length_m * size.grown();
  const double half_width_m = 0.5 * size.width_m * size.grown();
  const glm::dvec3 across = glm::cross(site.at.normal, site.along);
  const auto at = [&](double along_m, double across_m) {
    const glm::dvec3 offset = site.along * along_m + across * across_m;
    const double length_m = glm::length(offset);
    SurfacePoint point = site.at;
    std::vector<SurfacePoint> way;
    glm::dvec3 direction = offset;
    if (length_m > 0) site.map.walk(point, direction, length_m, length_m, way);
    return point.position;
  };
  const double body_m = 0.68 * half_width_m, reach_m = half_length_m - body_m;
  std::vector<Stroke> balls{{{site.at.position}, {body_m}}};
  balls.push_back({{at(-0.8 * reach_m, 0), site.at.position, at(0.8 * reach_m, 0)},
                   {body_m * stream.uniform(0.45, 0.9), body_m, body_m * stream.uniform(0.45, 0.9)}});
  for (int i = 0; i < count; ++i) {
    Stream own = stream.child(uint64_t(i));
    const double angle = own.uniform(0, glm::two_pi<double>()), far = std::sqrt(own.uniform(0.1, 1));
    const double radius_m = own.uniform(0.3, 0.6) * half_width_m;
    const double along_m = std::cos(angle) * far * (half_length_m - radius_m);
    const double across_m = std::sin(angle) * far * (half_width_m - radius_m);
    // A broad way to the body keeps the patch in one piece.
    balls.push_back({{at(0.7 * along_m, 0), at(along_m, across_m)}, {0.8 * radius_m, radius_m}});
  }
  return balls;
}

void blend_towards(Material& material, const Material& other, double share) {
  const float s = float(share);
  material.albedo = glm::mix(material.albedo, other.albedo, s);
  material.pattern_color = glm::mix(material.pattern_color, other.pattern_color, s);
  material.roughness = glm::mix(material.roughness, other.roughness, s);
  material.metalness = glm::mix(material.metalness, other.metalness, s);
  material.clearcoat = glm::mix(material.clearcoat, other.clearcoat, s);
  if (share > 0.5) {
    material.albedo_texture = material.roughness_texture = -1;
    material.thin_glass = other.thin_glass;
  }
}

}  // namespace understudy
