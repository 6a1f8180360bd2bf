// SPDX-License-Identifier: Apache-2.0
// Where in a photo an object can stand: on the ground, on nothing annotated, not before a thing whose outline
// is not known, where the photo looks like ground.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "labels/photo.h"
#include "pipeline/insert/object_render.h"

namespace understudy {

/// An annotated thing as far as placing goes.
struct Obstacle {
  RealBox box;
  bool has_mask = false;
  bool on_ground = false;   ///< its foot is below the horizon and in the frame
  glm::dvec2 contact_m{0};  ///< middle of its foot; meaningless without `on_ground`
  double half_width_m = 0, depth_m = 0;
};

/// What stands where, from boxes: the foot is in the bottom row; as deep as it is wide, up to 1.2 m. A box
/// that the frame's lower edge cuts stands where that edge is, or nearer.
std::vector<Obstacle> obstacles_of(const Photo& photo, const Camera& camera);

/// Likeness to ground, 0 to 1.
struct SpotGround {
  const Image<float>& footing;  ///< where a thing of this class belongs
  const Image<float>& seen;     ///< all that is seen to be ground
};

struct SpotRules {
  double nearest_m = 4, farthest_m = 40;
  double clearance_m = 0.3;
  double most_outside = 0.15;  ///< share of the object's bounds that may lie beyond the frame
  double most_covered = 0.6;   ///< share of an annotated box that the object may cover
  double least_height_px = 24;
  double least_open = 0.7;  ///< share of what is seen just before its foot that has to be ground
  int attempts = 400;
};

/// The real things that are nearer than the object: their ground contact is.
std::vector<bool> nearer(const std::vector<Obstacle>& obstacles, const PlacedObject& placed);

/// Sets `placed.ground_m` to the most ground-like of the places that hold to the rules (the best of eight
/// that do); false where no attempt does: `why` then says what stood in the way, the most frequent first.
/// Tried are places on what looks like ground, evenly in the logarithm of their distance.
bool find_spot(PlacedObject& placed, const Camera& camera, const std::vector<Obstacle>& obstacles,
               const SpotGround& ground, const SpotRules& rules, Stream stream, std::string& why);

}  // namespace understudy
