// SPDX-License-Identifier: Apache-2.0
// A defect painted into a photo, with its mask.
#pragma once

#include <optional>

#include "augment/defects/kind.h"

namespace understudy {

struct PaintOrder {
  const PaintKind& kind;
  double length_px = 0;
  double severity = 0;
  double min_contrast = 0;  ///< see PaintContrast::mean
};

/// Paints on `surface`, at a place of it that is drawn, and returns the mask of what was painted: every pixel
/// that changed, and those that happened to be of its colour already. Pixels beyond it stay as they are.
/// Where less than `min_contrast` comes of it the paint's difference from the surface is made 1.6 times and
/// then 2.6 times as strong; where that does not help either, or fewer than 12 pixels are covered at each of
/// six places, nothing is painted, `why` says which and the result is empty. `other`: a photo to take texture
/// from, which may be `pixels`.
std::optional<MaskPatch> paint_defect(Image<Rgb8>& pixels, const MaskPatch& surface, const Image<Rgb8>& other,
                                      const PaintOrder& order, const Stream& stream, std::string& why);

struct PaintContrast {
  double plainest = 0;  ///< as labels/annotate.h's measure_contrast(): of the 16 most changed pixels
  double mean = 0;      ///< largest difference of a channel, mean over the mask, as a share of 255
};
PaintContrast contrast_of(const Image<Rgb8>& pixels, const Image<Rgb8>& before, const MaskPatch& mask);

}  // namespace understudy
