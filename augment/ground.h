// SPDX-License-Identifier: Apache-2.0
// Where a photo shows ground that something may stand on.
#pragma once

#include <vector>

#include "augment/horizon.h"
#include "labels/photo.h"

namespace understudy {

/// The pixels below the horizon that no annotated box covers.
Image<uint8_t> free_ground(const Photo& photo, double horizon_px);

/// How much each point of the photo looks like ground, 0 to 1. `feet`: things that stand on it
/// (agreeing_boxes()). Ground is then what has the colours that are seen about their feet and is joined to
/// one of these by steps so small that no edge lies between, such as that of a wall, a kerb or a shadow. What
/// is nearly black or blown out is none: it may be anything. Without feet: colours that are frequent below
/// the horizon near the lower edge, little texture, joined to that edge by more of the kind.
Image<float> ground_likeness(const Image<Rgb8>& photo, const Image<uint8_t>& ground, double horizon_px,
                             const std::vector<StandingBox>& feet);

/// Mean of that under a foot, from which on it is ground.
inline constexpr double enough_ground = 0.6;

}  // namespace understudy
