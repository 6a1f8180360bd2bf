// SPDX-License-Identifier: Apache-2.0
// Where a photo shows ground that something may stand on.
#pragma once

#include "labels/photo.h"

namespace understudy {

/// The pixels below the horizon that no annotated box covers.
Image<uint8_t> free_ground(const Photo& photo, double horizon_px);

/// How much each point of the photo looks like the ground in front, 0 to 1: colours that are frequent below
/// the horizon near the lower edge, little texture, not blown out, joined to that edge by more of the kind.
Image<float> ground_likeness(const Image<Rgb8>& photo, const Image<uint8_t>& ground, double horizon_px);

/// Mean of that under a foot, from which on it is ground.
inline constexpr double enough_ground = 0.6;

}  // namespace understudy
