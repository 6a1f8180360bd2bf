// SPDX-License-Identifier: Apache-2.0
// Pictures to test with, made here.
#pragma once

#include "base/image.h"

namespace understudy {

/// Smooth colours, edges and some noise: something of everything that a photo has. The same every time.
Image<Rgb8> busy_picture(int width_px, int height_px);

/// Largest difference between two pictures of the same size, over all channels.
int largest_difference(const Image<Rgb8>& a, const Image<Rgb8>& b);

/// Mean and variance of one channel.
struct Moments {
  double mean = 0, variance = 0;
};
Moments moments_of(const Image<Rgb8>& image, size_t channel);

}  // namespace understudy
