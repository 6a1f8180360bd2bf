// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/image.h"

namespace understudy {

/// The picture at a smaller (or the same) size: each pixel is the mean of the area that it now covers.
/// Integers throughout: the same bytes on every machine, within a level of the exact mean.
Image<Rgb8> shrunk_by_area(const Image<Rgb8>& image, int width_px, int height_px);

}  // namespace understudy
