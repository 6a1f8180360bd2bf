// SPDX-License-Identifier: Apache-2.0
// A ring of lamps around the lens: even light from the camera's side.
#include <algorithm>

#include <glm/gtc/constants.hpp>

#include "generators/inspection/rigs/lamp.h"
#include "generators/inspection/rigs/rig.h"

namespace understudy::inspection {

std::vector<Prop> ring_rig(RigPlan plan) {
  const double to_camera = glm::distance(plan.eye_m, plan.subject.centre_m);
  const double distance = to_camera * plan.stream.uniform(0.55, 0.9);
  // The lens looks through the opening.
  const double opening = 1.1 * plan.half_diagonal * (to_camera - distance);
  const double inner = std::max(opening, 0.28 * plan.subject.radius_m),
               outer = inner * plan.stream.uniform(1.5, 1.9);
  const double area = glm::pi<double>() * (outer * outer - inner * inner);
  const glm::dvec3 at = plan.subject.centre_m + plan.toward * distance;
  const glm::vec3 radiance = plan.color * float(radiance_for(area, distance));
  return {lamp(annulus(float(inner), float(outer), 24), radiance, frame_along(plan.toward, at)),
          housing(annulus(float(inner * 0.97), float(outer * 1.05), 24),
                  frame_along(plan.toward, at + 0.01 * plan.toward))};
}

}  // namespace understudy::inspection
