// SPDX-License-Identifier: Apache-2.0
// Smooth random fields: what clouds, frost, stains and cracks are made of.
#pragma once

#include "base/image.h"
#include "base/random.h"

namespace understudy {

/// Gradient noise (K. Perlin, "Improving noise", SIGGRAPH 2002), about -0.7 to 0.7, mean 0, with this many
/// pixels between lattice points.
Image<float> perlin_noise(int width_px, int height_px, double period_x_px, double period_y_px,
                          const Stream& stream);

/// Octaves of it, each of half the period and `persistence` times the amplitude; first amplitude 1.
Image<float> fractal_noise(int width_px, int height_px, double period_px, int octaves, double persistence,
                           const Stream& stream);

/// The same for long periods: made at a quarter of the size and enlarged.
Image<float> broad_noise(int width_px, int height_px, double period_px, int octaves, double persistence,
                         const Stream& stream);

}  // namespace understudy
