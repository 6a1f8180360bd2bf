// SPDX-License-Identifier: Apache-2.0
// No rig at all: a warm lamp at the ceiling of a workshop and a window to one side.
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/inspection/rigs/lamp.h"
#include "generators/inspection/rigs/rig.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {

std::vector<Prop> room_rig(RigPlan plan) {
  const glm::dvec3 bench = plan.subject.centre_m;
  const double angle = plan.stream.uniform(0, 2 * glm::pi<double>());
  const glm::dvec3 ceiling =
      bench + glm::dvec3(plan.stream.uniform(-0.8, 0.8), plan.stream.uniform(-0.8, 0.8), 1.7);
  const glm::vec3 warm = plan.color * glm::vec3(1.25f, 0.97f, 0.62f);
  std::vector<Prop> props{lamp(panel(1.2f, 0.16f), warm * float(0.75 * radiance_for(1.2 * 0.16, 1.7)),
                               frame_of({std::cos(angle), std::sin(angle), 0},
                                        {-std::sin(angle), std::cos(angle), 0}, {0, 0, 1}, ceiling))};
  const glm::dvec3 side{std::cos(angle), std::sin(angle), 0}, along{-side.y, side.x, 0};
  const glm::vec3 daylight =
      plan.color * glm::vec3(0.86f, 1.0f, 1.25f) * float(plan.stream.uniform(0.2, 0.9));
  props.push_back(lamp(panel(1.1f, 1.2f), daylight * float(radiance_for(1.1 * 1.2, 2.2)),
                       frame_of(along, {0, 0, 1}, side, bench + 2.0 * side + glm::dvec3(0, 0, 1.1))));
  return props;
}

}  // namespace understudy::inspection
