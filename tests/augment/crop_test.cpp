// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "augment/apply.h"
#include "augment/window.h"
#include "base/random.h"
#include "tests/catch.h"

namespace understudy {
namespace {

constexpr int width = 200, height = 150;

PhotoObject object_of(int64_t id, int64_t category, Segmentation segmentation) {
  PhotoObject object;
  object.id = id;
  object.category = category;
  object.segmentation = std::move(segmentation);
  measure(object);
  return object;
}

RealRing rectangle(double x, double y, double w, double h) {
  return {{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}};
}

/// Objects of all three kinds at random places; one in five is a crowd.
Photo crowded_photo(uint64_t number) {
  Photo photo;
  photo.width_px = width;
  photo.height_px = height;
  photo.pixels = Image<Rgb8>(width, height, {90, 90, 90});
  Stream stream(Key{3, number}, "objects");
  for (int i = 0; i < 6; ++i) {
    const double w = stream.uniform(5, 60), h = stream.uniform(5, 60);
    const double x = stream.uniform(0, width - w), y = stream.uniform(0, height - h);
    const RealRing ring{{x, y + h / 2}, {x + w / 2, y}, {x + w, y + h / 3}, {x + w / 2, y + h}};
    PhotoObject object = object_of(i + 1, 1 + i % 2, Polygons{ring});
    if (i % 3 == 1) object = object_of(i + 1, 1, rle_of(rasterize({ring}, width, height), width, height));
    if (i % 3 == 2) object.segmentation = {};
    object.crowd = i == 4;
    photo.objects.push_back(std::move(object));
  }
  return photo;
}

Photo cropped(Photo photo, const std::string& step, uint64_t number, const PhotoSource& source = {}) {
  const auto recipe = AugmentRecipe::parse("augment: [" + step + "]\n", "recipe.yaml");
  apply_recipe(photo, recipe, {1, number}, source, {{1, "car", {}}, {2, "stop sign", {}}});
  return photo;
}

TEST_CASE("a window shows of an object what lies in it, whatever the object is made of") {
  const RealRing ring = rectangle(20, 30, 40, 20);
  PhotoObject boxed = object_of(1, 1, Polygons{ring});
  boxed.segmentation = {};
  for (const PhotoObject& object :
       {object_of(1, 1, Polygons{ring}), boxed,
        object_of(1, 1, rle_of(rasterize({ring}, width, height), width, height))}) {
    const WindowShare share(object);
    CHECK(share.in({0, 0, width, height}) == 1);
    CHECK(share.in({20, 30, 40, 20}) == 1);
    CHECK(share.in({30, 0, 100, 35}) == Approx(0.75 * 0.25));
    CHECK(share.in({60, 0, 50, 50}) == 0);
    CHECK(share.whole(width, height) == Box{20, 30, 40, 20});
  }
}

TEST_CASE("safe_crop: every object is gone or keeps its share, on 300 photos") {
  int smaller = 0, lost = 0;
  for (uint64_t number = 0; number < 300; ++number) {
    const Photo before = crowded_photo(number);
    const Photo after =
        cropped(before, "safe_crop: {width: {uniform: [0.2, 0.9]}, keep: 0.7, least_objects: 2}", number);
    smaller += after.width_px < width || after.height_px < height;
    lost += after.objects.size() < before.objects.size();
    int kept = 0;
    for (const PhotoObject& object : after.objects) {
      if (object.crowd) continue;
      ++kept;
      CHECK(object.area_px >= 0.7 * before.objects[size_t(object.id - 1)].area_px - 1e-6);
    }
    CHECK(kept >= 2);
    for (const PhotoDropped& dropped : after.dropped) CHECK(dropped.reason == "outside");
  }
  CHECK(smaller > 290);
  CHECK(lost > 200);
}

TEST_CASE("a window grows until it holds, also about labels beyond the frame") {
  std::vector<WindowShare> objects;
  objects.emplace_back(object_of(1, 1, Polygons{rectangle(10, 10, 50, 50)}));
  objects.emplace_back(object_of(2, 1, Polygons{rectangle(55, 20, 50, 20)}));
  const Box grown = grown_to_keep({0, 0, 20, 20}, objects, 0.9, 1, width, height);
  CHECK(grown == Box{0, 0, 105, 60});  // the first object's end shows too little of the second
  CHECK(keeps(grown, objects, 0.9, 1));
  CHECK(grown_to_keep({150, 100, 20, 20}, objects, 0.9, 0, width, height) == Box{150, 100, 20, 20});
  CHECK(keeps(grown_to_keep({150, 100, 20, 20}, objects, 0.9, 1, width, height), objects, 0.9, 1));
  objects.emplace_back(object_of(3, 1, Polygons{rectangle(190, 140, 500, 500)}));
  CHECK(grown_to_keep({185, 130, 10, 15}, objects, 0.9, 1, width, height) == Box{0, 0, width, height});
}

TEST_CASE("object_crop: the object is in the middle and as large as asked, where the frame allows it") {
  Photo photo = crowded_photo(1);
  photo.objects = {object_of(1, 1, Polygons{rectangle(90, 60, 20, 10)}),
                   object_of(2, 2, Polygons{rectangle(5, 5, 10, 12)})};
  const Photo cars =
      cropped(photo, "object_crop: {fill: 0.4, shift_x: 0, shift_y: 0, only: {classes: [car]}}", 4);
  CHECK(cars.width_px == 50);
  CHECK(cars.height_px == 38);  // the frame's shape
  REQUIRE(cars.objects.size() == 1);
  CHECK(cars.objects[0].box->x == 15);
  CHECK(std::abs(cars.objects[0].box->y + 5 - 19) <= 0.5);
  // In a corner the window stays within the frame.
  const Photo corner =
      cropped(photo, "object_crop: {width_px: 64, height_px: 48, only: {classes: [stop sign]}}", 4);
  CHECK(corner.width_px == 64);
  CHECK(*corner.objects.at(0).box == RealBox{5, 5, 10, 12});
}

TEST_CASE("object_crop about the scarcest class takes an object of that class") {
  PhotoSource source;
  source.annotations_of_category = {{1, 900}, {2, 3}};
  for (uint64_t number = 0; number < 40; ++number) {
    Photo photo = crowded_photo(number);
    photo.objects = {object_of(1, 1, Polygons{rectangle(10, 10, 20, 10)}),
                     object_of(2, 2, Polygons{rectangle(150, 100, 10, 12)}),
                     object_of(3, 1, Polygons{rectangle(60, 70, 20, 10)})};
    const Photo after = cropped(photo, "object_crop: {around: scarcest, fill: 0.5}", number, source);
    REQUIRE(after.objects.size() == 1);
    CHECK(after.objects[0].category == 2);
  }
}

}  // namespace
}  // namespace understudy
