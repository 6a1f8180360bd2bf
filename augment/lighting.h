// SPDX-License-Identifier: Apache-2.0
// Light and what is on the lens, in linear light, in place. Positions are parts of the frame, (0, 0) top
// left.
#pragma once

#include "base/image.h"
#include "base/random.h"

namespace understudy {

/// The sun in or near the frame: a halo, rays of the iris, and ghosts on the line through the middle.
struct SunFlare {
  double x = 0.7, y = 0.1;
  double strength = 1;
  int blades = 6;  ///< of the iris: twice as many rays where odd
};
void add_sun_flare(Image<Rgb8>& image, const SunFlare& flare, const Stream& stream);

/// Shadows of things outside the frame: random polygons with a soft rim, lit by the sky alone.
struct Shadows {
  int count = 2;
  double darkness = 0.6;  ///< share of the light that is the sun's
  double softness_px = 2;
  double top = 0.3;  ///< they lie below this part of the frame
};
void add_shadows(Image<Rgb8>& image, const Shadows& shadows, const Stream& stream);

/// Drops on the lens: each shows the scene upside down and blurred, dark at its lower rim.
struct WetLens {
  int drops = 40;
  double radius = 0.02;  ///< mean, in parts of the shorter side
};
void wet_lens(Image<Rgb8>& image, const WetLens& lens, const Stream& stream);

}  // namespace understudy
