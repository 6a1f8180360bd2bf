// SPDX-License-Identifier: Apache-2.0
#include "augment/sparse_filter.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "augment/wide.h"

namespace understudy {

namespace {

UNDERSTUDY_WIDE void add_weighted(uint16_t* sums, const uint8_t* in, uint16_t weight, size_t count) {
  for (size_t i = 0; i < count; ++i) sums[i] = uint16_t(sums[i] + in[i] * weight);
}

}  // namespace

std::vector<Tap> taps_of(const Image<double>& weights) {
  struct Share {
    Tap tap;
    double remainder;
  };
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<Share> shares;
  int left = 256;
  const int radius = weights.width_px() / 2;
  for (int y = 0; y < weights.height_px(); ++y) {
    for (int x = 0; x < weights.width_px(); ++x) {
      const double exact = 256 * weights(x, y) / sum;
      shares.push_back({{x - radius, y - radius, int(exact)}, exact - std::floor(exact)});
      left -= int(exact);
    }
  }
  std::stable_sort(shares.begin(), shares.end(),
                   [](const Share& a, const Share& b) { return a.remainder > b.remainder; });
  std::vector<Tap> taps;
  for (Share& share : shares) {
    if (left > 0) ++share.tap.weight, --left;
    if (share.tap.weight > 0) taps.push_back(share.tap);
  }
  return taps;
}

void sparse_filter(cv::Mat picture, const std::vector<Tap>& taps) {
  int radius = 0;
  for (const Tap& tap : taps) radius = std::max({radius, std::abs(tap.dx), std::abs(tap.dy)});
  cv::Mat padded;
  cv::copyMakeBorder(picture, padded, radius, radius, radius, radius, cv::BORDER_REPLICATE);
  const auto channels = size_t(picture.channels());
  std::vector<uint16_t> sums(size_t(picture.cols) * channels);  // 255 * 256 fits 16 bits
  for (int y = 0; y < picture.rows; ++y) {
    std::fill(sums.begin(), sums.end(), uint16_t(128));
    for (const Tap& tap : taps) {
      const uint8_t* in = padded.ptr<uint8_t>(y + radius + tap.dy) + size_t(radius + tap.dx) * channels;
      add_weighted(sums.data(), in, uint16_t(tap.weight), sums.size());
    }
    auto* out = picture.ptr<uint8_t>(y);
    for (size_t i = 0; i < sums.size(); ++i) out[i] = uint8_t(sums[i] >> 8);
  }
}

}  // namespace understudy
