// SPDX-License-Identifier: Apache-2.0
// Convolution with few weights that are not zero, such as a line: in integers, the same on every machine.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include "base/image.h"

namespace understudy {

/// Takes `weight` 256ths of the pixel at this offset.
struct Tap {
  int dx, dy, weight;
};

/// Weights (>= 0, not all 0) on a square of odd side, as taps that sum to 256 exactly: rounded down, then
/// those of the largest remainders up.
std::vector<Tap> taps_of(const Image<double>& weights);

/// In place, on 8-bit pixels of any number of channels. Edges repeat their last pixel.
void sparse_filter(cv::Mat picture, const std::vector<Tap>& taps);

}  // namespace understudy
