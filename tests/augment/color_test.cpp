// SPDX-License-Identifier: Apache-2.0
#include "augment/color.h"

#include <cmath>

#include "augment/blur.h"
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
