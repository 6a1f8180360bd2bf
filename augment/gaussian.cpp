// SPDX-License-Identifier: Apache-2.0
// Down, then across, the two values at one distance from the middle together; in between values are 128ths of
// a level, so that sums of two still fit 16 bits.
#include "augment/gaussian.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "augment/mat.h"
#include "augment/sliding_rows.h"
#include "augment/wide.h"

namespace understudy {
namespace {

constexpr int largest_radius_px = 60;  // beyond it, what cut products lose is a level
constexpr size_t block = 512;          // values whose sums stay in the first cache

/// In 65536ths, of the middle and of one and two... pixels away; all on both sides sum to 1.
std::vector<uint16_t> weights_of(double deviation_px, int radius) {
  std::vector<double> exact;
  double sum = 0;
  for (int k = 0; k <= radius; ++k) {
    exact.push_back(std::exp(-0.5 * k * k / (deviation_px * deviation_px)));
    sum += (k == 0 ? 1 : 2) * exact.back();
  }
  std::vector<uint16_t> weights(exact.size());
  long middle = 65536;
  for (size_t k = 1; k < exact.size(); ++k) {
    weights[k] = uint16_t(std::lround(65536 * exact[k] / sum));
    middle -= 2 * weights[k];
  }
  weights[0] = uint16_t(std::min(middle, 65535L));
  return weights;
}

/// Rows at each distance, `a` above and `b` below.
struct Pairs {
  std::vector<const uint8_t*> a, b;
};

[[gnu::always_inline]] inline uint16_t share(uint16_t value, uint16_t weight) {
  return uint16_t(uint32_t(value) * weight >> 16);
}

// Blocks whose sums stay near: taps outside, values inside.
UNDERSTUDY_WIDE void filter_down(const Pairs& rows, const uint16_t* weights, size_t count, uint16_t* sums) {
  const size_t taps = rows.a.size();
  for (size_t begin = 0; begin < count; begin += block) {
    const size_t n = std::min(block, count - begin);
    uint16_t* total = sums + begin;
    const uint8_t* middle = rows.a[0] + begin;
    const uint16_t heaviest = weights[0];
#pragma GCC ivdep
    for (size_t i = 0; i < n; ++i) total[i] = uint16_t(taps / 2 + share(uint16_t(middle[i] << 7), heaviest));
    for (size_t k = 1; k < taps; ++k) {
      const uint8_t *a = rows.a[k] + begin, *b = rows.b[k] + begin;
      const uint16_t weight = weights[k];
#pragma GCC ivdep
      for (size_t i = 0; i < n; ++i)
        total[i] = uint16_t(total[i] + share(uint16_t((a[i] + b[i]) << 7), weight));
    }
  }
}

UNDERSTUDY_WIDE void filter_across(const uint16_t* sums, const uint16_t* weights, size_t taps, size_t count,
                                   uint8_t* out) {
  uint16_t total[block];
  for (size_t begin = 0; begin < count; begin += block) {
    const size_t n = std::min(block, count - begin);
    const uint16_t* middle = sums + begin;
    const uint16_t heaviest = weights[0];
#pragma GCC ivdep
    for (size_t i = 0; i < n; ++i) total[i] = uint16_t(64 + taps / 2 + share(middle[i], heaviest));
    for (size_t k = 1; k < taps; ++k) {
      const uint16_t *a = middle - 3 * k, *b = middle + 3 * k;
      const uint16_t weight = weights[k];
#pragma GCC ivdep
      for (size_t i = 0; i < n; ++i) total[i] = uint16_t(total[i] + share(uint16_t(a[i] + b[i]), weight));
    }
#pragma GCC ivdep
    for (size_t i = 0; i < n; ++i) out[begin + i] = uint8_t(total[i] >> 7);
  }
}

}  // namespace

void gaussian_blur(Image<Rgb8>& image, double deviation_px) {
  if (deviation_px <= 0 || image.empty()) return;
  const int radius = int(std::ceil(3 * deviation_px));
  if (radius > largest_radius_px) {
    cv::Mat picture = mat_of(image);
    cv::GaussianBlur(picture, picture, cv::Size(0, 0), deviation_px, deviation_px, cv::BORDER_REPLICATE);
    return;
  }
  const std::vector<uint16_t> weights = weights_of(deviation_px, radius);
  const size_t count = size_t(image.width_px()) * 3, margin = size_t(radius) * 3;
  std::vector<uint16_t> padded(count + 2 * margin);
  uint16_t* sums = padded.data() + margin;
  Pairs pairs{std::vector<const uint8_t*>(weights.size()), std::vector<const uint8_t*>(weights.size())};
  SlidingRows rows(image.data()->data(), count, image.height_px(), radius);
  for (int y = 0; y < image.height_px(); ++y) {
    rows.move_to(y);
    for (int k = 0; k <= radius; ++k) {
      pairs.a[size_t(k)] = rows.row(-k);
      pairs.b[size_t(k)] = rows.row(k);
    }
    filter_down(pairs, weights.data(), count, sums);
    for (size_t i = 0; i < margin; ++i) {
      padded[i] = sums[i % 3];
      sums[count + i] = sums[count - 3 + i % 3];
    }
    filter_across(sums, weights.data(), weights.size(), count, rows.out(y));
  }
}

}  // namespace understudy
