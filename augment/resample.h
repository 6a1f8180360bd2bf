// SPDX-License-Identifier: Apache-2.0
// Bilinear resampling of a row of pixels from anywhere: what every map of the plane that is no lattice needs,
// and the larger part of its time.
#pragma once

#include <cstdint>

#include "augment/remap.h"
#include "base/image.h"

namespace understudy {

/// Where a pixel comes from: pixel indices of the source (the centre of pixel i is i) in 65536ths.
struct SourceRow {
  const int32_t* x;
  const int32_t* y;
  int count;
  int spare = 0;  ///< pixels after the row's last that may be overwritten
};

/// Pixel indices beyond this are taken for it: larger frames than twice as much cannot be resampled.
inline constexpr double farthest_px = 32000;

inline int32_t fixed_px(double index) {
  const double near = index < -farthest_px ? -farthest_px : index > farthest_px ? farthest_px : index;
  return int32_t(near * 65536);
}

/// Weights are 64ths of a pixel, integers throughout: the same bytes on every machine.
void sample_row(const Image<Rgb8>& source, const SourceRow& from, Border border, Rgb8* out);

}  // namespace understudy
