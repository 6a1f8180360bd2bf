// SPDX-License-Identifier: Apache-2.0
// Light added and taken away where it adds up: in linear values, through tables, at the price of a lookup.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "base/image.h"

namespace understudy {

/// Linear value to level, at 4,096 steps of the square root of light: finer than the encoding everywhere.
uint8_t encode_light(float linear);
/// Linear value of each level.
const std::array<float, 256>& light_of_level();

/// What happens to a pixel at each of 256 strengths: light * kept + added, per channel, encoded. Fog, shadows
/// and veils are such blends. What a strength does is worked out when the first pixel has it, as most
/// pictures have few of them; so a table belongs to one thread.
class BlendTable {
 public:
  struct Term {
    LinearRgb kept{1, 1, 1}, added{0, 0, 0};
  };
  /// `at(strength)`, strength 0 to 255.
  explicit BlendTable(std::function<Term(int strength)> at) : at_(std::move(at)) {}
  Rgb8 operator()(const Rgb8& pixel, uint8_t strength) {
    if (!known_[strength]) set(strength);
    const auto& [red, green, blue] = levels_[strength];
    return {red[pixel[0]], green[pixel[1]], blue[pixel[2]]};
  }
  /// Pixels in a row, all alike.
  void apply(Rgb8* pixels, size_t count, uint8_t strength) {
    if (!known_[strength]) set(strength);
    const auto& [red, green, blue] = levels_[strength];
    for (size_t i = 0; i < count; ++i) {
      Rgb8& pixel = pixels[i];
      pixel = {red[pixel[0]], green[pixel[1]], blue[pixel[2]]};
    }
  }
  /// `strength` has the image's size.
  void apply(Image<Rgb8>& image, const Image<uint8_t>& strength);

 private:
  void set(uint8_t strength);
  std::function<Term(int strength)> at_;
  std::array<bool, 256> known_{};
  std::vector<std::array<std::array<uint8_t, 256>, 3>> levels_ =
      std::vector<std::array<std::array<uint8_t, 256>, 3>>(256);
};

}  // namespace understudy
