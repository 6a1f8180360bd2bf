// SPDX-License-Identifier: Apache-2.0
// The picture while it is developed: one plane of floats per colour, because every step works along rows.
#pragma once

#include <array>
#include <vector>

namespace understudy {

/// Row-major, top row first, width * height values.
using Plane = std::vector<float>;

struct Planes {
  int width_px = 0, height_px = 0;
  std::array<Plane, 3> rgb;
};

}  // namespace understudy
