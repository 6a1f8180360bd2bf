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
  const auto band = [&](double out, double z0, double z1) {
    return grid(1, sides, [=](int row, int column) {
      const double angle = 2 * glm::pi<double>() * (column % sides) / sides;
      return glm::vec3(out * std::cos(angle), out * std::sin(angle), row ? z0 : z1);
    });
  };
  const glm::dmat4 at =
      frame_of({1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {plan.subject.centre_m.x, plan.subject.centre_m.y, 0});
  const double area = 2 * glm::pi<double>() * ring * (high - low);
  const glm::vec3 radiance = plan.color * float(2 * radiance_for(area, ring));
  return {lamp(band(ring, low, high), radiance, at),
          housing(band(1.02 * ring, low - 0.02 * ring, high + 0.02 * ring), at)};
}

}  // namespace understudy::inspection
