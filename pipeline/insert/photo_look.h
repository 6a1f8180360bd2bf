// SPDX-License-Identifier: Apache-2.0
// How a photo's camera drew: sharpness, noise, compression; measured, to be matched.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "base/image.h"
#include "base/random.h"

namespace understudy {

/// Deviation of the Gaussian that the photo's sharpest edges were blurred with, px; 0 where there are none.
/// From how much weaker edges become when blurred once more: S. Zhuo, T. Sim, "Defocus map estimation from a
/// single image", Pattern Recognition 44, 2011.
double edge_blur_px(const Image<Rgb8>& photo);

/// Deviation of the noise by brightness, in levels: entry i is for 32 i to 32 i + 31.
using NoiseCurve = std::array<double, 8>;
/// From the size of a Laplacian that is blind to planes and edges along the axes: J. Immerkaer, "Fast noise
/// variance estimation", CVIU 64, 1996; its median in blocks, and of those the calmest tenth: what is more is
/// texture.
NoiseCurve noise_curve(const Image<Rgb8>& photo);

/// Adds noise of that curve where `share` is not 0, by that share. Depends on the stream and a pixel's number
/// alone. In place; `share` has the image's size.
void add_noise(Image<Rgb8>& image, const Image<float>& share, const NoiseCurve& curve, const Stream& stream);

/// The tint of a photo without colours of its own (black and white, sepia): what each channel is off the
/// luma, in levels; entry i is for a luma of 16 i to 16 i + 15.
using Tint = std::array<std::array<double, 3>, 16>;
/// Empty where more than two pixels in a hundred have another colour than most of their luma.
std::optional<Tint> tint_of(const Image<Rgb8>& photo);
/// A grey pixel in that tint.
Rgb8 tinted(const Rgb8& grey, const Tint& tint);

/// Quality, 1 to 100, whose quantisation table (ITU T.81, annex K, as the Independent JPEG Group scales it)
/// is nearest to that of the file; 0 where it is no JPEG.
int jpeg_quality(std::string_view bytes);

}  // namespace understudy
