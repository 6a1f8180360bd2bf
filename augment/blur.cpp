// SPDX-License-Identifier: Apache-2.0
#include "augment/blur.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "augment/mat.h"
#include "augment/sparse_filter.h"
#include "augment/wide.h"

namespace understudy {
namespace {

// How much of the pixel at (x, y) from the middle is within `radius` of it: 8 x 8 samples.
double disc_coverage(int x, int y, double radius) {
  int inside = 0;
  for (int j = 0; j < 8; ++j) {
    for (int i = 0; i < 8; ++i) {
      if (std::hypot(x + (i - 3.5) / 8, y + (j - 3.5) / 8) <= radius) ++inside;
    }
  }
  return inside / 64.0;
}

// 15 x 15 values of 255 still fit 16 bits.
constexpr int largest_short_sum = 7;

UNDERSTUDY_WIDE void add_row(uint16_t* sums, const uint8_t* enters, const uint8_t* leaves, size_t count) {
  for (size_t i = 0; i < count; ++i) sums[i] = uint16_t(sums[i] + enters[i] - leaves[i]);
}

UNDERSTUDY_WIDE void add_shifted(uint16_t* sums, const uint16_t* columns, size_t count) {
  for (size_t i = 0; i < count; ++i) sums[i] = uint16_t(sums[i] + columns[i]);
}

UNDERSTUDY_WIDE void divide(uint8_t* out, const uint16_t* sums, size_t count, uint32_t share) {
  for (size_t i = 0; i < count; ++i) out[i] = uint8_t((sums[i] * share + 32768) >> 16);
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
  const auto share = uint32_t(65536.0 / (side * side) + 0.5);
  std::vector<uint16_t> columns(values), sums(count);
  const std::vector<uint8_t> nothing(values);
  for (int y = 0; y < side - 1; ++y) add_row(columns.data(), padded.ptr(y), nothing.data(), values);
  for (int y = 0; y < picture.rows; ++y) {
    add_row(columns.data(), padded.ptr(y + side - 1), y > 0 ? padded.ptr(y - 1) : nothing.data(), values);
    std::copy_n(columns.begin(), count, sums.begin());
    for (int k = 1; k < side; ++k) add_shifted(sums.data(), columns.data() + 3 * k, count);
    divide(picture.ptr(y), sums.data(), count, share);
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
  if (radius_px <= 0 || image.empty()) return;
  const int reach = int(std::ceil(radius_px));
  cv::Mat kernel(2 * reach + 1, 2 * reach + 1, CV_32F);
  for (int y = -reach; y <= reach; ++y) {
    for (int x = -reach; x <= reach; ++x) {
      kernel.at<float>(y + reach, x + reach) = float(disc_coverage(x, y, radius_px));
    }
  }
  kernel /= cv::sum(kernel)[0];
  cv::Mat picture = mat_of(image);
  cv::filter2D(picture.clone(), picture, -1, kernel, cv::Point(-1, -1), 0, cv::BORDER_REPLICATE);
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
