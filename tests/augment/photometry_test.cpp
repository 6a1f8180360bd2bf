// SPDX-License-Identifier: Apache-2.0
#include "augment/photometry.h"

#include <cmath>
#include <functional>
#include <vector>

#include "tests/augment/pictures.h"
#include "tests/catch.h"

namespace understudy {
namespace {

using Step = std::function<void(PointTable&)>;

Image<Rgb8> applied(Image<Rgb8> image, const std::vector<Step>& steps) {
  PointTable table;
  for (const Step& step : steps) step(table);
  table.apply(image);
  return image;
}

TEST_CASE("neutral parameters leave every byte as it is") {
  const Image<Rgb8> photo = busy_picture(97, 61);
  const Histogram own = histogram_of(photo);
  const std::vector<Step> neutral = {
      [](PointTable& t) { brightness(t, 0); },
      [](PointTable& t) { contrast(t, 1); },
      [](PointTable& t) { gamma(t, 1); },
      [](PointTable& t) { exposure(t, 0); },
      [](PointTable& t) { tone_curve(t, 0, 0); },
      [](PointTable& t) { white_balance(t, 6500); },
      [](PointTable& t) { posterize(t, 8); },
      [](PointTable& t) { solarize(t, 1.1); },
      [&](PointTable& t) { match_histogram(t, t.map(own), own, 1); },
  };
  for (const Step& step : neutral) CHECK(applied(photo, {step}) == photo);
  CHECK(applied(photo, neutral) == photo);
  const Step inverted = [](PointTable& t) { invert(t); };
  CHECK(applied(photo, {inverted, inverted}) == photo);
}

TEST_CASE("folded operations are the operations one after another, but for rounding") {
  const Image<Rgb8> photo = busy_picture(128, 96);
  const std::vector<Step> steps = {
      [](PointTable& t) { brightness(t, 0.05); },
      [](PointTable& t) { contrast(t, 0.9); },
      [](PointTable& t) { gamma(t, 0.9); },
      [](PointTable& t) { white_balance(t, 5600); },
      [](PointTable& t) { tone_curve(t, -0.03, 0.04); },
  };
  Image<Rgb8> stepwise = photo;
  for (size_t n = 0; n < steps.size(); ++n) {
    stepwise = applied(stepwise, {steps[n]});
    const Image<Rgb8> folded = applied(photo, {steps.begin(), steps.begin() + long(n) + 1});
    CHECK(largest_difference(stepwise, folded) <= (n == 0 ? 0 : n < 3 ? 1 : 2));
  }
}

TEST_CASE("single operations by hand") {
  const Image<Rgb8> grey(1, 1, Rgb8{100, 100, 100});
  CHECK(applied(grey, {[](PointTable& t) { brightness(t, 20 / 255.0); }})[0] == Rgb8{120, 120, 120});
  CHECK(applied(grey, {[](PointTable& t) { brightness(t, -1); }})[0] == Rgb8{0, 0, 0});
  CHECK(applied(grey, {[](PointTable& t) { contrast(t, 2); }})[0] == Rgb8{73, 73, 73});
  CHECK(applied(grey, {[](PointTable& t) { gamma(t, 2); }})[0] == Rgb8{39, 39, 39});
  CHECK(applied(grey, {[](PointTable& t) { posterize(t, 2); }})[0] == Rgb8{64, 64, 64});
  CHECK(applied(grey, {[](PointTable& t) { solarize(t, 0.3); }})[0] == Rgb8{155, 155, 155});
  CHECK(applied(grey, {[](PointTable& t) { drop_channel(t, 1, 0); }})[0] == Rgb8{100, 0, 100});
  // One stop: 100 is 0.1274 of the light, twice that is 0.2549, encoded 138.
  CHECK(applied(grey, {[](PointTable& t) { exposure(t, 1); }})[0] == Rgb8{138, 138, 138});
  const Rgb8 warm = applied(grey, {[](PointTable& t) { white_balance(t, 9000); }})[0];
  CHECK(warm[0] > 100);
  CHECK(warm[2] < 100);
}

TEST_CASE("the tone curve keeps black and white, moves its two points, and rises") {
  PointTable table;
  tone_curve(table, 0.1, -0.05);
  CHECK(table.at(0, 0) == 0);
  CHECK(table.at(0, 255) == 1);
  CHECK(table.at(0, 64) == Approx(64 / 255.0 + 0.1).margin(2e-3));
  CHECK(table.at(0, 191) == Approx(191 / 255.0 - 0.05).margin(2e-3));
  for (int level = 1; level < 256; ++level) CHECK(table.at(0, level) >= table.at(0, level - 1));
}

TEST_CASE("histogram operations see the picture as the table so far leaves it") {
  const Image<Rgb8> photo = busy_picture(160, 120);
  const Histogram histogram = histogram_of(photo);
  Image<Rgb8> darkened = applied(photo, {[](PointTable& t) { gamma(t, 1.7); }});
  PointTable folded, second;
  gamma(folded, 1.7);
  CHECK(folded.map(histogram) == histogram_of(darkened));
  equalize(folded, folded.map(histogram));
  equalize(second, histogram_of(darkened));
  Image<Rgb8> once = photo;
  folded.apply(once);
  second.apply(darkened);
  CHECK(largest_difference(once, darkened) <= 1);
  // A flat histogram has mean 1/2 and variance 1/12 of the square of its range.
  const Moments flat = moments_of(once, 1);
  CHECK(flat.mean == Approx(127.5).margin(3));
  CHECK(std::sqrt(flat.variance) == Approx(255 / std::sqrt(12.0)).margin(4));
}

TEST_CASE("a matched picture has the reference's distribution") {
  const Image<Rgb8> photo = busy_picture(160, 120);
  const Image<Rgb8> reference = applied(busy_picture(90, 200), {[](PointTable& t) { contrast(t, 0.5); },
                                                                [](PointTable& t) { brightness(t, 0.15); }});
  const Image<Rgb8> matched = applied(
      photo, {[&](PointTable& t) { match_histogram(t, histogram_of(photo), histogram_of(reference), 1); }});
  for (size_t c = 0; c < 3; ++c) {
    const Moments have = moments_of(matched, c), want = moments_of(reference, c);
    CHECK(have.mean == Approx(want.mean).margin(1));
    CHECK(std::sqrt(have.variance) == Approx(std::sqrt(want.variance)).margin(1));
  }
}

TEST_CASE("autocontrast reaches both ends; a picture of one colour stays") {
  Image<Rgb8> dull(16, 16);
  for (int i = 0; i < 256; ++i)
    dull[size_t(i)] = Rgb8{uint8_t(80 + i / 4), uint8_t(100), uint8_t(90 + i / 8)};
  const Histogram histogram = histogram_of(dull);
  const Image<Rgb8> stretched = applied(dull, {[&](PointTable& t) { autocontrast(t, histogram, 0); }});
  CHECK(stretched[0] == Rgb8{0, 100, 0});
  CHECK(stretched[255] == Rgb8{255, 100, 255});
  CHECK(applied(Image<Rgb8>(1, 1, Rgb8{3, 4, 5}), {[&](PointTable& t) {
                  equalize(t, histogram_of(Image<Rgb8>(1, 1, Rgb8{3, 4, 5})));
                }})[0] == Rgb8{3, 4, 5});
}

}  // namespace
}  // namespace understudy
