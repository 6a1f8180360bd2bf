// SPDX-License-Identifier: Apache-2.0
#include "augment/color.h"

#include <algorithm>
#include <cmath>

#include "augment/blur.h"
#include "augment/hsv.h"
#include "augment/rearrange.h"
#include "tests/augment/pictures.h"
#include "tests/catch.h"

namespace understudy {
namespace {

TEST_CASE("neutral colour operations leave every byte as it is") {
  const Image<Rgb8> photo = busy_picture(83, 47);
  Image<Rgb8> image = photo;
  shift_hsv(image, {});
  saturation(image, 1);
  reorder_channels(image, {0, 1, 2});
  sharpen(image, 0, 1);
  CHECK(image == photo);
  match_fourier(image, photo, 0.1);
  CHECK(largest_difference(image, photo) <= 1);
}

TEST_CASE("hue turns pure colours into one another") {
  Image<Rgb8> image(3, 1);
  image[0] = {200, 0, 0};
  image[1] = {0, 200, 0};
  image[2] = {90, 90, 90};
  shift_hsv(image, {.hue_deg = 120});
  CHECK(image[0] == Rgb8{0, 200, 0});
  CHECK(image[1] == Rgb8{0, 0, 200});
  CHECK(image[2] == Rgb8{90, 90, 90});
  shift_hsv(image, {.hue_deg = -60});
  CHECK(image[0] == Rgb8{200, 200, 0});
  shift_hsv(image, {.hue_deg = 0, .saturation = 0.5});
  CHECK(image[0] == Rgb8{200, 200, 100});
  shift_hsv(image, {.value = 0.5});
  CHECK(image[0] == Rgb8{100, 100, 50});
}

TEST_CASE("six turns of 60 degrees are none") {
  const Image<Rgb8> photo = busy_picture(64, 64);
  Image<Rgb8> image = photo;
  for (int i = 0; i < 6; ++i) shift_hsv(image, {.hue_deg = 60});
  CHECK(largest_difference(image, photo) <= 1);
}

/// The hexcone by its definition, in double precision.
Rgb8 shifted(const Rgb8& pixel, const HsvShift& shift) {
  const auto [low, high] = std::minmax({pixel[0], pixel[1], pixel[2]});
  const double chroma = high - low;
  double hue = high == low        ? 0
               : high == pixel[0] ? (pixel[1] - pixel[2]) / chroma
               : high == pixel[1] ? (pixel[2] - pixel[0]) / chroma + 2
                                  : (pixel[0] - pixel[1]) / chroma + 4;
  hue += shift.hue_deg / 60 + 12;
  const double value = std::min(high * shift.value, 255.0);
  const double reach = value * (high == 0 ? 0 : std::min(chroma * shift.saturation / high, 1.0));
  Rgb8 result;
  for (size_t c = 0; c < 3; ++c) {
    const double k = std::fmod(hue + 5 - 2.0 * double(c), 6.0);
    result[c] = uint8_t(std::lround(value - reach * std::clamp(std::min(k, 4 - k), 0.0, 1.0)));
  }
  return result;
}

TEST_CASE("a shift in the hexcone is that of its definition, whatever the row's length") {
  for (const HsvShift& shift : {HsvShift{10, 1.2, 0.9}, HsvShift{-170, 0.6, 1.1}, HsvShift{90, 2, 1}}) {
    for (const int width : {1, 7, 9, 10, 1023, 1035}) {
      const Image<Rgb8> photo = busy_picture(width, 3);
      Image<Rgb8> image = photo, expected = photo;
      shift_hsv(image, shift);
      for (Rgb8& pixel : expected) pixel = shifted(pixel, shift);
      REQUIRE(largest_difference(image, expected) <= 1);  // a half may be rounded either way
      size_t different = 0;
      for (size_t i = 0; i < image.size(); ++i) different += image[i] != expected[i];
      CHECK(different <= image.size() / 20);
    }
  }
}

TEST_CASE("saturation 0 is grey of the same luma") {
  Image<Rgb8> image(1, 1, Rgb8{255, 0, 0});
  saturation(image, 0);
  CHECK(image[0] == Rgb8{76, 76, 76});
}

TEST_CASE("CLAHE raises local contrast, sharpening undoes some of a blur") {
  const Image<Rgb8> photo = busy_picture(160, 120);
  Image<Rgb8> dull = photo;
  for (Rgb8& pixel : dull)
    pixel = {uint8_t(100 + pixel[0] / 8), uint8_t(100 + pixel[1] / 8), uint8_t(100 + pixel[2] / 8)};
  Image<Rgb8> equalised = dull;
  clahe(equalised, 4, 8);
  CHECK(moments_of(equalised, 1).variance > 2 * moments_of(dull, 1).variance);

  Image<Rgb8> soft = photo;
  gaussian_blur(soft, 1.5);
  Image<Rgb8> sharp = soft;
  sharpen(sharp, 1, 1.5);
  CHECK(moments_of(sharp, 0).variance > moments_of(soft, 0).variance);
  CHECK(moments_of(sharp, 0).mean == Approx(moments_of(photo, 0).mean).margin(1));
}

TEST_CASE("the Fourier match takes the reference's mean colour") {
  const Image<Rgb8> photo = busy_picture(120, 90);
  Image<Rgb8> image = photo;
  match_fourier(image, Image<Rgb8>(50, 70, Rgb8{90, 120, 60}), 0);
  CHECK(moments_of(image, 0).mean == Approx(90).margin(4));
  CHECK(moments_of(image, 1).mean == Approx(120).margin(4));
}

TEST_CASE("colour operations on one pixel and on odd sizes") {
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 7}, {3, 1}, {5, 3}}) {
    Image<Rgb8> image = busy_picture(width, height);
    shift_hsv(image, {.hue_deg = 10, .saturation = 1.2, .value = 0.9});
    clahe(image, 2, 8);
    sharpen(image, 0.5, 2);
    match_fourier(image, busy_picture(4, 4), 0.2);
    CHECK(image.size() == size_t(width * height));
  }
}

}  // namespace
}  // namespace understudy
