// SPDX-License-Identifier: Apache-2.0
// What is said of defects alone: how large they are in the picture, and how much they change it.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <limits>
#include <numeric>
#include <vector>

#include "base/error.h"
#include "labels/annotate.h"

namespace understudy {
namespace {

/// So many of a defect's most changed pixels are its contrast.
constexpr size_t contrast_pixels = 16;

/// Calls f(x, y) for each pixel of the mask.
template <typename F>
void for_each_pixel(const Rle& mask, F f) {
  uint64_t position = 0;
  for (size_t i = 0; i < mask.counts.size(); position += mask.counts[i], ++i) {
    for (uint64_t p = position; i % 2 == 1 && p < position + mask.counts[i]; ++p)
      f(int(p / mask.height_px), int(p % mask.height_px));
  }
}

/// Angle of the axis along which the pixels spread most, rad; 0 where they spread equally. Moments are
/// integers, so that the same mask gives the same angle whoever counts.
double principal_angle_rad(const Rle& mask) {
  int64_t n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
  for_each_pixel(
      mask, [&](int64_t x, int64_t y) { ++n, sx += x, sy += y, sxx += x * x, syy += y * y, sxy += x * y; });
  const double count = double(n);
  const double xx = double(sxx) - double(sx) * double(sx) / count;
  const double yy = double(syy) - double(sy) * double(sy) / count;
  const double xy = double(sxy) - double(sx) * double(sy) / count;
  return xy == 0 && xx == yy ? 0 : 0.5 * std::atan2(2 * xy, xx - yy);
}

int largest_difference(const Rgb8& a, const Rgb8& b) {
  return std::max({std::abs(a[0] - b[0]), std::abs(a[1] - b[1]), std::abs(a[2] - b[2])});
}

}  // namespace

SizePx principal_size_px(const Rle& mask) {
  const double angle = principal_angle_rad(mask);
  const double c = std::cos(angle), s = std::sin(angle);
  constexpr double far = std::numeric_limits<double>::infinity();
  double low_along = far, high_along = -far, low_across = far, high_across = -far;
  for_each_pixel(mask, [&](int x, int y) {
    const double along = c * x + s * y, across = c * y - s * x;
    low_along = std::min(low_along, along), high_along = std::max(high_along, along);
    low_across = std::min(low_across, across), high_across = std::max(high_across, across);
  });
  if (high_along < low_along) return {};
  // Hundredths: what follows after is rounding of the sines.
  const auto rounded = [](double size) { return std::round(size * 100) / 100; };
  return {rounded(high_along - low_along + 1), rounded(high_across - low_across + 1)};
}

void measure_contrast(const Image<Rgb8>& image, const Image<Rgb8>& good, Annotations& annotations) {
  CHECK(image.width_px() == good.width_px() && image.height_px() == good.height_px(),
        "the two pictures of a pair differ in size");
  for (Annotation& a : annotations.kept) {
    if (!a.defect) continue;
    std::vector<int> differences;
    for_each_pixel(a.visible,
                   [&](int x, int y) { differences.push_back(largest_difference(image(x, y), good(x, y))); });
    const size_t count = std::min(differences.size(), contrast_pixels);
    std::partial_sort(differences.begin(), differences.begin() + std::ptrdiff_t(count), differences.end(),
                      std::greater<>());
    const int64_t sum =
        std::accumulate(differences.begin(), differences.begin() + std::ptrdiff_t(count), int64_t(0));
    a.defect->contrast = double(sum) / (255.0 * double(count));
  }
}

}  // namespace understudy
