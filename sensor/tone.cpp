// SPDX-License-Identifier: Apache-2.0
#include "sensor/tone.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/luminance.h"
#include "sensor/exposure.h"

namespace understudy {
namespace {

// Hable's curve and its constants; `middle_scale` is the exposure at which middle grey maps to itself. It
// was made to hold the wide range of a game and is flat: a stop about middle grey becomes 0.87 of one, where
// film and the pictures that cameras make have 1.3 (so has the ACES reference transform, by K. Narkowicz's
// fit). `steepness` brings it there.
constexpr double steepness = 1.5;
constexpr double A = 0.15, B = 0.50, C = 0.10, D = 0.20, E = 0.02, F = 0.30, W = 11.2;

double hable(double x) { return (x * (A * x + C * B) + D * E) / (x * (A * x + B) + D * F) - E / F; }

// The x >= 0 of which hable(x) is y: the positive root of a quadratic.
double hable_inverse(double y) {
  const double z = y + E / F;
  const double a = A * (1 - z), b = B * (C - z), c = D * (E - F * z);
  return (-b + std::sqrt(b * b - 4 * a * c)) / (2 * a);
}

double middle_scale() {
  static const double scale = hable_inverse(middle_grey * hable(W)) / middle_grey;
  return scale;
}

double power(Sensor::ToneCurve curve, double contrast) {
  return curve == Sensor::ToneCurve::linear ? contrast : steepness * contrast;
}

// Finds the level of a value: thresholds say where each level begins; a table over the leading bits of the
// float says which level to begin looking at.
class Encoder {
 public:
  Encoder(Sensor::ToneCurve curve, double contrast) {
    for (int level = 1; level < 256; ++level) {
      begins_[size_t(level)] = float(tone_inverse(srgb_decode((level - 0.5) / 255), curve, contrast));
    }
    begins_[256] = std::numeric_limits<float>::infinity();
    uint8_t level = 0;
    for (uint32_t i = 0; i < starts_.size(); ++i) {
      const float value = std::bit_cast<float>(first_bits + (i << shift));
      while (value >= begins_[size_t(level) + 1]) ++level;
      starts_[i] = level;
    }
  }

  uint8_t operator()(float value) const {
    const uint32_t bits = std::bit_cast<uint32_t>(std::max(value, 0.0f));
    const uint32_t index =
        bits <= first_bits ? 0 : std::min<uint32_t>((bits - first_bits) >> shift, entries - 1);
    size_t level = bits <= first_bits ? 0 : starts_[index];
    while (value >= begins_[level + 1]) ++level;
    return uint8_t(level);
  }

 private:
  static constexpr uint32_t shift = 17;               // 64 entries per stop
  static constexpr uint32_t first_bits = 0x37000000;  // 2^-17
  static constexpr uint32_t entries = 64 * 24;        // up to 2^7
  std::array<float, 257> begins_{};
  std::array<uint8_t, entries> starts_{};
};

std::array<double, 3> planckian_rgb(double k) {
  const double t = std::clamp(k, 1667.0, 25000.0);
  const double x = t < 4000 ? ((-0.2661239e9 / t - 0.2343589e6) / t + 0.8776956e3) / t + 0.179910
                            : ((-3.0258469e9 / t + 2.1070379e6) / t + 0.2226347e3) / t + 0.240390;
  const double y = t < 2222   ? ((-1.1063814 * x - 1.34811020) * x + 2.18555832) * x - 0.20219683
                   : t < 4000 ? ((-0.9549476 * x - 1.37418593) * x + 2.09137015) * x - 0.16748867
                              : ((3.0817580 * x - 5.87338670) * x + 3.75112997) * x - 0.37001483;
  const double big_x = x / y, big_z = (1 - x - y) / y;
  return {3.2404542 * big_x - 1.5371385 - 0.4985314 * big_z,
          -0.9692660 * big_x + 1.8760108 + 0.0415560 * big_z,
          std::max(0.02, 0.0556434 * big_x - 0.2040259 + 1.0572252 * big_z)};
}

}  // namespace

double white_of(Sensor::ToneCurve curve) { return tone_inverse(1, curve, 1); }

double tone(double value, Sensor::ToneCurve curve, double contrast) {
  const double contrasted =
      middle_grey * std::pow(std::max(value, 0.0) / middle_grey, power(curve, contrast));
  const double shown =
      curve == Sensor::ToneCurve::linear ? contrasted : hable(contrasted * middle_scale()) / hable(W);
  return std::clamp(shown, 0.0, 1.0);
}

double tone_inverse(double shown, Sensor::ToneCurve curve, double contrast) {
  const double value =
      curve == Sensor::ToneCurve::linear ? shown : hable_inverse(shown * hable(W)) / middle_scale();
  return middle_grey * std::pow(value / middle_grey, 1 / power(curve, contrast));
}

double srgb_encode(double linear) {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
}

double srgb_decode(double encoded) {
  return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

std::array<double, 3> white_balance_gains(double assumed_k) {
  const auto assumed = planckian_rgb(assumed_k), neutral = planckian_rgb(neutral_k);
  std::array<double, 3> gains{};
  for (size_t c = 0; c < 3; ++c) gains[c] = neutral[c] / assumed[c];
  const double light = luminance(gains);
  for (double& gain : gains) gain /= light;
  return gains;
}

void white_balance(Planes& planes, double assumed_k) {
  const auto gains = white_balance_gains(assumed_k);
  for (size_t c = 0; c < 3; ++c) {
    const auto gain = float(gains[c]);
    for (float& value : planes.rgb[c]) value *= gain;
  }
}

void saturate(Planes& planes, double saturation) {
  if (saturation == 1) return;
  const auto s = float(saturation);
  auto& [red, green, blue] = planes.rgb;
  for (size_t i = 0; i < red.size(); ++i) {
    const float grey = luminance(red[i], green[i], blue[i]);
    red[i] = grey + (red[i] - grey) * s;
    green[i] = grey + (green[i] - grey) * s;
    blue[i] = grey + (blue[i] - grey) * s;
  }
}

Image<Rgb8> encode(const Planes& planes, Sensor::ToneCurve curve, double contrast) {
  const Encoder level(curve, contrast);
  Image<Rgb8> image(planes.width_px, planes.height_px);
  for (size_t i = 0; i < image.size(); ++i) {
    image[i] = {level(planes.rgb[0][i]), level(planes.rgb[1][i]), level(planes.rgb[2][i])};
  }
  return image;
}

}  // namespace understudy
