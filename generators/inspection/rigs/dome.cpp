// SPDX-License-Identifier: Apache-2.0
// A white dome that is lit from within: light from everywhere, shiny parts without highlights. The lens looks
// through a hole in it.
#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/inspection/rigs/lamp.h"
#include "generators/inspection/rigs/rig.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {

std::vector<Prop> dome_rig(RigPlan plan) {
  // Around the axis of view, down to its equator; what lies under it is the bench.
  const double radius = std::min(2.2 * plan.subject.radius_m, 0.9 * plan.to_camera_m());
  // The hole's rim lies the nearer to the subject the wider it is, where the camera sees more.
  double first = 0;
  for (int i = 0; i < 12; ++i) {
    const double hole_m = 1.1 * plan.view_radius_m(radius * std::cos(first));
    first = std::asin(std::clamp(hole_m / radius, 0.08, 0.95));
  }
  const double last = 0.5 * glm::pi<double>();
  constexpr int rows = 6, columns = 24;
  const Piece inside = grid(rows, columns, [&](int row, int column) {
    const double polar = first + (last - first) * row / rows;
    const double around = 2 * glm::pi<double>() * (column % columns) / columns;
    return float(radius) * glm::vec3(std::sin(polar) * std::cos(around), -std::sin(polar) * std::sin(around),
                                     std::cos(polar));
  });
  // A closed dome of radiance L lights a surface in it to pi * L.
  return {lamp(inside, plan.color, frame_along(plan.toward, plan.subject.centre_m))};
}

}  // namespace understudy::inspection
