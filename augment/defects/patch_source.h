// SPDX-License-Identifier: Apache-2.0
// Pixels of elsewhere, turned and scaled into a window.
#pragma once

#include "augment/defects/kind.h"

namespace understudy {

/// The source's point that a window's point shows.
struct PatchView {
  double from_x = 0, from_y = 0;    ///< what is seen in the defect's middle
  double angle_rad = 0, scale = 1;  ///< how it is turned and enlarged
};

/// Bilinear; beyond its rim the source goes on mirrored.
Image<Rgb8> seen_through(const Image<Rgb8>& source, const PaintSite& site, const PatchView& view);

/// A pixel of the surface, drawn; its middle.
std::array<double, 2> surface_point(const MaskPatch& surface, Stream stream);

}  // namespace understudy
