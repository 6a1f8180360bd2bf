// SPDX-License-Identifier: Apache-2.0
#include "augment/compression.h"

#include <cmath>

#include "tests/augment/pictures.h"
#include "tests/catch.h"

namespace understudy {
namespace {

double mean_difference(const Image<Rgb8>& a, const Image<Rgb8>& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    for (size_t c = 0; c < 3; ++c) sum += std::abs(a[i][c] - b[i][c]);
  }
  return sum / double(a.size() * 3);
}

TEST_CASE("less quality, more loss") {
  const Image<Rgb8> photo = busy_picture(161, 119);
  double jpeg_before = 0, webp_before = 0;
  for (const int quality : {95, 60, 10}) {
    Image<Rgb8> jpeg = photo, webp = photo;
    compress_jpeg(jpeg, quality);
    compress_webp(webp, quality);
    CHECK(mean_difference(jpeg, photo) > jpeg_before);
    CHECK(mean_difference(webp, photo) > webp_before);
    CHECK(mean_difference(jpeg, photo) < 25);
    CHECK(mean_difference(webp, photo) < 25);
    jpeg_before = mean_difference(jpeg, photo);
    webp_before = mean_difference(webp, photo);
  }
}

TEST_CASE("blocks are the means of what they cover") {
  Image<Rgb8> image = busy_picture(40, 20);
  const Image<Rgb8> photo = image;
  downscale(image, 0.25, Upscaling::blocks);
  double sum = 0;
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 4; ++x) {
      sum += photo(x, y)[0];
      CHECK(image(x, y) == image(0, 0));
    }
  }
  CHECK(image(0, 0)[0] == Approx(sum / 16).margin(0.51));
  image = photo;
  downscale(image, 1, Upscaling::linear);
  CHECK(image == photo);
}

TEST_CASE("one pixel survives storage") {
  Image<Rgb8> image(1, 1, Rgb8{120, 120, 120});
  compress_jpeg(image, 90);
  compress_webp(image, 90);
  downscale(image, 0.1, Upscaling::blocks);
  CHECK(largest_difference(image, Image<Rgb8>(1, 1, Rgb8{120, 120, 120})) <= 4);
}

}  // namespace
}  // namespace understudy
