// SPDX-License-Identifier: Apache-2.0
// A studio: a large soft box to one side above, a weaker one opposite, seen as bright rectangles in what is
// shiny.
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/inspection/rigs/lamp.h"
#include "generators/inspection/rigs/rig.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {

namespace {

struct Box {
  glm::dvec3 out;  ///< unit, from the subject
  double distance_m, side_m;
};

/// Somewhere out of the picture; smaller and further away where there is little room.
Box place_box(RigPlan& plan, bool key) {
  const double r = plan.subject.radius_m;
  Box box{};
  for (int attempt = 0; attempt < 40; ++attempt) {
    const double angle = plan.stream.uniform(0, 2 * glm::pi<double>());
    const double elevation = glm::radians(key ? plan.stream.uniform(40, 75) : plan.stream.uniform(20, 50));
    const double room = 1 - 0.015 * attempt;
    box.out = {std::cos(elevation) * std::cos(angle), std::cos(elevation) * std::sin(angle),
               std::sin(elevation)};
    box.distance_m = r * (key ? plan.stream.uniform(3, 4) : 4.5);
    box.side_m = r * room * (key ? plan.stream.uniform(1.8, 2.8) : 1.6);
    if (!plan.blocks_view(plan.subject.centre_m + box.distance_m * box.out, 0.75 * box.side_m)) break;
  }
  return box;
}

}  // namespace

std::vector<Prop> softbox_rig(RigPlan plan) {
  std::vector<Prop> props;
  for (const bool key : {true, false}) {
    const Box box = place_box(plan, key);
    const glm::dvec3 along = glm::normalize(glm::dvec3(-box.out.y, box.out.x, 0)),
                     up = glm::cross(box.out, along);
    const float side = float(box.side_m);
    const glm::dvec3 at = plan.subject.centre_m + box.distance_m * box.out;
    const glm::vec3 radiance =
        plan.color * float((key ? 0.9 : 0.25) * radiance_for(side * side, box.distance_m));
    props.push_back(lamp(panel(side, side), radiance, frame_of(along, up, box.out, at)));
    props.push_back(housing(panel(1.06f * side, 1.06f * side),
                            frame_of(along, up, box.out, at + 0.02 * plan.subject.radius_m * box.out)));
  }
  return props;
}

}  // namespace understudy::inspection
