// SPDX-License-Identifier: Apache-2.0
#include "augment/corruptions.h"

#include <cmath>
#include <set>
#include <string>

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
