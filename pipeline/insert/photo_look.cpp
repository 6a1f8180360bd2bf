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

struct BlockNoise {
  double level = 0, deviation = 0;
};

/// Median of the Laplacian's size, as that of a normal deviate.
BlockNoise block_noise(const Plane& p, int width, int x0, int y0, int size_px) {
  constexpr double normal_median = 0.6745;
  std::vector<float> sizes;
  BlockNoise block;
  for (int y = y0; y < y0 + size_px; ++y) {
    for (int x = x0; x < x0 + size_px; ++x) {
      const float* at = p.data() + size_t(y) * size_t(width) + size_t(x);
      const auto side = std::ptrdiff_t(width);
      const float value = 4 * at[0] - 2 * (at[-1] + at[1] + at[-side] + at[side]) + at[-side - 1] +
                          at[-side + 1] + at[side - 1] + at[side + 1];
      sizes.push_back(std::abs(value) / 6);
      block.level += at[0] / double(size_px * size_px);
    }
  }
  block.deviation = order_statistic(sizes, 0.5) / normal_median;
  return block;
}

int luma_of(const Rgb8& c) { return (2 * c[0] + 5 * c[1] + c[2]) / 8; }

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
  // Differences over two pixels are themselves a blur, of about this variance.
  constexpr double differences_px2 = 0.5;
  const double variance_px2 = again_px * again_px / (ratio * ratio - 1) - differences_px2;
  return std::sqrt(std::max(variance_px2, 0.01));
}

NoiseCurve noise_curve(const Image<Rgb8>& photo) {
  constexpr int block_px = 12;
  constexpr double calmest = 0.1, most = 6;  // share of the blocks of a brightness; levels
  const int width = photo.width_px(), height = photo.height_px();
  const Plane p = luma_of(photo).rgb[0];
  std::array<std::vector<double>, 8> deviations;
  for (int y = 1; y + block_px < height; y += block_px) {
    for (int x = 1; x + block_px < width; x += block_px) {
      const BlockNoise block = block_noise(p, width, x, y, block_px);
      // A block that is cut to black or white has no noise left.
      if (block.level < 3 || block.level > 250) continue;
      deviations[size_t(block.level / 32)].push_back(block.deviation);
    }
  }
  NoiseCurve curve{};
  double last = -1;
  for (size_t i = 0; i < curve.size(); ++i) {
    if (deviations[i].size() >= 5) last = std::min(order_statistic(deviations[i], calmest), most);
    curve[i] = last;
  }
  for (size_t i = curve.size(); i-- > 0;) {
    if (curve[i] < 0) curve[i] = i + 1 < curve.size() ? curve[i + 1] : 0;
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

std::optional<Tint> tint_of(const Image<Rgb8>& photo) {
  constexpr double same = 12, most_others = 0.02;
  Tint tint{};
  std::array<double, 16> count{};
  for (const Rgb8& color : photo) {
    const int luma = luma_of(color);
    for (size_t c = 0; c < 3; ++c) tint[size_t(luma / 16)][c] += color[c] - luma;
    ++count[size_t(luma / 16)];
  }
  for (size_t i = 0; i < tint.size(); ++i) {
    for (double& offset : tint[i]) offset /= std::max(count[i], 1.0);
    if (count[i] == 0 && i > 0) tint[i] = tint[i - 1];
  }
  double others = 0;
  for (const Rgb8& color : photo) {
    const int luma = luma_of(color);
    bool other = false;
    for (size_t c = 0; c < 3; ++c)
      other = other || std::abs(color[c] - luma - tint[size_t(luma / 16)][c]) > same;
    others += other;
  }
  if (others > most_others * double(photo.size())) return std::nullopt;
  return tint;
}

Rgb8 tinted(const Rgb8& grey, const Tint& tint) {
  const int luma = luma_of(grey);
  Rgb8 color{};
  for (size_t c = 0; c < 3; ++c)
    color[c] = uint8_t(std::clamp(std::lround(luma + tint[size_t(luma / 16)][c]), 0l, 255l));
  return color;
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
