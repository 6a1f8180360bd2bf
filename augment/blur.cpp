// SPDX-License-Identifier: Apache-2.0
#include "augment/blur.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "augment/disc.h"
#include "augment/mat.h"
#include "augment/sparse_filter.h"
#include "augment/wide.h"

namespace understudy {
namespace {

// 15 x 15 values of 255 still fit 16 bits.
constexpr int largest_short_sum = 7;  // its radius

UNDERSTUDY_WIDE void add_row(uint16_t* sums, const uint8_t* enters, const uint8_t* leaves, size_t count) {
  for (size_t i = 0; i < count; ++i) sums[i] = uint16_t(sums[i] + enters[i] - leaves[i]);
}

/// Sums of `side` values that are three apart, times share / 65536, rounded.
template <int side>
[[gnu::always_inline]] inline void mean_across(const uint16_t* columns, size_t count, uint16_t share,
                                               uint8_t* out) {
  for (size_t i = 0; i < count; ++i) {
    uint16_t sum = 0;
    for (size_t k = 0; k < side; ++k) sum = uint16_t(sum + columns[i + 3 * k]);
    const uint32_t product = uint32_t(sum) * share;
    out[i] = uint8_t((product >> 16) + (uint16_t(product) >> 15));
  }
}

UNDERSTUDY_WIDE void mean_of_columns(int side, const uint16_t* columns, size_t count, uint16_t share,
                                     uint8_t* out) {
  switch (side) {
    case 3:
      return mean_across<3>(columns, count, share, out);
    case 5:
      return mean_across<5>(columns, count, share, out);
    case 7:
      return mean_across<7>(columns, count, share, out);
    case 9:
      return mean_across<9>(columns, count, share, out);
    case 11:
      return mean_across<11>(columns, count, share, out);
    case 13:
      return mean_across<13>(columns, count, share, out);
    default:
      return mean_across<15>(columns, count, share, out);
  }
}

}  // namespace

void box_blur(Image<Rgb8>& image, int radius_px) {
  if (radius_px <= 0 || image.empty()) return;
  cv::Mat picture = mat_of(image);
  const int side = 2 * radius_px + 1;
  if (radius_px > largest_short_sum) {
    cv::blur(picture, picture, cv::Size(side, side), cv::Point(-1, -1), cv::BORDER_REPLICATE);
    return;
  }
  cv::Mat padded;
  cv::copyMakeBorder(picture, padded, radius_px, radius_px, radius_px, radius_px, cv::BORDER_REPLICATE);
  const auto values = size_t(padded.cols) * 3;
  const size_t count = size_t(picture.cols) * 3;
  const auto share = uint16_t(65536.0 / (side * side) + 0.5);
  std::vector<uint16_t> columns(values);
  const std::vector<uint8_t> nothing(values);
  for (int y = 0; y < side - 1; ++y) add_row(columns.data(), padded.ptr(y), nothing.data(), values);
  for (int y = 0; y < picture.rows; ++y) {
    add_row(columns.data(), padded.ptr(y + side - 1), y > 0 ? padded.ptr(y - 1) : nothing.data(), values);
    mean_of_columns(side, columns.data(), count, share, picture.ptr(y));
  }
}

void motion_blur(Image<Rgb8>& image, double length_px, double angle_deg) {
  if (length_px <= 0 || image.empty()) return;
  const double angle = angle_deg * 3.141592653589793 / 180;
  const double dx = std::cos(angle) * length_px / 2, dy = std::sin(angle) * length_px / 2;
  const int radius = int(std::ceil(length_px / 2)) + 1;
  Image<double> weights(2 * radius + 1, 2 * radius + 1);
  const int samples = 16 * radius + 1;
  for (int i = 0; i < samples; ++i) {  // each sample falls on four pixels, bilinearly
    const double t = (2 * i + 1.0) / samples - 1, x = radius + t * dx, y = radius + t * dy;
    const int left = int(x), top = int(y);
    const double u = x - left, v = y - top;
    weights(left, top) += (1 - u) * (1 - v);
    weights(left + 1, top) += u * (1 - v);
    weights(left, top + 1) += (1 - u) * v;
    weights(left + 1, top + 1) += u * v;
  }
  sparse_filter(mat_of(image), taps_of(weights));
}

void defocus_blur(Image<Rgb8>& image, double radius_px) {
  if (radius_px > 0) disc_blur(image, radius_px);
}

void zoom_blur(Image<Rgb8>& image, double length_px) {
  if (length_px <= 0 || image.empty()) return;
  const double cx = image.width_px() / 2.0, cy = image.height_px() / 2.0;
  const int doublings = std::clamp(int(std::ceil(std::log2(length_px + 1))), 1, 6);
  const double total = 1 + length_px / std::hypot(cx, cy);
  cv::Mat picture = mat_of(image), zoomed;
  for (int i = 0; i < doublings; ++i) {
    // After i doublings the sum covers zooms up to total^(2^i / 2^doublings): that much further goes its
    // copy.
    const double scale = std::pow(total, std::exp2(i - doublings));
    const cv::Matx23d map(scale, 0, (1 - scale) * (cx - 0.5), 0, scale, (1 - scale) * (cy - 0.5));
    cv::warpAffine(picture, zoomed, map, picture.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    cv::addWeighted(picture, 0.5, zoomed, 0.5, 0, picture);
  }
}

void glass_blur(Image<Rgb8>& image, const Glass& glass, const Stream& stream) {
  gaussian_blur(image, glass.deviation_px);
  const int reach = glass.reach_px;
  const uint64_t key = Stream(stream).bits64(), span = uint64_t(2 * reach);
  uint64_t number = 0;
  for (int round = 0; round < glass.rounds && reach > 0; ++round) {
    for (int y = image.height_px() - reach; y > reach; --y) {
      for (int x = image.width_px() - reach; x > reach; --x) {
        const uint64_t bits = hash_number(key, number++);
        const int dx = int((bits >> 32) * span >> 32) - reach;
        const int dy = int((bits & 0xFFFFFFFF) * span >> 32) - reach;
        image(x, y) = image(x + dx, y + dy);
      }
    }
  }
  gaussian_blur(image, glass.deviation_px);
}

}  // namespace understudy
