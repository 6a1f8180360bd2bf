// SPDX-License-Identifier: Apache-2.0
// The corruptions that lay something over the picture or move it. Severity 1 to 5.
#pragma once

#include "base/image.h"
#include "base/random.h"

namespace understudy::corruption {

void snow(Image<Rgb8>& image, int severity, const Stream& stream);
/// Crystals as ridges of noise, thicker towards the frame's edge, in place of the authors' photos.
void frost(Image<Rgb8>& image, int severity, const Stream& stream);
void fog(Image<Rgb8>& image, int severity, const Stream& stream);
void spatter(Image<Rgb8>& image, int severity, const Stream& stream);
void elastic_transform(Image<Rgb8>& image, int severity, const Stream& stream);

/// The authors' motion blur (ImageMagick's): half a Gaussian, from each pixel on in one direction. In place,
/// 8 bits.
void trail(Image<Rgb8>& image, int radius_px, double deviation_px, double angle_deg);
void trail(Image<uint8_t>& image, int radius_px, double deviation_px, double angle_deg);

}  // namespace understudy::corruption
