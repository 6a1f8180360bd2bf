// SPDX-License-Identifier: Apache-2.0
// Outlines of what spreads or breaks away.
#pragma once

#include "augment/defects/kind.h"

namespace understudy {

struct BlobShape {
  double ragged = 0.4;  ///< how far the outline wanders, in radii
  double period = 0.8;  ///< over which it wanders, in radii
  int octaves = 3;
  double most_stretched = 2;  ///< length by width
};

/// Of each pixel of the window: below 1 inside, 1 on the outline, rising outwards; 0 in the middle, about.
Image<float> blob_field(const PaintSite& site, const BlobShape& shape, const Stream& stream);
/// Radius along the longer axis.
double blob_radius_px(const PaintSite& site, const BlobShape& shape);

}  // namespace understudy
