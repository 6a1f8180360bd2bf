// SPDX-License-Identifier: Apache-2.0
#include "generators/defects/sight.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace understudy {

double metres_per_unit(const glm::dmat4& to_world) {
  return std::cbrt(std::abs(glm::determinant(glm::dmat3(to_world))));
}

double pixel_m(const Camera& camera, const glm::dvec3& at) {
  const bool parallel = camera.model == LensModel::orthographic;
  return (parallel ? 1 : glm::distance(at, camera.position_m)) / std::max(camera.fx, camera.fy);
}

bool is_in_sight(const Camera& camera, const glm::dmat4& to_world, const SurfaceMap& map,
                 const SurfacePoint& point) {
  const std::optional<glm::dvec2> pixel = camera.project(to_world * glm::dvec4(point.position, 1));
  const std::optional<Ray> ray = pixel ? camera.ray(pixel->x, pixel->y) : std::nullopt;
  return ray && map.is_open_towards(glm::inverse(to_world) * glm::dvec4(ray->origin, 1), point);
}

}  // namespace understudy
