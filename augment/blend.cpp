// SPDX-License-Identifier: Apache-2.0
#include "augment/blend.h"

#include <algorithm>
#include <cmath>

#include "augment/wide.h"
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

float root_step(float linear) {
  return std::sqrt(std::min(std::max(linear, 0.0f), 1.0f)) * (steps - 1) + 0.5f;
}

/// Where level_of_root() has what becomes of each level: eight at once.
UNDERSTUDY_WIDE void find_roots(const float* light, float kept, float added, int32_t* places) {
  for (int level = 0; level < 256; ++level) places[level] = int32_t(root_step(light[level] * kept + added));
}

}  // namespace

uint8_t encode_light(float linear) { return level_of_root()[size_t(root_step(linear))]; }

const std::array<float, 256>& light_of_level() {
  static const auto table = [] {
    std::array<float, 256> light{};
    for (size_t level = 0; level < 256; ++level) light[level] = float(srgb_decode(double(level) / 255));
    return light;
  }();
  return table;
}

void BlendTable::set(uint8_t strength) {
  const Term term = at_(strength);
  known_[strength] = true;
  const auto& roots = level_of_root();
  std::array<int32_t, 256> places;
  for (size_t c = 0; c < 3; ++c) {
    find_roots(light_of_level().data(), term.kept[c], term.added[c], places.data());
    std::array<uint8_t, 256>& levels = levels_[strength][c];
    for (size_t level = 0; level < 256; ++level) levels[level] = roots[size_t(places[level])];
  }
}

void BlendTable::apply(Image<Rgb8>& image, const Image<uint8_t>& strength) {
  CHECK(strength.size() == image.size(), "strengths have the size of the image");
  for (size_t i = 0; i < image.size(); ++i) image[i] = (*this)(image[i], strength[i]);
}

}  // namespace understudy
