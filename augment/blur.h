// SPDX-License-Identifier: Apache-2.0
// Blurs, in place. Edges repeat their last pixel; kernels sum to 1; a size of nothing changes nothing.
#pragma once

#include "augment/gaussian.h"
#include "base/image.h"
#include "base/random.h"

namespace understudy {

/// Mean over (2 radius + 1)^2 pixels.
void box_blur(Image<Rgb8>& image, int radius_px);
/// Median over (2 radius + 1)^2 pixels.
void median_blur(Image<Rgb8>& image, int radius_px);

/// A camera that moves evenly along a straight line while the shutter is open: anti-aliased, centred.
/// The angle is from the x axis towards the y axis, which points down.
void motion_blur(Image<Rgb8>& image, double length_px, double angle_deg);
/// Out of focus: a disc whose rim pixels count by the part of them that it covers.
void defocus_blur(Image<Rgb8>& image, double radius_px);
/// A camera that moves forwards: what stood in the frame's corner moves `length_px` towards the outside. The
/// mean of 2^n zooms, each sum made of the one before.
void zoom_blur(Image<Rgb8>& image, double length_px);
/// Rippled glass: `rounds` times each pixel becomes one at most `reach_px` away (as in the code of D.
/// Hendrycks, T. Dietterich, ICLR 2019: from the lower right, none farther right or down than reach - 1);
/// blurred before and after.
struct Glass {
  double deviation_px = 0.7;
  int reach_px = 1;
  int rounds = 2;
};
void glass_blur(Image<Rgb8>& image, const Glass& glass, const Stream& stream);

}  // namespace understudy
