// SPDX-License-Identifier: Apache-2.0
// Labels drawn over an image: translucent masks, mask outlines, boxes, class names.
#pragma once

#include <string>
#include <vector>

#include "base/image.h"
#include "labels/annotation.h"
#include "scenes/taxonomy.h"

namespace understudy {

struct OverlayItem {
  Rle mask;
  Box box;
  std::string text;
  Rgb8 color;
  bool is_defect = false;
};

/// A colour for the n-th category, far from its neighbours' colours.
Rgb8 category_color(uint32_t category);
/// A stable colour for an id; 0 is black.
Rgb8 id_color(uint32_t id);

/// One item per annotation, in its category's colour, named after it.
std::vector<OverlayItem> overlay_items(const std::vector<Annotation>& annotations, const Taxonomy& taxonomy);

/// Where there are defects, these alone are filled: an object's own mask would hide what they look like.
void draw_overlay(Image<Rgb8>& image, const std::vector<OverlayItem>& items);

}  // namespace understudy
