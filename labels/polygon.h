// SPDX-License-Identifier: Apache-2.0
// Lossless polygons: rings along pixel edges with integer corners, which decode to the identical mask.
#pragma once

#include <optional>
#include <vector>

#include "labels/rle.h"

namespace understudy {

/// x0, y0, x1, y1, ... in edge coordinates, at least 4 corners, not repeated at the end.
using Ring = std::vector<int>;

/// All rings of a mask, in no particular order; those round holes run the other way round (their shoelace
/// area is negative).
std::vector<Ring> outlines_of(const Rle& rle);

/// Outer rings of a mask without holes; empty where the mask has a hole (a polygon with holes has no lossless
/// form that every reader agrees on: keep the RLE).
std::optional<std::vector<Ring>> polygons_of(const Rle& rle);

/// The mask that rings along pixel edges enclose: the inverse of polygons_of. Throws UserError where an edge
/// is slanted or a corner lies outside the image.
Rle mask_of(const std::vector<Ring>& rings, int width_px, int height_px);

}  // namespace understudy
