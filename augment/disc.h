// SPDX-License-Identifier: Apache-2.0
// Means over discs: what a lens out of focus does. In integers but for one division, the same on every
// machine.
#pragma once

#include "base/image.h"

namespace understudy {

/// In place. A pixel's weight is the share of it, in 64ths, that lies within `radius_px` (above 0, at most
/// 100) of the middle. Edges repeat their last pixel.
void disc_blur(Image<Rgb8>& image, double radius_px);

}  // namespace understudy
