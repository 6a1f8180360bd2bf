// SPDX-License-Identifier: Apache-2.0
// Which ground things of a class stand on, in photos that were made to have known ones.
#include "pipeline/insert/footing.h"

#include <algorithm>

#include "pipeline/insert/photo_camera.h"
#include "tests/catch.h"

using namespace understudy;

namespace {

constexpr int width = 640, height = 480, row = 360;

void fill(Image<float>& image, int x0, int x1) {
  for (int y = 210; y < height; ++y) std::fill(&image(0, y) + x0, &image(0, y) + x1, 1.0f);
}

/// Flat ground from column 100 to 540, walls beside it.
struct Street {
  Photo photo;
  PhotoScene scene;
  Street() {
    photo.width_px = width;
    photo.height_px = height;
    photo.pixels = Image<Rgb8>(width, height, Rgb8{110, 112, 115});
    scene.camera = photo_camera(width, height, 58, 200, 1.6);
    scene.ground = Image<uint8_t>(width, height, 1);
    scene.likeness = Image<float>(width, height);
    fill(scene.likeness, 100, 540);
  }
  float at(std::string_view category, int x) const { return footing_of(category, photo, scene)(x, row); }
};

}  // namespace

TEST_CASE("signs stand beside the road, at its rim where nothing else is seen, and cars on it") {
  Street street;
  street.scene.road = Image<float>(width, height);
  fill(street.scene.road, 100, 400);
  CHECK(street.at("car", 200) == 1);
  CHECK(street.at("car", 450) == 0);
  CHECK(street.at("stop sign", 450) == 1);
  CHECK(street.at("stop sign", 110) == 1);
  CHECK(street.at("stop sign", 300) == 0);
  CHECK(street.at("person", 300) == 1);
  CHECK(street.at("person", 60) == 0);
}

TEST_CASE("a line of paint, a box and the frame's side are no rim of a road") {
  Street street;
  fill(street.scene.likeness, 0, width);
  street.scene.road = street.scene.likeness;
  for (int x = 300; x < 310; ++x) street.scene.likeness(x, row) = street.scene.road(x, row) = 0;
  for (int x = 400; x < 560; ++x) {
    street.scene.likeness(x, row) = street.scene.road(x, row) = 0;
    street.scene.ground(x, row) = 0;
  }
  for (const int x : {2, 295, 395, 565, 637}) CHECK(street.at("traffic light", x) == 0);
}

TEST_CASE("without vehicles signs may stand on any ground, cars on grey one alone") {
  Street street;
  CHECK(street.at("stop sign", 300) > 0.6f);
  CHECK(street.at("stop sign", 300) < street.at("stop sign", 110));
  CHECK(street.at("car", 300) == 1);
  street.photo.pixels(300, row) = {90, 140, 60};
  CHECK(street.at("car", 300) == 0);
  CHECK(street.at("person", 300) == 1);
}
