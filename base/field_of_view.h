// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <numbers>

namespace understudy {

/// Of a pinhole camera that sees `fov_deg` along a side of that many pixels.
inline double focal_length_px(double side_px, double fov_deg) {
  return side_px / 2 / std::tan(fov_deg * std::numbers::pi / 360);
}

}  // namespace understudy
