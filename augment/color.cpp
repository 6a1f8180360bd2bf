// SPDX-License-Identifier: Apache-2.0
#include "augment/color.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "augment/mat.h"

namespace understudy {
namespace {

uint8_t to_byte(float value) { return uint8_t(std::clamp(value, 0.0f, 255.0f) + 0.5f); }

// Luma in [0, 255], rounded, from weights in 2^-15.
uint8_t luma_of(const Rgb8& pixel) {
  return uint8_t((9798 * pixel[0] + 19235 * pixel[1] + 3735 * pixel[2] + (1 << 14)) >> 15);
}

// One channel of the hexcone: `at` is the hue in sixths of a turn plus the channel's offset (5, 3, 1).
float hexcone(float at, float value, float chroma) {
  const float k = at >= 6 ? at - 6 : at;
  return value - chroma * std::clamp(std::min(k, 4 - k), 0.0f, 1.0f);
}

}  // namespace

void shift_hsv(Image<Rgb8>& image, const HsvShift& shift) {
  if (shift.hue_deg == 0 && shift.saturation == 1 && shift.value == 1) return;
  const auto turn = float(std::fmod(std::fmod(shift.hue_deg / 60, 6.0) + 6, 6.0));
  const auto saturation = float(shift.saturation), gain = float(shift.value);
  for (Rgb8& pixel : image) {
    const float r = pixel[0], g = pixel[1], b = pixel[2];
    const float value = std::max({r, g, b}), chroma = value - std::min({r, g, b});
    const float scale = chroma > 0 ? 1 / chroma : 0;
    const float sector = value == r   ? (g - b) * scale + 6
                         : value == g ? (b - r) * scale + 2
                                      : (r - g) * scale + 4;
    float hue = sector + turn;
    hue = hue >= 12 ? hue - 12 : hue >= 6 ? hue - 6 : hue;
    const float new_value = std::min(value * gain, 255.0f);
    const float new_chroma = value > 0 ? new_value * std::min(chroma * saturation / value, 1.0f) : 0;
    pixel = {to_byte(hexcone(hue + 5, new_value, new_chroma)),
             to_byte(hexcone(hue + 3, new_value, new_chroma)),
             to_byte(hexcone(hue + 1, new_value, new_chroma))};
  }
}

void saturation(Image<Rgb8>& image, double factor) {
  if (factor == 1) return;
  const auto s = int32_t(std::lround(factor * 4096));
  for (Rgb8& pixel : image) {
    const int32_t luma = luma_of(pixel);
    for (uint8_t& channel : pixel) {
      channel = uint8_t(std::clamp(luma + (((channel - luma) * s + 2048) >> 12), 0, 255));
    }
  }
}

void reorder_channels(Image<Rgb8>& image, const std::array<int, 3>& order) {
  for (Rgb8& pixel : image) {
    pixel = {pixel[size_t(order[0])], pixel[size_t(order[1])], pixel[size_t(order[2])]};
  }
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
  Image<Rgb8> soft(image.width_px(), image.height_px());
  cv::Mat out = mat_of(soft), in = mat_of(image);
  cv::GaussianBlur(in, out, cv::Size(0, 0), radius_px, radius_px, cv::BORDER_REPLICATE);
  const auto weight = int32_t(std::lround(amount * 256));
  for (size_t i = 0; i < image.size(); ++i) {
    for (size_t c = 0; c < 3; ++c) {
      const int32_t here = image[i][c];
      image[i][c] = uint8_t(std::clamp(here + (((here - soft[i][c]) * weight + 128) >> 8), 0, 255));
    }
  }
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
