// SPDX-License-Identifier: Apache-2.0
// annotate: Frame and Scene to Annotations. Integers in, integers out; no GPU, no files.
#pragma once

#include <string>

#include "labels/annotation.h"
#include "scenes/frame.h"
#include "scenes/scene.h"

namespace understudy {

/// Below either, an instance gets no annotation and is listed as dropped.
struct LabelRules {
  int min_visible_px = 16;
  double min_visibility = 0.02;
  int min_defect_px = 1;  ///< of any defect, in place of min_visible_px
};

/// Pure. The frame must hold layers and extents. A frame that breaks an invariant is our fault (CHECK).
Annotations annotate(const Frame& frame, const Scene& scene, const LabelRules& rules);

/// Extent of the mask's pixel centres along and across their principal axis (that of largest variance), plus
/// the pixel itself: a horizontal line of n pixels is n long and 1 wide.
SizePx principal_size_px(const Rle& mask);

/// Fills in how much each defect changes the picture: `image` shows them, `good` is the same without.
void measure_contrast(const Image<Rgb8>& image, const Image<Rgb8>& good, Annotations& annotations);

/// The invariants of a frame in words; empty where all hold: visible masks of objects (and of defects that
/// are part of none) are disjoint, as are those of objects' defects, each of which lies within its object's;
/// boxes are tight, areas are counts, visible lies within amodal, occluders add up.
std::string find_violation(const Annotations& annotations, int width_px, int height_px);

}  // namespace understudy
