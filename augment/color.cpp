// SPDX-License-Identifier: Apache-2.0
#include "augment/color.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "augment/gaussian.h"
#include "augment/mat.h"
#include "augment/wide.h"

namespace understudy {
namespace {

// Luma in [0, 255], rounded, from weights in 2^-15.
uint8_t luma_of(const Rgb8& pixel) {
  return uint8_t((9798 * pixel[0] + 19235 * pixel[1] + 3735 * pixel[2] + (1 << 14)) >> 15);
}

UNDERSTUDY_WIDE void scale_chroma(uint8_t* bytes, size_t pixels, int32_t s) {
  for (size_t i = 0; i < pixels; ++i) {
    uint8_t* pixel = bytes + 3 * i;
    const int32_t luma = (9798 * pixel[0] + 19235 * pixel[1] + 3735 * pixel[2] + (1 << 14)) >> 15;
    for (int c = 0; c < 3; ++c) {
      pixel[c] = uint8_t(std::clamp(luma + (((pixel[c] - luma) * s + 2048) >> 12), 0, 255));
    }
  }
}

// Adds what the soft picture lacks, weighted in 256ths.
UNDERSTUDY_WIDE void add_detail(uint8_t* values, const uint8_t* soft, size_t count, int32_t weight) {
#pragma GCC ivdep
  for (size_t i = 0; i < count; ++i) {
    const int32_t here = values[i], sum = here + (((here - soft[i]) * weight + 128) >> 8);
    values[i] = uint8_t(sum < 0 ? 0 : sum > 255 ? 255 : sum);
  }
}

}  // namespace

void saturation(Image<Rgb8>& image, double factor) {
  if (factor == 1 || image.empty()) return;
  if (factor == 0) {
    cv::Mat luma, picture = mat_of(image);
    cv::cvtColor(picture, luma, cv::COLOR_RGB2GRAY);
    cv::cvtColor(luma, picture, cv::COLOR_GRAY2RGB);
    return;
  }
  scale_chroma(reinterpret_cast<uint8_t*>(image.data()), image.size(), int32_t(std::lround(factor * 4096)));
}

void clahe(Image<Rgb8>& image, double clip_limit, int tiles) {
  if (image.empty()) return;
  Image<uint8_t> luma(image.width_px(), image.height_px()), equalised = luma;
  std::transform(image.begin(), image.end(), luma.begin(), luma_of);
  const int across = std::min(tiles, image.width_px()), down = std::min(tiles, image.height_px());
  cv::Mat out = mat_of(equalised);
  cv::createCLAHE(clip_limit, cv::Size(across, down))->apply(mat_of(luma), out);
  for (size_t i = 0; i < image.size(); ++i) {
    const int change = equalised[i] - luma[i];
    for (uint8_t& channel : image[i]) channel = uint8_t(std::clamp(channel + change, 0, 255));
  }
}

void sharpen(Image<Rgb8>& image, double amount, double radius_px) {
  if (amount == 0 || image.empty()) return;
  Image<Rgb8> soft = image;
  gaussian_blur(soft, radius_px);
  const auto weight = int32_t(std::lround(amount * 256));
  add_detail(image.data()->data(), soft.data()->data(), image.size() * 3, weight);
}

namespace {

// Gives the coefficients within `reach` of the zero frequency (which wraps around the corners) the amplitudes
// of `reference`.
void take_amplitudes(cv::Mat& spectrum, const cv::Mat& reference, int reach) {
  for (int v = -reach; v <= reach; ++v) {
    for (int u = -reach; u <= reach; ++u) {
      const int y = (v + spectrum.rows) % spectrum.rows, x = (u + spectrum.cols) % spectrum.cols;
      auto& own = spectrum.at<cv::Vec2f>(y, x);
      const auto& other = reference.at<cv::Vec2f>(y, x);
      const float amplitude = std::hypot(own[0], own[1]), wanted = std::hypot(other[0], other[1]);
      own = amplitude > 0 ? own * (wanted / amplitude) : cv::Vec2f(wanted, 0);
    }
  }
}

}  // namespace

void match_fourier(Image<Rgb8>& image, const Image<Rgb8>& reference, double beta) {
  if (image.empty() || reference.empty()) return;
  cv::Mat picture = mat_of(image), other;
  cv::resize(mat_of(reference), other, picture.size(), 0, 0, cv::INTER_AREA);
  const int shorter = std::min(picture.rows, picture.cols);
  const int reach = std::min(int(beta * shorter), (shorter - 1) / 2);
  for (int c = 0; c < 3; ++c) {
    cv::Mat own, foreign, spectrum, target;
    cv::extractChannel(picture, own, c);
    cv::extractChannel(other, foreign, c);
    own.convertTo(own, CV_32F);
    foreign.convertTo(foreign, CV_32F);
    cv::dft(own, spectrum, cv::DFT_COMPLEX_OUTPUT);
    cv::dft(foreign, target, cv::DFT_COMPLEX_OUTPUT);
    take_amplitudes(spectrum, target, reach);
    cv::dft(spectrum, own, cv::DFT_INVERSE | cv::DFT_REAL_OUTPUT | cv::DFT_SCALE);
    own.convertTo(own, CV_8U);
    cv::insertChannel(own, picture, c);
  }
}

}  // namespace understudy
