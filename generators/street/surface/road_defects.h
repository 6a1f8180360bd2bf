// SPDX-License-Identifier: Apache-2.0
// Damage of the road as a recipe asks for it: planned before anything stands on the road, cut into the ground
// and what is painted on it when the scene is complete.
#pragma once

#include <vector>

#include "base/parameters.h"
#include "generators/street/stage.h"
#include "generators/street/surface/road_defect.h"

namespace understudy {

/// "street.road_defects.*": of each kind how many, how bad, how large.
ParameterTable road_defect_parameters();

struct PlannedRoadDefect {
  const RoadDefectKind* kind;
  RoadDefect defect;
  glm::dvec3 seed{0};  ///< a point of the surface that the region hangs together with
};

/// Finds a place for each; what needs it keeps its place free of other things.
std::vector<PlannedRoadDefect> plan_road_defects(Stage& stage);

/// Cuts them into the scene's ground and markings; each becomes an instance.
void cut_road_defects(const std::vector<PlannedRoadDefect>& planned, Scene& scene);

}  // namespace understudy
