// SPDX-License-Identifier: Apache-2.0
// Dark field: a low ring close around the part. A smooth face throws the grazing light past the lens and
// stays dark; what stands out of it shines.
#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/inspection/rigs/lamp.h"
#include "generators/inspection/rigs/rig.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {

std::vector<Prop> dark_field_rig(RigPlan plan) {
  // Wide enough to stay out of the picture at the height of the part.
  const double r = plan.subject.radius_m, ring = 1.25 * std::max(plan.view_radius_m(0), r);
  const double top = plan.subject.centre_m.z + 0.35 * r;
  const double low = top + ring * std::tan(glm::radians(plan.stream.uniform(4, 8))), high = low + 0.22 * ring;
  constexpr int sides = 24;
  const glm::dvec3 middle{plan.subject.centre_m.x, plan.subject.centre_m.y, 0};
  const auto corner = [&](int column, double out, double z) {
    const double angle = 2 * glm::pi<double>() * (column % sides) / sides;
    return glm::vec3(out * std::cos(angle), out * std::sin(angle), z);
  };
  // A camera from the side sees some of it: there the ring is open.
  std::vector<int> kept;
  for (int column = 0; column < sides; ++column) {
    const glm::dvec3 low_corner = corner(column, ring, low), high_corner = corner(column + 1, ring, high);
    const double radius = 0.55 * glm::distance(low_corner, high_corner);
    if (!plan.in_picture(middle + 0.5 * (low_corner + high_corner), radius)) kept.push_back(column);
  }
  if (kept.empty()) return {};
  const auto band = [&](double out, double z0, double z1) {
    Piece piece;
    for (const int column : kept)
      piece.append(grid(1, 1, [&](int row, int side) { return corner(column + side, out, row ? z0 : z1); }));
    return piece;
  };
  const glm::dmat4 at = frame_of({1, 0, 0}, {0, 1, 0}, {0, 0, 1}, middle);
  const double area = 2 * glm::pi<double>() * ring * (high - low) * double(kept.size()) / sides;
  const glm::vec3 radiance = plan.color * float(2 * radiance_for(area, ring));
  return {lamp(band(ring, low, high), radiance, at),
          housing(band(1.02 * ring, low - 0.02 * ring, high + 0.02 * ring), at)};
}

}  // namespace understudy::inspection
