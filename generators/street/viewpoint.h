// SPDX-License-Identifier: Apache-2.0
// Where the picture is taken from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "generators/street/layout.h"
#include "generators/street/occupancy.h"
#include "scenes/camera.h"

namespace understudy {

struct Viewpoint {
  Camera camera;
  std::string mode;
  std::optional<ParkingRow> subject;  ///< of a close-up: where the one car is parked that it is of
  /// What has to stay free: the car that it sits in, and a little space in front of the lens.
  std::vector<Volume> keep_free;

  /// Whether the picture reaches to that point of the world.
  bool shows(const glm::dvec3& point) const;
  /// How much the picture gains from something of this height that stands at this point of the ground: more
  /// in view and near, little where it would not be seen.
  double weight(const glm::dvec2& ground, double height_m) const;
};

Viewpoint plan_viewpoint(const Draw& draw, const Layout& layout, int width_px, int height_px);

}  // namespace understudy
