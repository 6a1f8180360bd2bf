// SPDX-License-Identifier: Apache-2.0
// The one sweep behind all masks of an image: down the columns, left to right, all instances at once. Private
// to labels/.
//
// Images lie in rows, RLE runs down columns. The sweep takes a strip of columns at a time, reads it row by
// row (whole cache lines) and notes only where a pixel differs from the one above; then it walks each column
// of the strip from note to note. Work beyond one comparison per pixel is proportional to the length of the
// outlines.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "labels/key_table.h"
#include "labels/rle.h"

namespace understudy {

/// The runs of many masks of one image, each segment given in column-major order. All segments lie in one
/// list until finish(), so many small masks cost no more than few large ones.
class RunTable {
 public:
  RunTable(int width_px, int height_px);

  /// Pixels [begin, end) in column-major numbering belong to `id`; at or after all earlier ones of the same
  /// id.
  void add(uint32_t id, uint32_t begin, uint32_t end) {
    const uint32_t track = ids_.number_of(id);
    if (track == tracks_.size()) tracks_.push_back({});
    Track& t = tracks_[track];
    if (t.runs > 0 && segments_[t.last].end == begin) {
      segments_[t.last].end = end;
      return;
    }
    ++t.runs;
    t.last = uint32_t(segments_.size());
    segments_.push_back({track, begin, end});
  }

  std::map<uint32_t, Rle> finish() &&;

 private:
  struct Track {
    uint32_t runs = 0;
    uint32_t last = 0;  ///< index of its latest segment
  };
  struct Segment {
    uint32_t track, begin, end;
  };
  uint32_t width_px_, height_px_;
  KeyTable ids_;
  std::vector<Track> tracks_;
  std::vector<Segment> segments_;
};

/// Calls emit(pixel, y_begin, y_end, x) for every maximal vertical stretch of equal pixels, columns from left
/// to right and each from top to bottom. `pixel` is the row-major index of the stretch's first pixel. same(a,
/// b) compares two pixels; same_row(a, b, n) may answer for n neighbouring pixels at once (false: look at
/// each).
template <typename Same, typename SameRow, typename Emit>
void sweep_columns(int width_px, int height_px, Same same, SameRow same_row, Emit emit) {
  constexpr int strip_px = 32;
  struct Stretch {
    size_t pixel;
    int y;
  };
  std::array<std::vector<Stretch>, strip_px> columns;
  for (int x0 = 0; x0 < width_px; x0 += strip_px) {
    const int n = std::min(strip_px, width_px - x0);
    for (int i = 0; i < n; ++i) columns[i].assign(1, {size_t(x0 + i), 0});
    for (int y = 1; y < height_px; ++y) {
      const size_t row = size_t(y) * width_px + x0, above = row - width_px;
      if (same_row(above, row, n)) continue;
      for (int i = 0; i < n; ++i) {
        if (!same(above + i, row + i)) columns[i].push_back({row + i, y});
      }
    }
    for (int i = 0; i < n; ++i) {
      const std::vector<Stretch>& column = columns[i];
      for (size_t k = 0; k < column.size(); ++k) {
        emit(column[k].pixel, column[k].y, k + 1 < column.size() ? column[k + 1].y : height_px, x0 + i);
      }
    }
  }
}

}  // namespace understudy
