// SPDX-License-Identifier: Apache-2.0
#include "tests/augment/pictures.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace understudy {

Image<Rgb8> busy_picture(int width_px, int height_px) {
  Image<Rgb8> image(width_px, height_px);
  Stream stream({7, 0}, "busy");
  for (int y = 0; y < height_px; ++y) {
    for (int x = 0; x < width_px; ++x) {
      const double wave = 127.5 + 100 * std::sin(x * 0.11) * std::cos(y * 0.07);
      const double block = (x / 16 + y / 16) % 2 == 0 ? 30 : -30;
      const auto level = [&](double v) { return uint8_t(std::clamp(v + stream.uniform(-8, 8), 0.0, 255.0)); };
      image(x, y) = {level(wave + block), level(255 - wave * 0.8), level(x * 255.0 / width_px)};
    }
  }
  return image;
}

int largest_difference(const Image<Rgb8>& a, const Image<Rgb8>& b) {
  CHECK(a.width_px() == b.width_px() && a.height_px() == b.height_px(), "pictures of one size are compared");
  int largest = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    for (size_t c = 0; c < 3; ++c) largest = std::max(largest, std::abs(a[i][c] - b[i][c]));
  }
  return largest;
}

Moments moments_of(const Image<Rgb8>& image, size_t channel) {
  double sum = 0, squares = 0;
  for (const Rgb8& pixel : image) {
    sum += pixel[channel];
    squares += double(pixel[channel]) * pixel[channel];
  }
  const double n = double(image.size()), mean = sum / n;
  return {mean, squares / n - mean * mean};
}

}  // namespace understudy
