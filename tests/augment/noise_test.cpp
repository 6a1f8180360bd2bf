// SPDX-License-Identifier: Apache-2.0
#include "augment/noise.h"

#include <cmath>
#include <functional>
#include <vector>

#include "tests/augment/pictures.h"
#include "tests/catch.h"

namespace understudy {
namespace {

const Stream stream({11, 2}, "noise");
constexpr int side = 512;

// Is a mean over n values of this deviation where it should be? Five standard errors.
void check_mean(double found, double expected, double deviation, double n) {
  CHECK(std::abs(found - expected) < 5 * deviation / std::sqrt(n));
}

TEST_CASE("Gaussian noise has its mean and variance, in every channel, and channels differ") {
  for (const double deviation : {0.02, 0.08}) {
    Image<Rgb8> image(side, side, Rgb8{128, 128, 128});
    gaussian_noise(image, deviation, stream);
    double product = 0;
    for (const Rgb8& pixel : image) product += (pixel[0] - 128.0) * (pixel[1] - 128.0);
    const double n = double(image.size()), sd = deviation * 255;
    const double rounded_variance = sd * sd + 1 / 12.0;  // Sheppard
    for (size_t c = 0; c < 3; ++c) {
      const Moments moments = moments_of(image, c);
      check_mean(moments.mean, 128, sd, n);
      check_mean(moments.variance, rounded_variance, rounded_variance * std::sqrt(2), n);
    }
    check_mean(product / n, 0, sd * sd, n);
  }
}

TEST_CASE("Gaussian noise has no pattern: neighbours do not know each other, the tail is there") {
  Image<Rgb8> image(side, side, Rgb8{128, 128, 128});
  gaussian_noise(image, 0.1, stream);
  for (const size_t lag : {1, 2, 5, side, side + 1}) {
    double product = 0;
    for (size_t i = lag; i < image.size(); ++i)
      product += (image[i][0] - 128.0) * (image[i - lag][0] - 128.0);
    check_mean(product / double(image.size() - lag), 0, 25.5 * 25.5, double(image.size() - lag));
  }
  int beyond = 0;
  for (const Rgb8& pixel : image) beyond += std::abs(pixel[2] - 128) > 3 * 25.5;
  const double expected = 0.0027 * double(image.size());
  CHECK(std::abs(beyond - expected) < 6 * std::sqrt(expected));
}

TEST_CASE("shot noise has Poisson's variance at every level") {
  for (const int level : {5, 60, 200}) {
    for (const double photons : {60.0, 1000.0}) {
      Image<Rgb8> image(side, side, Rgb8{uint8_t(level), uint8_t(level), uint8_t(level)});
      shot_noise(image, photons, stream);
      const Moments moments = moments_of(image, 0);
      const double variance = level * 255.0 / photons;
      if (level + 5 * std::sqrt(variance) > 255) continue;  // cut at white
      CHECK(moments.mean == Approx(level).epsilon(0.01).margin(0.1));
      CHECK(moments.variance == Approx(variance + 1 / 12.0).epsilon(0.07));
    }
  }
}

TEST_CASE("speckle grows with the value, impulses hit their share") {
  Image<Rgb8> image(side, side, Rgb8{40, 120, 0});
  speckle_noise(image, 0.1, stream);
  CHECK(std::sqrt(moments_of(image, 0).variance) == Approx(4).epsilon(0.03));
  CHECK(std::sqrt(moments_of(image, 1).variance) == Approx(12).epsilon(0.03));
  CHECK(moments_of(image, 2).variance == 0);

  image = Image<Rgb8>(side, side, Rgb8{9, 9, 9});
  impulse_noise(image, 0.05, 0.75, stream);
  double white = 0, black = 0;
  for (const Rgb8& pixel : image) {
    for (const uint8_t value : pixel) white += value == 255, black += value == 0;
  }
  const double n = side * side * 3;
  check_mean(white / n, 0.0375, std::sqrt(0.0375), n);
  check_mean(black / n, 0.0125, std::sqrt(0.0125), n);
}

TEST_CASE("grain clumps and is strongest in the mid-tones; ISO noise has colour") {
  Image<Rgb8> image(side, side, Rgb8{128, 20, 128});
  film_grain(image, 0.05, 1.2, stream);
  CHECK(std::sqrt(moments_of(image, 0).variance) == Approx(0.05 * 255).epsilon(0.1));
  CHECK(moments_of(image, 1).variance < 0.5 * moments_of(image, 0).variance);
  double product = 0;
  for (size_t i = 1; i < image.size(); ++i) product += (image[i][0] - 128.0) * (image[i - 1][0] - 128.0);
  CHECK(product / double(image.size()) > 0.5 * moments_of(image, 0).variance);

  image = Image<Rgb8>(side, side, Rgb8{128, 128, 128});
  iso_noise(image, {.luma = 0, .chroma = 0.05, .blotch_px = 2}, stream);
  CHECK(std::sqrt(moments_of(image, 0).variance) == Approx(0.05 * 255).epsilon(0.2));
  CHECK(moments_of(image, 1).variance < 0.5 * moments_of(image, 0).variance);
}

TEST_CASE("noise is a function of the stream, leaves the image at strength 0, and takes any size") {
  using Noise = std::function<void(Image<Rgb8>&, double, const Stream&)>;
  const std::vector<Noise> noises = {
      [](auto& image, double s, const Stream& key) { gaussian_noise(image, s, key); },
      [](auto& image, double s, const Stream& key) { shot_noise(image, s > 0 ? 1 / s : 0, key); },
      [](auto& image, double s, const Stream& key) { speckle_noise(image, s, key); },
      [](auto& image, double s, const Stream& key) { impulse_noise(image, s, 0.5, key); },
      [](auto& image, double s, const Stream& key) {
        iso_noise(image, {s, s, 2}, key);
      },
      [](auto& image, double s, const Stream& key) { film_grain(image, s, 1, key); },
  };
  const Image<Rgb8> photo = busy_picture(61, 45);
  for (const Noise& noise : noises) {
    Image<Rgb8> a = photo, b = photo, other = photo;
    noise(a, 0, stream);
    CHECK(a == photo);
    noise(a, 0.1, stream);
    noise(b, 0.1, stream);
    noise(other, 0.1, Stream({11, 3}, "noise"));
    CHECK(a == b);
    CHECK(a != photo);
    CHECK(a != other);
    for (const auto& [width, height] : {std::pair{1, 1}, {1, 3}, {5, 1}, {3, 7}}) {
      Image<Rgb8> small = busy_picture(width, height);
      noise(small, 0.1, stream);
      CHECK(small.size() == size_t(width * height));
    }
  }
}

}  // namespace
}  // namespace understudy
