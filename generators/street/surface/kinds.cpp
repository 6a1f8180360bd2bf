// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <utility>

#include <glm/gtc/constants.hpp>

#include "generators/street/surface/road_defect.h"

namespace understudy {

std::span<const RoadDefectKind> road_defect_kinds() {
  static const std::vector<RoadDefectKind> kinds{
      pothole_kind(),      longitudinal_crack_kind(), transverse_crack_kind(), alligator_crack_kind(),
      failed_patch_kind(), faded_marking_kind(),      sunken_manhole_kind()};
  return kinds;
}

ScalarField on_the_plane(ScalarField field) {
  return [field = std::move(field)](const glm::dvec3& p) { return field({p.x, p.y, 0}); };
}

bool lies_in(const DefectShape& shape, const glm::dvec2& point, double margin_m) {
  return glm::distance(glm::dvec2(shape.center), point) < shape.radius_m + margin_m &&
         shape.field({point, 0}) < margin_m;
}

glm::dvec2 local_of(const RoadDefectSite& site, const glm::dvec3& p) {
  const glm::dvec2 u{std::cos(site.heading_rad), std::sin(site.heading_rad)},
      to = glm::dvec2(p) - site.center;
  return {glm::dot(to, u), glm::dot(to, glm::dvec2(-u.y, u.x))};
}

RoadDefectSite lengthwise(RoadDefectSite site) {
  if (site.length_m >= site.width_m) return site;
  std::swap(site.length_m, site.width_m);
  site.heading_rad += glm::half_pi<double>();
  return site;
}

glm::dvec2 world_of(const RoadDefectSite& site, const glm::dvec2& local) {
  const glm::dvec2 u{std::cos(site.heading_rad), std::sin(site.heading_rad)};
  return site.center + u * local.x + glm::dvec2(-u.y, u.x) * local.y;
}

}  // namespace understudy
