// SPDX-License-Identifier: Apache-2.0
#include "augment/blur.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <vector>

#include "tests/augment/pictures.h"
#include "tests/catch.h"

namespace understudy {
namespace {

using Blur = std::function<void(Image<Rgb8>&, double strength)>;
const Stream stream({3, 5}, "glass");

const std::vector<Blur>& blurs() {
  static const std::vector<Blur> all = {
      [](Image<Rgb8>& image, double s) { gaussian_blur(image, s); },
      [](Image<Rgb8>& image, double s) { box_blur(image, int(s)); },
      [](Image<Rgb8>& image, double s) { median_blur(image, int(s)); },
      [](Image<Rgb8>& image, double s) { motion_blur(image, s, 30); },
      [](Image<Rgb8>& image, double s) { defocus_blur(image, s); },
      [](Image<Rgb8>& image, double s) { zoom_blur(image, s); },
      [](Image<Rgb8>& image, double s) {
        glass_blur(image, {.deviation_px = s / 2, .reach_px = int(s), .rounds = 1}, stream);
      },
  };
  return all;
}

TEST_CASE("a blur of nothing changes nothing, and a plain picture stays what it is") {
  const Image<Rgb8> photo = busy_picture(61, 43), plain(61, 43, Rgb8{201, 17, 255});
  for (const Blur& blur : blurs()) {
    Image<Rgb8> image = photo;
    blur(image, 0);
    CHECK(image == photo);
    for (const double strength : {1.0, 3.0, 6.5}) {
      image = plain;
      blur(image, strength);
      CHECK(largest_difference(image, plain) == 0);  // the weights sum to 1
    }
  }
}

TEST_CASE("a blur takes detail away, more of it the stronger it is, and keeps the mean") {
  const Image<Rgb8> photo = busy_picture(161, 121);
  for (const Blur& blur : blurs()) {
    double before = moments_of(photo, 0).variance;
    for (const double strength : {2.0, 5.0, 9.0}) {
      Image<Rgb8> image = photo;
      blur(image, strength);
      const Moments moments = moments_of(image, 0);
      CHECK(moments.variance < before);
      CHECK(moments.mean == Approx(moments_of(photo, 0).mean).margin(2.5));
      before = moments.variance;
    }
  }
}

TEST_CASE("motion blur of a point is a line of its length and angle") {
  for (const double angle_deg : {0.0, 90.0, 45.0, 17.0}) {
    Image<Rgb8> image(61, 61);
    image(30, 30) = {255, 255, 255};
    motion_blur(image, 24, angle_deg);
    const double angle = angle_deg * 3.141592653589793 / 180;
    double sum = 0, along2 = 0, across2 = 0;
    for (int y = 0; y < 61; ++y) {
      for (int x = 0; x < 61; ++x) {
        const double light = image(x, y)[0], dx = x - 30, dy = y - 30;
        sum += light;
        along2 += light * std::pow(dx * std::cos(angle) + dy * std::sin(angle), 2);
        across2 += light * std::pow(-dx * std::sin(angle) + dy * std::cos(angle), 2);
      }
    }
    CHECK(sum == Approx(255).margin(20));                           // rounded to bytes
    CHECK(std::sqrt(along2 / sum * 12) == Approx(24).margin(1.5));  // an even line: length^2 / 12
    CHECK(across2 / sum < 0.4);
  }
}

/// The share of the pixel at (x, y) that lies within the disc: 8 x 8 samples.
double within_disc(int x, int y, double radius) {
  int inside = 0;
  for (int i = 0; i < 64; ++i)
    inside += std::hypot(x + (i % 8 - 3.5) / 8, y + (double(i / 8) - 3.5) / 8) <= radius;
  return inside / 64.0;
}

TEST_CASE("defocus is the weighted mean over the disc, to a level, of every radius") {
  for (const double radius : {0.3, 1.0, 2.91, 5.0, 12.5, 40.0}) {
    const int reach = int(std::ceil(radius));
    const Image<Rgb8> photo = busy_picture(23, 17);
    Image<Rgb8> image = photo;
    defocus_blur(image, radius);
    for (const auto& [x, y] : {std::pair{0, 0}, {11, 8}, {22, 3}, {5, 16}}) {
      double sum = 0, weights = 0;
      for (int j = -reach; j <= reach; ++j) {
        for (int i = -reach; i <= reach; ++i) {
          const double weight = within_disc(i, j, radius);
          sum += weight * photo(std::clamp(x + i, 0, 22), std::clamp(y + j, 0, 16))[1];
          weights += weight;
        }
      }
      CHECK(std::abs(image(x, y)[1] - sum / weights) <= 0.51);
    }
  }
}

TEST_CASE("defocus of a point is a disc") {
  Image<Rgb8> image(31, 31);
  image(15, 15) = {255, 255, 255};
  defocus_blur(image, 4);
  const int at_center = image(15, 15)[0];
  CHECK(at_center == Approx(255 / (3.14159 * 16)).margin(0.6));
  CHECK(image(18, 15)[0] == at_center);
  CHECK(image(20, 15)[0] == 0);
}

TEST_CASE("zoom blur leaves the centre sharp") {
  Image<Rgb8> image(201, 201);
  image(100, 100) = image(100, 20) = {255, 255, 255};
  zoom_blur(image, 20);
  CHECK(image(100, 100)[0] > 200);
  CHECK(image(100, 20)[0] < 60);
  int lit = 0;
  for (int y = 0; y < 25; ++y) lit += image(100, y)[0] > 3;
  CHECK(lit >= 8);
}

TEST_CASE("glass blur only moves pixels, and the same every time") {
  const Image<Rgb8> photo = busy_picture(64, 48);
  const Glass glass{.deviation_px = 0, .reach_px = 2, .rounds = 2};
  Image<Rgb8> a = photo, b = photo;
  glass_blur(a, glass, stream);
  glass_blur(b, glass, stream);
  CHECK(a == b);
  CHECK(a != photo);
  const std::set<Rgb8> colors(photo.begin(), photo.end());
  for (const Rgb8& pixel : a) CHECK(colors.contains(pixel));
  CHECK(a(0, 0) == photo(0, 0));
}

TEST_CASE("blurs of one pixel and of odd sizes") {
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 5}, {7, 1}, {2, 3}}) {
    for (const Blur& blur : blurs()) {
      Image<Rgb8> image = busy_picture(width, height);
      blur(image, 5);
      CHECK(image.size() == size_t(width * height));
    }
  }
}

Rgb8 pixel_at_edge(const Image<Rgb8>& image, int x, int y) {
  return image(std::clamp(x, 0, image.width_px() - 1), std::clamp(y, 0, image.height_px() - 1));
}

TEST_CASE("medians are what sorting says") {
  for (const auto& [width, height] : {std::pair{61, 43}, {1, 1}, {2, 3}, {40, 1}}) {
    const Image<Rgb8> photo = busy_picture(width, height);
    for (const int radius : {1, 2, 3}) {
      Image<Rgb8> image = photo, expected = photo;
      median_blur(image, radius);
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
          for (size_t c = 0; c < 3; ++c) {
            std::vector<uint8_t> values;
            for (int j = -radius; j <= radius; ++j) {
              for (int i = -radius; i <= radius; ++i) values.push_back(pixel_at_edge(photo, x + i, y + j)[c]);
            }
            std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(values.size() / 2),
                             values.end());
            expected(x, y)[c] = values[values.size() / 2];
          }
        }
      }
      CHECK(image == expected);
    }
  }
}

TEST_CASE("a Gaussian is one, to the level") {
  const int width = 67, height = 31;
  const Image<Rgb8> photo = busy_picture(width, height);
  for (const double deviation : {0.4, 1.0, 2.3, 9.0}) {
    const int radius = int(std::ceil(3 * deviation));
    std::vector<double> weights;
    double sum = 0, worst = 0;
    for (int k = -radius; k <= radius; ++k)
      sum += weights.emplace_back(std::exp(-k * k / (2 * deviation * deviation)));
    Image<Rgb8> image = photo;
    gaussian_blur(image, deviation);
    for (int y = 0; y < height; y += 3) {
      for (int x = 0; x < width; ++x) {
        double wanted = 0;
        for (int j = -radius; j <= radius; ++j) {
          for (int i = -radius; i <= radius; ++i) {
            wanted += weights[size_t(i + radius)] * weights[size_t(j + radius)] *
                      pixel_at_edge(photo, x + i, y + j)[1] / (sum * sum);
          }
        }
        worst = std::max(worst, std::abs(wanted - image(x, y)[1]));
      }
    }
    CHECK(worst < 0.75);
  }
}

}  // namespace
}  // namespace understudy
