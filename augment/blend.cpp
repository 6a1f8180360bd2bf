// SPDX-License-Identifier: Apache-2.0
#include "augment/blend.h"

#include <algorithm>
#include <cmath>

#include "sensor/tone.h"

namespace understudy {
namespace {

constexpr int steps = 4096;

const std::array<uint8_t, steps>& level_of_root() {
  static const auto table = [] {
    std::array<uint8_t, steps> levels{};
    for (int i = 0; i < steps; ++i) {
      const double root = i / (steps - 1.0);
      levels[size_t(i)] = uint8_t(std::lround(255 * srgb_encode(root * root)));
    }
    return levels;
  }();
  return table;
}

}  // namespace

uint8_t encode_light(float linear) {
  const float root = std::sqrt(std::clamp(linear, 0.0f, 1.0f));
  return level_of_root()[size_t(root * (steps - 1) + 0.5f)];
}

const std::array<float, 256>& light_of_level() {
  static const auto table = [] {
    std::array<float, 256> light{};
    for (size_t level = 0; level < 256; ++level) light[level] = float(srgb_decode(double(level) / 255));
    return light;
  }();
  return table;
}

void BlendTable::set(int strength, const Term& term) {
  for (size_t c = 0; c < 3; ++c) {
    for (size_t level = 0; level < 256; ++level) {
      levels_[size_t(strength)][c][level] =
          encode_light(light_of_level()[level] * term.kept[c] + term.added[c]);
    }
  }
}

void BlendTable::apply(Image<Rgb8>& image, const Image<uint8_t>& strength) const {
  CHECK(strength.size() == image.size(), "strengths have the size of the image");
  for (size_t i = 0; i < image.size(); ++i) image[i] = (*this)(image[i], strength[i]);
}

}  // namespace understudy
