// SPDX-License-Identifier: Apache-2.0
// The air between the camera and a thing: how much of the thing's light it takes, and what it adds. H.
// Koschmieder, 1924: of light from d metres exp(-extinction d) arrives, and the rest is airlight.
#pragma once

#include <vector>

#include "pipeline/insert/object_render.h"
#include "pipeline/insert/spot.h"

namespace understudy {

struct Haze {
  LinearRgb airlight{};
  double extinction_per_m = 0;
};

/// From the annotated things that stand on the ground: the darkest part of each (tyres, shadows, dark
/// clothes) can be no darker than the air before it, so the least haze that any of them tells is the most
/// that there can be. None where there are fewer than two. Airlight is that of the brightest twentieth about
/// the horizon.
Haze estimate_haze(const Image<LinearRgb>& light, const std::vector<Obstacle>& obstacles, double horizon_px);

/// The render as it looks through so many metres of it.
void look_through(RenderedObject& object, const Haze& haze, double distance_m);

}  // namespace understudy
