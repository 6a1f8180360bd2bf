// SPDX-License-Identifier: Apache-2.0
#include "augment/corruptions.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "augment/blur.h"
#include "augment/compression.h"
#include "augment/corruption_layers.h"
#include "augment/mat.h"
#include "augment/noise.h"
#include "augment/point_table.h"

namespace understudy {
namespace {

template <typename T>
using Severities = std::array<T, 5>;

template <typename T>
const T& pick(const Severities<T>& values, int severity) {
  CHECK(severity >= 1 && severity <= 5, "a severity is 1 to 5");
  return values[size_t(severity) - 1];
}

uint8_t to_byte(double value) { return uint8_t(std::clamp(value, 0.0, 255.0) + 0.5); }

void gaussian_noise(Image<Rgb8>& image, int severity, const Stream& stream) {
  understudy::gaussian_noise(image, pick<double>({0.08, 0.12, 0.18, 0.26, 0.38}, severity), stream);
}

void shot_noise(Image<Rgb8>& image, int severity, const Stream& stream) {
  understudy::shot_noise(image, pick<double>({60, 25, 12, 5, 3}, severity), stream);
}

void impulse_noise(Image<Rgb8>& image, int severity, const Stream& stream) {
  understudy::impulse_noise(image, pick<double>({0.03, 0.06, 0.09, 0.17, 0.27}, severity), 0.5, stream);
}

void speckle_noise(Image<Rgb8>& image, int severity, const Stream& stream) {
  understudy::speckle_noise(image, pick<double>({0.15, 0.2, 0.35, 0.45, 0.6}, severity), stream);
}

void gaussian_blur(Image<Rgb8>& image, int severity, const Stream&) {
  understudy::gaussian_blur(image, pick<double>({1, 2, 3, 4, 6}, severity));
}

void glass_blur(Image<Rgb8>& image, int severity, const Stream& stream) {
  const Severities<Glass> glass = {{{0.7, 1, 2}, {0.9, 2, 1}, {1, 2, 3}, {1.1, 3, 2}, {1.5, 4, 2}}};
  understudy::glass_blur(image, pick(glass, severity), stream);
}

void defocus_blur(Image<Rgb8>& image, int severity, const Stream&) {
  const int radius = pick<int>({3, 4, 6, 8, 10}, severity), reach = std::max(8, radius);
  const double rim_px = pick<double>({0.1, 0.5, 0.5, 0.5, 0.5}, severity);
  cv::Mat kernel(2 * reach + 1, 2 * reach + 1, CV_32F, cv::Scalar(0));
  for (int y = -radius; y <= radius; ++y) {
    for (int x = -radius; x <= radius; ++x) {
      if (x * x + y * y <= radius * radius) kernel.at<float>(y + reach, x + reach) = 1;
    }
  }
  kernel /= cv::sum(kernel)[0];
  const int side = radius <= 8 ? 3 : 5;
  cv::GaussianBlur(kernel, kernel, cv::Size(side, side), rim_px);
  cv::Mat picture = mat_of(image);
  cv::filter2D(picture.clone(), picture, -1, kernel);
}

void motion_blur(Image<Rgb8>& image, int severity, const Stream& stream) {
  const int radius = pick<int>({10, 15, 15, 15, 20}, severity);
  const double deviation = pick<double>({3, 5, 8, 12, 15}, severity);
  corruption::trail(image, radius, deviation, Stream(stream).uniform(-45, 45));
}

void zoom_blur(Image<Rgb8>& image, int severity, const Stream&) {
  const int count = pick<int>({11, 16, 11, 13, 11}, severity);
  const double step = pick<double>({0.01, 0.01, 0.02, 0.02, 0.03}, severity);
  const cv::Mat picture = mat_of(image);
  const double cx = (image.width_px() - 1) / 2.0, cy = (image.height_px() - 1) / 2.0;
  cv::Mat sum, zoomed;
  picture.convertTo(sum, CV_32FC3);
  for (int i = 0; i < count; ++i) {
    const double scale = 1 + i * step;
    const cv::Matx23d map(scale, 0, (1 - scale) * cx, 0, scale, (1 - scale) * cy);
    cv::warpAffine(picture, zoomed, map, picture.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    cv::accumulate(zoomed, sum);
  }
  sum.convertTo(mat_of(image), CV_8UC3, 1.0 / (count + 1));
}

void contrast(Image<Rgb8>& image, int severity, const Stream&) {
  const double factor = pick<double>({0.4, 0.3, 0.2, 0.1, 0.05}, severity);
  const cv::Scalar means = cv::mean(mat_of(image));
  PointTable table;
  for (int c = 0; c < 3; ++c) {
    table.then(c, [&, mean = means[c] / 255](double v) { return mean + (v - mean) * factor; });
  }
  table.apply(image);
}

// Adds to V of HSV, which scales all three channels.
void brightness(Image<Rgb8>& image, int severity, const Stream&) {
  const double offset = 255 * pick<double>({0.1, 0.2, 0.3, 0.4, 0.5}, severity);
  for (Rgb8& pixel : image) {
    const double value = std::max({pixel[0], pixel[1], pixel[2]}), wanted = std::min(value + offset, 255.0);
    for (uint8_t& channel : pixel) channel = to_byte(value > 0 ? channel * wanted / value : wanted);
  }
}

// Scales and raises S of HSV. A grey has no hue: as in the authors' code it counts as red.
void saturate(Image<Rgb8>& image, int severity, const Stream&) {
  const double factor = pick<double>({0.3, 0.1, 2, 5, 20}, severity);
  const double offset = pick<double>({0, 0, 0, 0.1, 0.2}, severity);
  for (Rgb8& pixel : image) {
    const double value = std::max({pixel[0], pixel[1], pixel[2]}),
                 low = std::min({pixel[0], pixel[1], pixel[2]});
    if (value == low) {
      pixel[1] = pixel[2] = to_byte(value * (1 - std::min(offset, 1.0)));
      continue;
    }
    const double had = (value - low) / value, has = std::min(had * factor + offset, 1.0);
    for (uint8_t& channel : pixel) channel = to_byte(value - (value - channel) * (has / had));
  }
}

void jpeg_compression(Image<Rgb8>& image, int severity, const Stream&) {
  compress_jpeg(image, pick<int>({25, 18, 15, 10, 7}, severity));
}

void pixelate(Image<Rgb8>& image, int severity, const Stream&) {
  downscale(image, pick<double>({0.6, 0.5, 0.4, 0.3, 0.25}, severity), Upscaling::blocks);
}

constexpr std::array<Corruption, 19> all = {{
    {"gaussian_noise", gaussian_noise},
    {"shot_noise", shot_noise},
    {"impulse_noise", impulse_noise},
    {"defocus_blur", defocus_blur},
    {"glass_blur", glass_blur},
    {"motion_blur", motion_blur},
    {"zoom_blur", zoom_blur},
    {"snow", corruption::snow},
    {"frost", corruption::frost},
    {"fog", corruption::fog},
    {"brightness", brightness},
    {"contrast", contrast},
    {"elastic_transform", corruption::elastic_transform, true},
    {"pixelate", pixelate},
    {"jpeg_compression", jpeg_compression},
    {"speckle_noise", speckle_noise},
    {"gaussian_blur", gaussian_blur},
    {"spatter", corruption::spatter},
    {"saturate", saturate},
}};

}  // namespace

std::span<const Corruption> corruptions() { return all; }

}  // namespace understudy
