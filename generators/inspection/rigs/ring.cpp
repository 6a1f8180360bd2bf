// SPDX-License-Identifier: Apache-2.0
// A ring of lamps around the lens: even light from the camera's side.
#include <algorithm>

#include <glm/gtc/constants.hpp>

#include "generators/inspection/rigs/lamp.h"
#include "generators/inspection/rigs/rig.h"

namespace understudy::inspection {

std::vector<Prop> ring_rig(RigPlan plan) {
  const double distance = plan.to_camera_m() * plan.stream.uniform(0.55, 0.85);
  const double inner = std::max(1.1 * plan.view_radius_m(distance), 0.28 * plan.subject.radius_m);
  const double outer = inner + plan.subject.radius_m * plan.stream.uniform(0.2, 0.45);
  const double area = glm::pi<double>() * (outer * outer - inner * inner);
  const glm::dvec3 at = plan.subject.centre_m + plan.toward * distance;
  const glm::vec3 radiance = plan.color * float(radiance_for(area, distance));
  const double behind = 0.02 * plan.subject.radius_m;
  return {lamp(annulus(float(inner), float(outer), 24), radiance, frame_along(plan.toward, at)),
          housing(annulus(float(inner * 0.98), float(outer * 1.05), 24),
                  frame_along(plan.toward, at + behind * plan.toward))};
}

}  // namespace understudy::inspection
