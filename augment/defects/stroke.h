// SPDX-License-Identifier: Apache-2.0
// Lines of changing width, for cracks and scratches.
#pragma once

#include <vector>

#include "base/image.h"

namespace understudy {

struct StrokePoint {
  double x = 0, y = 0, radius_px = 0;
};

/// What a window knows of the strokes drawn in it.
class StrokeField {
 public:
  StrokeField(int width_px, int height_px);

  void draw(const std::vector<StrokePoint>& stroke);

  /// Share of the pixel that a stroke covers, about.
  float coverage(int x, int y) const;
  /// Where in the stroke: -1 at its left edge, 1 at its right one.
  float side(int x, int y) const { return side_(x, y); }

 private:
  void draw_segment(const StrokePoint& a, const StrokePoint& b);
  Image<float> depth_;  ///< how far within a stroke, px
  Image<float> side_;
};

}  // namespace understudy
