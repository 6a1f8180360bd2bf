// SPDX-License-Identifier: Apache-2.0
// Bar lights: one or two long lamps beside the part, at half height.
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/inspection/rigs/lamp.h"
#include "generators/inspection/rigs/rig.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {

std::vector<Prop> bar_rig(RigPlan plan) {
  const double r = plan.subject.radius_m;
  const float length = float(2.4 * r), width = float(r * plan.stream.uniform(0.15, 0.35));
  const int bars = plan.stream.chance(0.6) ? 2 : 1;
  double azimuth = 0, elevation = 0, distance = 0;
  const auto out_of = [&](int bar) {
    const double angle = azimuth + bar * glm::pi<double>();
    return glm::dvec3(std::cos(elevation) * std::cos(angle), std::cos(elevation) * std::sin(angle),
                      std::sin(elevation));
  };
  const auto blocked = [&](int bar) {
    return plan.blocks_view(plan.subject.centre_m + distance * out_of(bar), 0.4 * length);
  };
  for (int attempt = 0; attempt < 40; ++attempt) {
    azimuth = plan.stream.uniform(0, 2 * glm::pi<double>());
    elevation = glm::radians(plan.stream.uniform(30, 60) * (1 - 0.015 * attempt));
    distance = r * plan.stream.uniform(2, 2.8) * (1 + 0.02 * attempt);
    if (!blocked(0) && (bars < 2 || !blocked(1))) break;
  }
  std::vector<Prop> props;
  for (int i = 0; i < bars; ++i) {
    const glm::dvec3 out = out_of(i), along = glm::normalize(glm::dvec3(-out.y, out.x, 0)),
                     up = glm::cross(out, along);
    const glm::dvec3 at = plan.subject.centre_m + distance * out;
    const glm::vec3 radiance = plan.color * float(radiance_for(length * width * bars, distance));
    props.push_back(lamp(panel(length, width), radiance, frame_of(along, up, out, at)));
    props.push_back(
        housing(panel(1.04f * length, 1.3f * width), frame_of(along, up, out, at + 0.02 * r * out)));
  }
  return props;
}

}  // namespace understudy::inspection
