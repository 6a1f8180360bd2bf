// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/image.h"

namespace understudy {

/// Turns the hue and scales saturation and value in the HSV hexcone (A. R. Smith, "Color gamut transform
/// pairs", SIGGRAPH 1978).
struct HsvShift {
  double hue_deg = 0;
  double saturation = 1;
  double value = 1;
};
/// In place; a shift of nothing leaves every byte as it is. The bytes are the same on every machine.
void shift_hsv(Image<Rgb8>& image, const HsvShift& shift);

}  // namespace understudy
