// SPDX-License-Identifier: Apache-2.0
#include "augment/shrink.h"

#include <algorithm>
#include <cmath>

#include "tests/augment/pictures.h"
#include "tests/catch.h"

namespace understudy {
namespace {

/// The mean of what pixel (x, y) of the smaller picture covers.
double area_mean(const Image<Rgb8>& image, double step_x, double step_y, int x, int y, size_t channel) {
  const double left = x * step_x, right = left + step_x, top = y * step_y, bottom = top + step_y;
  double sum = 0;
  for (int j = int(top); j < std::min<double>(bottom, image.height_px()); ++j) {
    for (int i = int(left); i < std::min<double>(right, image.width_px()); ++i) {
      const double w = std::min(right, i + 1.0) - std::max(left, double(i)),
                   h = std::min(bottom, j + 1.0) - std::max(top, double(j));
      sum += w * h * image(i, j)[channel];
    }
  }
  return sum / (step_x * step_y);
}

TEST_CASE("a pixel of the smaller picture is the mean of its area") {
  const Image<Rgb8> image = busy_picture(61, 47);
  for (const auto& [width, height] : {std::pair{61, 47}, {60, 46}, {30, 23}, {17, 40}, {5, 3}, {1, 1}}) {
    const Image<Rgb8> small = shrunk_by_area(image, width, height);
    double worst = 0;
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        for (size_t c = 0; c < 3; ++c) {
          const double wanted = area_mean(image, 61.0 / width, 47.0 / height, x, y, c);
          worst = std::max(worst, std::abs(wanted - small(x, y)[c]));
        }
      }
    }
    CHECK(worst < 1);
  }
  CHECK(shrunk_by_area(image, 61, 47) == image);
}

TEST_CASE("halves are means of four, rounded") {
  const Image<Rgb8> image = busy_picture(66, 20), half = shrunk_by_area(image, 33, 10);
  bool same = true;
  for (int y = 0; y < 10; ++y) {
    for (int x = 0; x < 33; ++x) {
      for (size_t c = 0; c < 3; ++c) {
        const int sum = image(2 * x, 2 * y)[c] + image(2 * x + 1, 2 * y)[c] + image(2 * x, 2 * y + 1)[c] +
                        image(2 * x + 1, 2 * y + 1)[c];
        same = same && half(x, y)[c] == (sum + 2) / 4;
      }
    }
  }
  CHECK(same);
}

TEST_CASE("what is even stays even, at every level and size") {
  bool same = true;
  for (int level = 0; level < 256; ++level) {
    const Rgb8 colour{uint8_t(level), uint8_t(255 - level), 7};
    const Image<Rgb8> image(400, 6, colour);
    for (const auto& [width, height] : {std::pair{267, 5}, {1, 1}, {60, 3}, {399, 6}}) {
      const Image<Rgb8> small = shrunk_by_area(image, width, height);
      same = same && std::all_of(small.begin(), small.end(), [&](const Rgb8& p) { return p == colour; });
    }
  }
  CHECK(same);
}

}  // namespace
}  // namespace understudy
