// SPDX-License-Identifier: Apache-2.0
// What storage and small screens take away, in place.
#pragma once

#include "base/image.h"

namespace understudy {

/// There and back; quality 1 to 100.
void compress_jpeg(Image<Rgb8>& image, int quality);
/// Lossy WebP, there and back; quality 0 to 100.
void compress_webp(Image<Rgb8>& image, double quality);
/// Down to `scale` (0 to 1) of the size by areas, and up again: in blocks, or smoothly.
enum class Upscaling { blocks, linear };
void downscale(Image<Rgb8>& image, double scale, Upscaling upscaling);

}  // namespace understudy
