// SPDX-License-Identifier: Apache-2.0
#include "generators/street/road_place.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace understudy {
namespace {

constexpr double far_m = 30;        ///< beyond that nothing on the ground is worth a label
constexpr double elsewhere = 0.1;   ///< how often a place need not be in the picture
constexpr double to_kerb_m = 0.45;  ///< kept free next to the kerb
constexpr double apart_m = 0.25;    ///< of points that are tried along paint: long lines have long triangles

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

std::optional<glm::dvec2> propose_on_markings(const Stage& stage, Stream& stream) {
  const Mesh* markings = stage.surroundings("markings");
  if (!markings) return std::nullopt;
  const Viewpoint& view = stage.view();
  std::vector<glm::dvec2> points;
  std::vector<double> weights, shown;
  for (const glm::uvec3& t : markings->triangles) {
    std::array<glm::dvec2, 3> corners{markings->positions[t.x], markings->positions[t.y],
                                      markings->positions[t.z]};
    const auto side_m = [&](size_t i) { return glm::distance(corners[i], corners[(i + 1) % 3]); };
    const size_t longest =
        side_m(0) > side_m(1) ? (side_m(0) > side_m(2) ? 0 : 2) : (side_m(1) > side_m(2) ? 1 : 2);
    std::rotate(corners.begin(), corners.begin() + std::ptrdiff_t(longest), corners.end());
    const glm::dvec2 along = corners[1] - corners[0], aside = corners[2] - corners[0];
    const double area = 0.5 * std::abs(along.x * aside.y - along.y * aside.x);
    const int count = 1 + int(glm::length(along) / apart_m);
    for (int i = 0; i < count; ++i) {
      const double u = (i + stream.uniform()) / count, v = stream.uniform(0, 1 - u);
      points.push_back(corners[0] + u * along + v * aside);
      weights.push_back(std::sqrt(area / count * 2 * (1 - u)) * view.weight(points.back(), 0));
      const bool is_near = glm::distance(points.back(), glm::dvec2(view.camera.position_m)) < far_m;
      shown.push_back(is_near && view.shows({points.back(), 0}) ? weights.back() : 0);
    }
  }
  const bool shows_any = std::any_of(shown.begin(), shown.end(), [](double weight) { return weight > 0; });
  return points[pick_weighted(shows_any ? shown : weights, stream)];
}

}  // namespace understudy
