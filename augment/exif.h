// SPDX-License-Identifier: Apache-2.0
// How a camera was held when it took a JPEG.
#pragma once

#include <string_view>

#include "augment/homography.h"
#include "augment/remap.h"

namespace understudy {

/// EXIF's orientation tag, 1 (as stored) to 8; 1 where there is none or it makes no sense.
int exif_orientation(std::string_view jpeg);

/// Focal length, mm, that has the same field of view on 36 x 24 mm film; 0 where the file does not say or it
/// makes no sense.
double exif_focal_35mm(std::string_view jpeg);

/// Adds the turn that shows pixels of this orientation upright.
void turn_upright(Remap& remap, int orientation);

}  // namespace understudy
