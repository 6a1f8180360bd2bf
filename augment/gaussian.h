// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/image.h"

namespace understudy {

/// Gaussian of this deviation, cut at three of them, in place; edges repeat their last pixel. Up to a
/// deviation of 20 px in integers: the same bytes on every machine, and a plain picture stays what it is.
void gaussian_blur(Image<Rgb8>& image, double deviation_px);

}  // namespace understudy
