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
};

/// Pure. The frame must hold layers and extents. A frame that breaks an invariant is our fault (CHECK).
Annotations annotate(const Frame& frame, const Scene& scene, const LabelRules& rules);

/// The invariants of labels/check.h in words; empty where all hold: visible masks are disjoint, their union
/// is the non-background ids, boxes are tight, areas are counts, visible lies within amodal, occluders add
/// up.
std::string find_violation(const Annotations& annotations, int width_px, int height_px);

}  // namespace understudy
