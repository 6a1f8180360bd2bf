// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

namespace understudy {

/// The rows about one as they were, of a picture that is overwritten from the top. Beyond the frame the
/// outermost row is repeated.
class SlidingRows {
 public:
  SlidingRows(uint8_t* bytes, size_t row_bytes, int height_px, int radius_px)
      : bytes_(bytes),
        row_bytes_(row_bytes),
        height_px_(height_px),
        kept_count_(radius_px + 1),
        kept_(row_bytes * size_t(kept_count_)) {}

  /// Row y is worked on next: one after the other from 0.
  void move_to(int y) {
    std::memcpy(kept(y), out(y), row_bytes_);
    y_ = y;
  }
  /// Row y + dy as it was; |dy| is at most the radius.
  const uint8_t* row(int dy) {
    const int y = std::clamp(y_ + dy, 0, height_px_ - 1);
    return y <= y_ ? kept(y) : out(y);
  }
  uint8_t* out(int y) { return bytes_ + size_t(y) * row_bytes_; }

 private:
  uint8_t* kept(int y) { return kept_.data() + size_t(y % kept_count_) * row_bytes_; }

  uint8_t* bytes_;
  size_t row_bytes_;
  int height_px_, kept_count_, y_ = 0;
  std::vector<uint8_t> kept_;
};

}  // namespace understudy
