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

// One channel of the hexcone: `at` is the hue in sixths of a turn plus the channel's offset (5, 3, 1).
inline float hexcone(float at, float value, float chroma) {
  const float k = at >= 6 ? at - 6 : at;
  return value - chroma * std::clamp(std::min(k, 4 - k), 0.0f, 1.0f);
}

struct Turn {
  float sixths, saturation, value;
};

// Rows of single channels, in place; no branches, so that eight pixels are done at once.
UNDERSTUDY_WIDE void turn_hues(uint8_t* red, uint8_t* green, uint8_t* blue, int count, Turn turn) {
  for (int i = 0; i < count; ++i) {
    const float r = red[i], g = green[i], b = blue[i];
    const float high = std::max(std::max(r, g), b), chroma = high - std::min(std::min(r, g), b);
    const float scale = 1 / std::max(chroma, 1.0f);  // a grey's sector does not matter
    float sector = (r - g) * scale + 4;
    sector = high == g ? (b - r) * scale + 2 : sector;
    sector = high == r ? (g - b) * scale + 6 : sector;
    float hue = sector + turn.sixths;
    hue = hue >= 6 ? hue - 6 : hue;
    hue = hue >= 6 ? hue - 6 : hue;
    const float value = std::min(high * turn.value, 255.0f);
    const float reach = value * std::min(chroma * turn.saturation / std::max(high, 1.0f), 1.0f);
    const float rounded_value = value + 0.5f;
    red[i] = uint8_t(int(hexcone(hue + 5, rounded_value, reach)));
    green[i] = uint8_t(int(hexcone(hue + 3, rounded_value, reach)));
    blue[i] = uint8_t(int(hexcone(hue + 1, rounded_value, reach)));
  }
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

void shift_hsv(Image<Rgb8>& image, const HsvShift& shift) {
  if ((shift.hue_deg == 0 && shift.saturation == 1 && shift.value == 1) || image.empty()) return;
  const double sixths = std::fmod(std::fmod(shift.hue_deg / 60, 6.0) + 6, 6.0);
  const Turn turn{float(sixths), float(shift.saturation), float(shift.value)};
  constexpr size_t chunk_px = 4096;  // stays in the first cache
  std::array<cv::Mat, 3> planes;
  for (size_t begin = 0; begin < image.size(); begin += chunk_px) {
    const int count = int(std::min(chunk_px, image.size() - begin));
    cv::Mat chunk(1, count, CV_8UC3, image.data() + begin);
    cv::split(chunk, planes.data());
    turn_hues(planes[0].data, planes[1].data, planes[2].data, count, turn);
    cv::merge(planes.data(), planes.size(), chunk);
  }
}

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
