// SPDX-License-Identifier: Apache-2.0
// How far an image is from its reference. Both are linear and exposed alike: multiplied by the one gain that
// the recipe's sensor would choose for the reference. All arithmetic is in double precision.
#pragma once

#include "base/image.h"

namespace understudy {

Image<LinearRgb> exposed(const Image<LinearRgb>& radiance, double gain);

/// Linear colour clipped to 0..1 and sRGB-encoded, not rounded.
Image<LinearRgb> to_srgb(const Image<LinearRgb>& linear);

/// mean((x - r)^2 / (r^2 + 0.01)) over all values of linear images. `trimmed` leaves out the 0.1 % of the
/// pixels with the largest error, so that fireflies do not decide. F. Rousselle et al., "Adaptive sampling
/// and reconstruction using greedy error minimization", SIGGRAPH Asia 2011.
struct RelativeError {
  double mean = 0, trimmed = 0;
};
RelativeError relative_error(const Image<LinearRgb>& image, const Image<LinearRgb>& reference);

/// Of values in 0..1; infinite where they are equal.
double psnr_db(const Image<LinearRgb>& image, const Image<LinearRgb>& reference);

/// The largest distance that a pixel's window reaches: ssim_map() leaves out that border.
inline constexpr int ssim_radius_px = 5;

/// Planes of the interior, (width - 2 radius) x (height - 2 radius), each the mean of the three channels.
struct SsimMap {
  Image<double> ssim;
  Image<double> variance, reference_variance;  ///< inside the window: their ratio tells blur from noise
};

/// Structural similarity of values in 0..1, window Gaussian of deviation 1.5 px cut at 5 px, K1 = 0.01, K2 =
/// 0.03, biased covariance. Z. Wang et al., "Image quality assessment: from error visibility to structural
/// similarity", IEEE Trans. Image Processing 13, 2004. Both images at least 11 x 11.
SsimMap ssim_map(const Image<LinearRgb>& image, const Image<LinearRgb>& reference);

double mean_of(const Image<double>& plane);

}  // namespace understudy
