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

/// What a rig is built around. Lamps light a white surface at the subject to about 1 kcd/m2.
struct RigPlan {
  Subject subject;
  glm::dvec3 eye_m;  ///< the camera
  double
      half_diagonal;  ///< of the frame, as the tangent of the angle from its axis; of parallel rays in metres
  bool parallel;      ///< rays
  glm::dvec3 toward;  ///< unit, from the subject to the camera
  glm::vec3 color;    ///< of the lamps, luminance about 1
  Stream stream;      ///< for what is no parameter

  double to_camera_m() const { return glm::distance(eye_m, subject.centre_m); }
  /// Whether something of this radius may be in the picture, corners included, however far from the camera.
  bool in_picture(const glm::dvec3& at, double radius_m) const;
  /// Whether something of this radius stands between camera and subject.
  bool blocks_view(const glm::dvec3& at, double radius_m) const;
  /// Radius of what the camera sees `distance_m` from the subject's centre towards it, corners included.
  double view_radius_m(double distance_m) const {
    return half_diagonal * (parallel ? 1 : to_camera_m() - distance_m);
  }
};

std::vector<Prop> ring_rig(RigPlan plan);
std::vector<Prop> dome_rig(RigPlan plan);
std::vector<Prop> bar_rig(RigPlan plan);
std::vector<Prop> dark_field_rig(RigPlan plan);
std::vector<Prop> softbox_rig(RigPlan plan);
std::vector<Prop> room_rig(RigPlan plan);

}  // namespace understudy::inspection
