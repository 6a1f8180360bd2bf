// SPDX-License-Identifier: Apache-2.0
#include "augment/cover.h"

#include "tests/augment/discs.h"
#include "tests/catch.h"

namespace understudy {
namespace {

using namespace discs;

TEST_CASE("what is seen and what is covered sum to what was seen") {
  const MaskPatch cover{50, 0, Image<uint8_t>(20, height, 1)};
  PhotoObject object = photo_of(1, {disc(60, 45, 30)}).objects[0];
  const MaskPatch before = outline_of(object, width, height);
  const double share = cover_object(object, cover, width, height);
  const MaskPatch left = outline_of(object, width, height);
  CHECK(left.area() + overlap_px(before, cover) == before.area());
  CHECK(overlap_px(left, cover) == 0);
  CHECK(share == Approx(double(left.area()) / double(before.area())));
  CHECK(std::get<Polygons>(object.segmentation).size() == 2);  // two parts, still rings
  CHECK(object.area_px == double(left.area()));
  // A hole has no form in rings: an RLE.
  PhotoObject ring = photo_of(1, {disc(60, 45, 30)}).objects[0];
  cover_object(ring, {55, 40, Image<uint8_t>(10, 10, 1)}, width, height);
  CHECK(std::holds_alternative<Rle>(ring.segmentation));
  // All of it.
  cover_object(ring, {0, 0, Image<uint8_t>(width, height, 1)}, width, height);
  CHECK(ring.hidden);
  CHECK(ring.area_px == 0);
}

TEST_CASE("occlude leaves the asked-for share of each object, within two points") {
  const Photo before = photo_of(1, {disc(28, 45, 22), disc(90, 45, 25)});
  for (uint64_t i = 0; i < 30; ++i) {
    const double wanted = 0.3 + 0.5 * double(i) / 30;
    const Photo photo = after("  - occlude: {visibility: " + std::to_string(wanted) + "}\n", i, before);
    REQUIRE(photo.objects.size() == 2);
    for (const PhotoObject& object : photo.objects) CHECK(object.visibility == Approx(wanted).margin(0.02));
  }
}

TEST_CASE(
    "occlude spares its other objects, where they lie over each other too, and says what it could not meet") {
  const Photo before = photo_of(1, {disc(45, 45, 22), disc(75, 45, 25), disc(60, 70, 15)});
  for (uint64_t i = 0; i < 30; ++i) {
    const Photo photo = after("  - occlude: {visibility: {uniform: [0.5, 0.9]}, fill: noise}\n", i, before);
    REQUIRE(photo.objects.size() == 3);
    CHECK(photo.notes.empty());
    for (const PhotoObject& object : photo.objects) {
      CHECK(object.visibility >= 0.49);
      CHECK(object.visibility <= 0.91);
    }
  }
  const Photo twice = photo_of(1, {disc(60, 45, 22), disc(60, 45, 22)});
  const Photo photo = after("  - occlude: {visibility: 0.5}\n", 1, twice);
  CHECK(photo.notes.size() == 2);
  CHECK(photo.notes[0].kind == "visibility_not_met");
  Photo boxes = photo_of(1, {disc(45, 45, 22)});
  boxes.objects[0].segmentation = {};
  CHECK(after("  - occlude\n", 1, boxes).notes.at(0).kind == "no_mask");
}

TEST_CASE("erased pixels belong to no object, and a hidden object is dropped and listed") {
  const Photo before = photo_of(1, {disc(28, 45, 22), disc(90, 45, 25)});
  for (uint64_t i = 0; i < 20; ++i) {
    const Photo photo = after("  - erase: {count: 3, fill: black}\n", i, before);
    for (const PhotoObject& object : photo.objects) {
      const MaskPatch mask = outline_of(object, width, height);
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x)
          CHECK_FALSE((mask.holds(x, y) && photo.pixels(x, y) == Rgb8{0, 0, 0}));
      }
    }
  }
  const Photo all = after("  - erase: {area: 1, aspect: 1.3333}\n", 1, before);
  CHECK(all.objects.empty());
  REQUIRE(all.dropped.size() == 2);
  CHECK(all.dropped[0].reason == "hidden");
}

TEST_CASE("pasted objects hide what is below, show their own pixels and name their donor") {
  const Photo before = photo_of(1, {disc(28, 45, 22), disc(90, 45, 25)});
  int pasted = 0;
  for (uint64_t i = 0; i < 20; ++i) {
    const Photo photo =
        after("  - copy_paste: {count: 3, scale: {uniform: [0.4, 1.2]}, blend: hard}\n", i, before);
    for (size_t a = 0; a < photo.objects.size(); ++a) {
      const PhotoObject& object = photo.objects[a];
      const MaskPatch mask = outline_of(object, width, height);
      CHECK(object.area_px == Approx(double(mask.area())).epsilon(0.1).margin(6));
      for (size_t b = a + 1; b < photo.objects.size(); ++b) {
        CHECK(overlap_px(mask, outline_of(photo.objects[b], width, height)) == 0);
      }
      if (!object.added) continue;
      ++pasted;
      CHECK(object.provenance.find("donor_image_id") != std::string::npos);
      int64_t wrong = 0;
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) wrong += mask.holds(x, y) && photo.pixels(x, y)[0] == 20;
      }
      CHECK(wrong == 0);
    }
  }
  CHECK(pasted > 20);
}

TEST_CASE("a mosaic's labels stay within their tiles, whose colours tell them apart") {
  const Photo before = photo_of(1, {disc(60, 45, 40)});
  for (const char* tiles : {"2", "3"}) {
    const Photo photo =
        after(std::string("  - mosaic: {tiles: ") + tiles + ", width_px: 200, height_px: 160}\n", 3, before);
    CHECK(photo.pixels.width_px() == 200);
    CHECK(photo.width_px == 200);
    CHECK(photo.objects.size() >= 3);
    for (const PhotoObject& object : photo.objects) {
      const MaskPatch mask = outline_of(object, 200, 160);
      std::set<int> colors;
      for (int y = 0; y < 160; ++y) {
        for (int x = 0; x < 200; ++x) {
          if (mask.holds(x, y)) colors.insert(photo.pixels(x, y)[0]);
        }
      }
      CHECK(colors.size() == 1);
    }
  }
}

TEST_CASE("mixup and cutmix keep all labels that are still to be seen") {
  const Photo before = photo_of(1, {disc(28, 45, 22)});
  CHECK(after("  - mixup: {share: 0.5}\n", 1, before).objects.size() == 3);
  const Photo cut = after("  - cutmix: {share: 1}\n", 1, before);
  for (const PhotoObject& object : cut.objects) CHECK(object.added);
  CHECK(cut.dropped.size() == 1);
}

}  // namespace
}  // namespace understudy
