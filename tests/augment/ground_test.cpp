// SPDX-License-Identifier: Apache-2.0
#include "augment/ground.h"

#include <algorithm>

#include "base/random.h"
#include "tests/catch.h"

namespace understudy {
namespace {

TEST_CASE("capitals do not hide how tall a class is") {
  CHECK(class_height("Cyclist").height_m == class_height("cyclist").height_m);
  CHECK(class_height("cyclist").height_m > class_height("bicycle").height_m);
  CHECK(class_height("Cars").height_m == 0);
  CHECK(drives("Car"));
  CHECK_FALSE(drives("Pedestrian"));
}

TEST_CASE("ground has the colours about known feet and is joined to one; walls and what is black are none") {
  constexpr int width = 480, height = 360, horizon = 150;
  Image<Rgb8> photo(width, height, Rgb8{150, 170, 210});
  Stream stream({4, 0}, "road");
  for (int y = horizon; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto grey = uint8_t(120 + stream.uniform_int(-6, 6));
      photo(x, y) = x < 120 && y < 300 ? Rgb8{grey, uint8_t(grey - 40), 60} : Rgb8{grey, grey, grey};
      if (x >= 360 && y < 300) photo(x, y) = {grey, grey, grey};  // as grey as the road, behind a dark seam
      if (x >= 356 && y < 304 && (x < 360 || y >= 300)) photo(x, y) = {40, 40, 40};
      if (x >= 200 && x < 240 && y >= 310) photo(x, y) = {5, 5, 5};
    }
  }
  Image<uint8_t> free(width, height);
  for (int y = horizon; y < height; ++y) std::fill_n(&free(0, y), width, uint8_t(1));
  for (int y = 160; y < 260; ++y) std::fill_n(&free(240, y), 30, uint8_t(0));
  const StandingBox person{160, 260, class_height("person"), 240, 270};
  const Image<float> likeness = ground_likeness(photo, free, horizon, {person});
  CHECK(likeness(255, 280) == 1);
  CHECK(likeness(160, 200) == 1);
  CHECK(likeness(60, 340) == 1);
  CHECK(likeness(60, 200) == 0);   // of another colour
  CHECK(likeness(420, 200) == 0);  // of the same, but not joined to it
  CHECK(likeness(220, 340) == 0);  // black
  CHECK(likeness(255, 200) == 0);  // the person
  CHECK(likeness(255, 100) == 0);  // above the horizon
}

TEST_CASE("a lawn is ground as far as it goes, however rough; the smooth wall behind it is none") {
  constexpr int width = 480, height = 360, horizon = 150;
  Image<Rgb8> photo(width, height, Rgb8{90, 110, 70});
  Image<uint8_t> free(width, height);
  Stream stream({5, 0}, "lawn");
  for (int y = horizon; y < height; ++y) std::fill_n(&free(0, y), width, uint8_t(1));
  for (int y = 220; y + 3 <= height; y += 3) {
    for (int x = 0; x < width; x += 3) {
      const auto tuft = int(stream.uniform_int(-28, 28));
      for (int i = 0; i < 9; ++i)
        photo(x + i % 3, y + i / 3) = {uint8_t(80 + tuft), uint8_t(140 + tuft), uint8_t(60 + tuft)};
    }
  }
  for (int y = 160; y < 270; ++y) std::fill_n(&free(240, y), 30, uint8_t(0));
  const StandingBox person{160, 270, class_height("person"), 240, 270};
  const Image<float> likeness = ground_likeness(photo, free, horizon, {person});
  double lawn = 0, wall = 0;
  for (int y = horizon; y < height; ++y) {
    for (int x = 0; x < width; ++x) (y < 216 ? wall : lawn) += likeness(x, y);
  }
  CHECK(lawn > 0.9 * width * 130);
  CHECK(wall == 0);
}

TEST_CASE("boxes that agree with a horizon are those as tall as their foot's row says") {
  const Horizon horizon{200, 1.6, 2, 1, {400, 500}};  // held level
  const ClassHeight size = class_height("person");
  const auto box = [&](double foot_px, double factor) {
    const double height_px = factor * size.height_m * (foot_px - 200) / 1.6;
    return StandingBox{foot_px - height_px, foot_px, size};
  };
  CHECK(agreeing_boxes({box(300, 1), box(400, 1.35), box(350, 0.75)}, horizon).size() == 3);
  CHECK(agreeing_boxes({box(300, 1.5), box(400, 0.6), {100, 190, size}}, horizon).empty());
}

}  // namespace
}  // namespace understudy
