// SPDX-License-Identifier: Apache-2.0
// Windows that crops may take: whole pixels of the frame, and what of an object they would show.
#pragma once

#include <vector>

#include "labels/patch.h"
#include "labels/photo.h"

namespace understudy {

/// What of one object any window shows. Of polygons and boxes exact, of an RLE and of a
/// `lobed` object counted in pixels.
class WindowShare {
 public:
  explicit WindowShare(const PhotoObject& object);

  /// Of its area as it is now, in [0, 1].
  double in(const Box& window) const;
  /// The least window that shows all of it, within a frame of this size.
  Box whole(int width_px, int height_px) const;

 private:
  RealBox box_;
  Polygons rings_;  ///< one of these two, or none where there is only a box
  MaskPatch pixels_;
  double area_px_ = 0;
};

/// The least window that holds both.
Box united(const Box& a, const Box& b);

/// `window`, grown until it shows of every object either nothing or at least `least_share`, and at least
/// `least_count` objects (all where there are fewer) so: at the latest, the whole frame does.
Box grown_to_keep(Box window, const std::vector<WindowShare>& objects, double least_share, int least_count,
                  int width_px, int height_px);

/// Whether grown_to_keep() would return the window as it is.
bool keeps(const Box& window, const std::vector<WindowShare>& objects, double least_share, int least_count);

}  // namespace understudy
