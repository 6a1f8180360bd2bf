// SPDX-License-Identifier: Apache-2.0
// How a camera was held when it took a JPEG.
#pragma once

#include <string_view>

#include "augment/homography.h"
#include "augment/remap.h"

namespace understudy {

/// EXIF's orientation tag, 1 (as stored) to 8; 1 where there is none or it makes no sense.
int exif_orientation(std::string_view jpeg);

/// Adds the turn that shows pixels of this orientation upright.
void turn_upright(Remap& remap, int orientation);

}  // namespace understudy
