// SPDX-License-Identifier: Apache-2.0
// A mask as pixels, but only of the region that it occupies: work on an object costs what the object is
// large.
#pragma once

#include "base/image.h"
#include "labels/rle.h"

namespace understudy {

/// Pixel (i, j) of `inside` is (x + i, y + j) of the frame; 0 or 1. Outside of it there is nothing.
struct MaskPatch {
  int x = 0, y = 0;
  Image<uint8_t> inside;

  bool empty() const { return inside.empty(); }
  bool holds(int px, int py) const {
    const int i = px - x, j = py - y;
    return i >= 0 && j >= 0 && i < inside.width_px() && j < inside.height_px() && inside(i, j) != 0;
  }
  int64_t area() const;
};

/// The same mask without empty rows and columns around it; an empty patch where it is empty.
MaskPatch tightened(MaskPatch patch);

MaskPatch patch_of(const Rle& rle);
/// The patch must lie within the frame.
Rle rle_of(const MaskPatch& patch, int width_px, int height_px);

/// Pixels of `patch` that `other` holds too.
int64_t overlap_px(const MaskPatch& patch, const MaskPatch& other);
/// Takes them out.
void subtract(MaskPatch& patch, const MaskPatch& other);

}  // namespace understudy
