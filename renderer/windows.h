// SPDX-License-Identifier: Apache-2.0
// Images too large for the device's buffers come in windows, one submission each. The windows overlap by as
// much as the filters reach, and random numbers belong to pixels of the image, so that every byte is that of
// the image in one piece.
#pragma once

#include <cstdint>
#include <vector>

#include "scenes/frame.h"

namespace understudy {

/// Pixels [x0, x1) x [y0, y1) of an image.
struct PixelRange {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  int width_px() const { return x1 - x0; }
  int height_px() const { return y1 - y0; }
};

/// What one submission renders, and the part of it that is right to the last bit.
struct FrameWindow {
  PixelRange rendered, kept;
};

/// Covers the image; each window renders at most `most_pixels`, with `reach_px` around what it keeps. Corners
/// are multiples of 8, the side of a workgroup, and so must reach_px be. CHECKs that a square of most_pixels
/// keeps something.
std::vector<FrameWindow> windows_of(int width_px, int height_px, uint64_t most_pixels, int reach_px);

/// Puts an image together from its windows.
class Mosaic {
 public:
  Mosaic(int width_px, int height_px);
  /// `part`: of window.rendered, without extents.
  void add(const FrameWindow& window, Frame part);
  /// After the last window. The frame has no extents yet.
  Frame finish();

 private:
  struct PartLayers {
    FrameWindow window;
    Layers layers;
  };
  void merge_layers();

  Frame whole_;
  std::vector<PartLayers> parts_;
};

}  // namespace understudy
