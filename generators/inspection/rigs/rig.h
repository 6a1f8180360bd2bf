// SPDX-License-Identifier: Apache-2.0
// Light rigs: lamps as emissive surfaces, arranged around a subject and the camera that looks at it. Adding a
// rig: one file, one line here and one in rig.cpp.
#pragma once

#include <string>
#include <vector>

#include "base/parameters.h"
#include "generators/inspection/composition.h"

namespace understudy::inspection {

/// {"ring", ...}: what the parameter inspection.rig takes.
const std::vector<std::string>& rig_names();

/// Adds the lamps of the recipe's rig and the dim light of the room.
void add_rig(const Draw& draw, Composition& composition);

/// What a rig is built around.
struct RigPlan {
  Subject subject;
  glm::dvec3 eye_m;      ///< the camera
  double half_diagonal;  ///< of the frame, as the tangent of the angle from its axis
  glm::dvec3 toward;     ///< unit, from the subject to the camera
  glm::vec3 color;       ///< of the lamps, luminance 1
  Stream stream;         ///< for what is no parameter
};

std::vector<Prop> ring_rig(RigPlan plan);

}  // namespace understudy::inspection
