// SPDX-License-Identifier: Apache-2.0
// Noise, in place. Each value's deviate depends on the stream and the value's number alone: the same bytes
// whatever the number of threads. Deviations and amounts are in encoded values, 0 to 1.
#pragma once

#include <functional>

#include "base/image.h"
#include "base/random.h"

namespace understudy {

/// Read noise: normal, the same everywhere, independent per channel.
void gaussian_noise(Image<Rgb8>& image, double deviation, const Stream& stream);
/// Photon noise on encoded values: Poisson with `photons` at white.
void shot_noise(Image<Rgb8>& image, double photons, const Stream& stream);
/// Multiplies each value by 1 + a normal deviate.
void speckle_noise(Image<Rgb8>& image, double deviation, const Stream& stream);
/// A share `amount` of the values becomes white (`salt` of them, 0 to 1) or black.
void impulse_noise(Image<Rgb8>& image, double amount, double salt, const Stream& stream);
/// A small sensor at high sensitivity: fine noise of brightness, and colour blotches of `blotch_px` that its
/// noise reduction left.
struct IsoNoise {
  double luma = 0.04;
  double chroma = 0.03;
  double blotch_px = 2;
};
void iso_noise(Image<Rgb8>& image, const IsoNoise& noise, const Stream& stream);
/// Film: clumps of `grain_px` in brightness, strongest in the mid-tones.
void film_grain(Image<Rgb8>& image, double deviation, double grain_px, const Stream& stream);

/// Noise whose distribution depends on the value alone: `quantile(v, u)` is what u (0 to 1) of the results
/// for level v lie below, in levels 0 to 255. Drawn to a 2048th.
void noise_by_level(Image<Rgb8>& image, const std::function<void(int level, double* quantiles)>& fill,
                    const Stream& stream);
/// Number of quantiles that `fill` writes: entry i is that of (i + 0.5) / noise_quantiles.
inline constexpr int noise_quantiles = 2048;

}  // namespace understudy
