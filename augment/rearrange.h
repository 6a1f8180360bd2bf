// SPDX-License-Identifier: Apache-2.0
// Pixels and channels that change places, nothing else: as fast as memory allows, in place.
#pragma once

#include <array>

#include "base/image.h"

namespace understudy {

/// Left becomes right.
void mirror_rows(Image<Rgb8>& image);

/// Channel c of the result is channel order[c] of the image.
void reorder_channels(Image<Rgb8>& image, const std::array<int, 3>& order);

}  // namespace understudy
