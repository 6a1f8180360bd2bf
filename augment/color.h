// SPDX-License-Identifier: Apache-2.0
// What mixes channels or looks at neighbours: colour, local contrast, sharpness, Fourier match. In place.
#pragma once

#include "base/image.h"

namespace understudy {

/// Moves each colour away from (or to) its luma (0.299, 0.587, 0.114); 0 is grey, 1 changes nothing.
void saturation(Image<Rgb8>& image, double factor);

/// Contrast-limited adaptive histogram equalisation of luma, chroma kept: K. Zuiderveld, Graphics Gems IV,
/// 1994. clip_limit >= 1: a bin's most, in parts of the mean; tiles x tiles over the frame.
void clahe(Image<Rgb8>& image, double clip_limit, int tiles);

/// Unsharp mask: adds `amount` times what a Gaussian of this deviation takes away.
void sharpen(Image<Rgb8>& image, double amount, double radius_px);

/// Fourier domain adaptation: Y. Yang, S. Soatto, CVPR 2020. The amplitudes of all frequencies up to `beta`
/// (0 to 0.5) of the shorter side's sampling rate come from the reference, the phases stay.
void match_fourier(Image<Rgb8>& image, const Image<Rgb8>& reference, double beta);

}  // namespace understudy
