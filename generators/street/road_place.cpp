// SPDX-License-Identifier: Apache-2.0
#include "generators/street/road_place.h"

#include <cmath>

namespace understudy {
namespace {

constexpr double far_m = 30;        ///< beyond that nothing on the ground is worth a label
constexpr double elsewhere = 0.1;   ///< how often a place need not be in the picture
constexpr double to_kerb_m = 0.45;  ///< kept free next to the kerb

bool is_road(const Layout& l, const glm::dvec2& point) {
  return l.reaches(point) && std::abs(point.y) < l.half_width_m - to_kerb_m && point.x > -l.behind_m + 2 &&
         point.x < l.ahead_m - 2;
}

}  // namespace

glm::dvec2 propose_on_road(const Stage& stage, Stream& stream) {
  const Layout& l = stage.layout();
  const Camera& camera = stage.view().camera;
  const bool in_view = !stream.chance(elsewhere);
  for (int i = 0; in_view && i < 16; ++i) {
    const double x = stream.uniform(0.04, 0.96) * camera.width_px;
    const double y = stream.uniform(0.04, 0.96) * camera.height_px;
    const std::optional<Ray> ray = camera.ray(x, y);
    if (!ray || ray->direction.z > -1e-3) continue;
    const double t_m = -ray->origin.z / ray->direction.z;
    const glm::dvec2 point(ray->origin + t_m * ray->direction);
    if (t_m < far_m && is_road(l, point)) return point;
  }
  const double half_m = l.half_width_m - to_kerb_m;
  return {stream.uniform(-5, far_m), stream.uniform(-half_m, half_m)};
}

}  // namespace understudy
