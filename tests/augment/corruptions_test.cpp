// SPDX-License-Identifier: Apache-2.0
#include "augment/corruptions.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/augment/pictures.h"
#include "tests/catch.h"

namespace understudy {
namespace {

const Stream stream({0, 1}, "corruptions");

Image<Rgb8> corrupted(const Corruption& corruption, Image<Rgb8> image, int severity) {
  corruption.apply(image, severity, stream);
  return image;
}

double squared_difference(const Image<Rgb8>& a, const Image<Rgb8>& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    for (size_t c = 0; c < 3; ++c) sum += std::pow(a[i][c] - b[i][c], 2);
  }
  return sum;
}

TEST_CASE("there are 15 and 4 of them") {
  std::set<std::string_view> names;
  for (const Corruption& corruption : corruptions()) {
    names.insert(corruption.name);
    CHECK(corruption.moves_pixels == (corruption.name == "elastic_transform"));
  }
  CHECK(names.size() == 19);
}

TEST_CASE("the highest severity is farther from the photo than the lowest, every time the same bytes") {
  const Image<Rgb8> photo = busy_picture(201, 151);
  for (const Corruption& corruption : corruptions()) {
    INFO(corruption.name);
    for (int severity = 1; severity <= 5; ++severity) {
      CHECK(corrupted(corruption, photo, severity) == corrupted(corruption, photo, severity));
    }
    const int from = corruption.name == "saturate" ? 3 : 1;  // its first two are greyer
    CHECK(squared_difference(corrupted(corruption, photo, 5), photo) >
          squared_difference(corrupted(corruption, photo, from), photo));
  }
}

// The same picture, by a formula, as the authors' code was given.
Image<Rgb8> formula_picture() {
  Image<Rgb8> image(240, 160);
  for (int y = 0; y < 160; ++y) {
    for (int x = 0; x < 240; ++x) {
      const double wave = 127.5 + 90 * std::sin(x * 0.11) * std::cos(y * 0.07);
      const double block = (x / 16 + y / 16) % 2 == 0 ? 25 : -25;
      const auto level = [](double v) { return uint8_t(std::floor(std::clamp(v, 0.0, 255.0) + 0.5)); };
      image(x, y) = {level(wave + block), level(255 - wave * 0.8), level(x * 255 / 240.0)};
    }
  }
  return image;
}

TEST_CASE("corruptions change a picture by as much as the authors' code does") {
  // Mean absolute differences by the PyPI package imagecorruptions 1.1.2, severities 1 to 5; means of 12 runs
  // where it draws numbers. It cuts values down to levels, we round: half a level between them. Frost is not
  // theirs.
  const std::vector<std::pair<std::string, std::array<double, 5>>> measured = {
      {"gaussian_noise", {15.96, 23.59, 34.38, 47.34, 62.82}},
      {"shot_noise", {18.17, 27.48, 38.45, 56.04, 69.26}},
      {"impulse_noise", {3.87, 7.68, 11.44, 21.76, 34.43}},
      {"defocus_blur", {2.91, 3.73, 5.47, 7.24, 8.90}},
      {"glass_blur", {5.23, 4.82, 9.81, 8.58, 9.56}},
      {"motion_blur", {6.94, 10.90, 16.14, 20.64, 23.60}},
      {"zoom_blur", {10.92, 13.89, 16.17, 18.26, 20.17}},
      {"snow", {46.52, 74.34, 73.45, 86.64, 103.00}},
      {"fog", {36.53, 39.66, 43.48, 43.50, 47.16}},
      {"brightness", {17.00, 31.63, 41.95, 47.41, 48.27}},
      {"contrast", {26.89, 31.37, 35.85, 40.33, 42.57}},
      {"elastic_transform", {3.57, 4.50, 5.87, 6.75, 8.00}},
      {"pixelate", {2.20, 1.75, 3.65, 4.65, 3.55}},
      {"jpeg_compression", {3.97, 4.73, 5.35, 7.04, 8.84}},
      {"speckle_noise", {15.76, 20.69, 34.75, 43.01, 53.81}},
      {"gaussian_blur", {1.69, 3.36, 4.94, 6.48, 9.46}},
      {"spatter", {0.91, 4.49, 7.34, 10.73, 16.87}},
      {"saturate", {37.19, 47.90, 29.90, 40.11, 41.01}},
  };
  const std::map<std::string, double> loose = {
      {"spatter", 0.5}, {"fog", 0.2}, {"motion_blur", 0.2}, {"pixelate", 0.2}, {"zoom_blur", 0.15}};
  const Image<Rgb8> photo = formula_picture();
  for (const auto& [name, expected] : measured) {
    const auto corruption = std::find_if(corruptions().begin(), corruptions().end(),
                                         [&](const Corruption& c) { return c.name == name; });
    for (int severity = 1; severity <= 5; ++severity) {
      double sum = 0;
      constexpr int draws = 6;
      for (uint64_t draw = 0; draw < draws; ++draw) {
        Image<Rgb8> image = photo;
        corruption->apply(image, severity, stream.child(draw));
        for (size_t i = 0; i < image.size(); ++i) {
          for (size_t c = 0; c < 3; ++c) sum += std::abs(image[i][c] - photo[i][c]);
        }
      }
      INFO(name << " " << severity);
      const double tolerance = loose.contains(name) ? loose.at(name) : 0.05;
      CHECK(sum / double(draws * photo.size() * 3) ==
            Approx(expected[size_t(severity) - 1]).epsilon(tolerance).margin(0.5));
    }
  }
}

TEST_CASE("corruptions take pictures of one pixel and of odd sizes") {
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 9}, {7, 1}, {5, 3}, {33, 17}}) {
    for (const Corruption& corruption : corruptions()) {
      for (const int severity : {1, 5}) {
        CHECK(corrupted(corruption, busy_picture(width, height), severity).size() == size_t(width * height));
      }
    }
  }
}

TEST_CASE("closed forms: contrast about the mean, brightness in value, saturation of a colour") {
  Image<Rgb8> image(2, 1);
  image[0] = {100, 100, 100};
  image[1] = {200, 200, 200};
  corruptions()[11].apply(image, 1, stream);
  CHECK(image[0] == Rgb8{130, 130, 130});
  CHECK(image[1] == Rgb8{170, 170, 170});
  image[0] = {100, 50, 0};
  image[1] = {0, 0, 0};
  corruptions()[10].apply(image, 2, stream);
  CHECK(image[0] == Rgb8{151, 76, 0});
  CHECK(image[1] == Rgb8{51, 51, 51});
  image[0] = {200, 150, 100};
  corruptions()[18].apply(image, 1, stream);
  CHECK(image[0] == Rgb8{200, 185, 170});
}

}  // namespace
}  // namespace understudy
