// SPDX-License-Identifier: Apache-2.0
#include "pipeline/insert/photo_look.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "sensor/optics.h"

namespace understudy {
namespace {

float luma(const Rgb8& c) { return 0.299f * c[0] + 0.587f * c[1] + 0.114f * c[2]; }

Planes luma_of(const Image<Rgb8>& photo) {
  Planes planes{photo.width_px(), photo.height_px(), {}};
  Plane& plane = planes.rgb[0];
  plane.resize(photo.size());
  for (size_t i = 0; i < plane.size(); ++i) plane[i] = luma(photo[i]);
  planes.rgb[1] = planes.rgb[2] = plane;
  return planes;
}

float gradient(const Plane& plane, int width, int x, int y) {
  const size_t i = size_t(y) * size_t(width) + size_t(x);
  return std::hypot(plane[i + 1] - plane[i - 1], plane[i + size_t(width)] - plane[i - size_t(width)]) / 2;
}

template <typename T>
T order_statistic(std::vector<T>& values, double part) {
  const auto at = values.begin() + std::ptrdiff_t(part * double(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace

double edge_blur_px(const Image<Rgb8>& photo) {
  constexpr double again_px = 1;
  constexpr float strong = 12;  // levels a pixel
  const int width = photo.width_px(), height = photo.height_px();
  const Planes sharp = luma_of(photo);
  Planes blurred = sharp;
  blur(blurred, again_px);
  std::vector<float> ratios;
  for (int y = 2; y < height - 2; ++y) {
    for (int x = 2; x < width - 2; ++x) {
      const float g = gradient(sharp.rgb[0], width, x, y);
      if (g < strong) continue;
      const bool ridge =
          g >= gradient(sharp.rgb[0], width, x - 1, y) && g >= gradient(sharp.rgb[0], width, x + 1, y);
      const bool crest =
          g >= gradient(sharp.rgb[0], width, x, y - 1) && g >= gradient(sharp.rgb[0], width, x, y + 1);
      if (ridge || crest) ratios.push_back(g / std::max(gradient(blurred.rgb[0], width, x, y), 1e-3f));
    }
  }
  if (ratios.size() < 50) return 0;
  // Corners and thin lines weaken more than edges do: the median of the sharper half.
  const double ratio = std::max<double>(order_statistic(ratios, 0.7), 1.02);
  return again_px / std::sqrt(ratio * ratio - 1);
}

NoiseCurve noise_curve(const Image<Rgb8>& photo) {
  constexpr double normal_median = 0.6745;
  const int width = photo.width_px(), height = photo.height_px();
  const Planes planes = luma_of(photo);
  const Plane& p = planes.rgb[0];
  std::array<std::vector<float>, 8> sizes;
  const auto at = [&](int x, int y) { return p[size_t(y) * size_t(width) + size_t(x)]; };
  for (int y = 1; y < height - 1; ++y) {
    for (int x = 1; x < width - 1; ++x) {
      const float value = 4 * at(x, y) - 2 * (at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1)) +
                          at(x - 1, y - 1) + at(x + 1, y - 1) + at(x - 1, y + 1) + at(x + 1, y + 1);
      sizes[size_t(std::clamp(int(at(x, y)) / 32, 0, 7))].push_back(std::abs(value) / 6);
    }
  }
  NoiseCurve curve{};
  for (size_t i = 0; i < curve.size(); ++i) {
    // Even the calmest parts have some texture: a lower quantile of the sizes, as of a normal deviate.
    constexpr double part = 0.3, normal_part = 0.3853;
    static_assert(normal_part < normal_median);
    if (sizes[i].size() > 200) curve[i] = order_statistic(sizes[i], part) / normal_part;
  }
  for (size_t i = 1; i < curve.size(); ++i) {
    if (curve[i] == 0) curve[i] = curve[i - 1];
  }
  return curve;
}

void add_noise(Image<Rgb8>& image, const Image<float>& share, const NoiseCurve& curve, const Stream& stream) {
  const uint64_t key = Stream(stream).bits64();
  for (size_t i = 0; i < image.size(); ++i) {
    if (share[i] <= 0) continue;
    const double level = luma(image[i]) / 32 - 0.5;
    const auto low = size_t(std::clamp(int(std::floor(level)), 0, 6));
    const double deviation = std::lerp(curve[low], curve[low + 1], std::clamp(level - double(low), 0.0, 1.0));
    const uint64_t bits = hash_number(key, i);
    // Sum of four uniform deviates: near enough to normal, variance 1/3.
    double sum = 0;
    for (int k = 0; k < 4; ++k) sum += double((bits >> (16 * k)) & 0xFFFF) / 65536 - 0.5;
    const double noise = share[i] * deviation * sum * std::sqrt(3.0);
    for (size_t c = 0; c < 3; ++c) {
      image[i][c] = uint8_t(std::clamp(std::lround(image[i][c] + noise), 0l, 255l));
    }
  }
}

int jpeg_quality(std::string_view bytes) {
  // Sum of the 64 entries of the luminance table at quality 50.
  constexpr double sum_at_50 = 3688;
  const auto byte = [&](size_t at) { return at < bytes.size() ? int(uint8_t(bytes[at])) : 0; };
  if (byte(0) != 0xFF || byte(1) != 0xD8) return 0;
  for (size_t at = 2; byte(at) == 0xFF && byte(at + 1) != 0xDA;) {
    const size_t size = size_t(byte(at + 2) << 8 | byte(at + 3));
    if (size < 2 || at + 2 + size > bytes.size()) break;
    if (byte(at + 1) == 0xDB && (byte(at + 4) & 15) == 0 && byte(at + 4) < 16) {
      double sum = 0;
      for (size_t i = 0; i < 64; ++i) sum += byte(at + 5 + i);
      const double percent = 100 * sum / sum_at_50;
      return int(std::clamp(std::lround(percent <= 100 ? 100 - percent / 2 : 5000 / percent), 1l, 100l));
    }
    at += 2 + size;
  }
  return 0;
}

}  // namespace understudy
