// SPDX-License-Identifier: Apache-2.0
// Labels of what an inserted object covers.
#include "pipeline/insert/cover.h"

#include "tests/catch.h"

using namespace understudy;

namespace {

PhotoObject outlined(int64_t id, double x, double y, double width, double height) {
  PhotoObject object;
  object.id = id;
  object.box = RealBox{x, y, width, height};
  object.segmentation = Polygons{{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}};
  object.area_px = width * height;
  object.json = R"({"id":)" + std::to_string(id) + R"(,"mine":{"kept":[1,2]}})";
  return object;
}

Photo photo_with(std::vector<PhotoObject> objects) {
  Photo photo;
  photo.width_px = 60;
  photo.height_px = 40;
  photo.objects = std::move(objects);
  return photo;
}

const MaskPatch middle{20, 0, Image<uint8_t>(10, 40, 1)};

}  // namespace

TEST_CASE("what is behind loses the covered pixels and keeps what it was as amodal") {
  Photo photo =
      photo_with({outlined(1, 10, 10, 30, 20), outlined(2, 10, 10, 30, 20), outlined(3, 40, 5, 8, 8)});
  cover_objects(photo, middle, {true, false, true}, 0);
  REQUIRE(photo.objects.size() == 3);
  const PhotoObject& cut = photo.objects[0];
  CHECK(cut.area_px == 400);
  CHECK(cut.visibility == Approx(2.0 / 3));
  CHECK(cut.changed);
  const MaskPatch left = outline_of(cut, 60, 40);
  CHECK(left.area() == 400);
  CHECK(overlap_px(left, middle) == 0);
  CHECK(*cut.box == RealBox{10, 10, 30, 20});  // both ends are still seen
  CHECK(cut.json.find(R"("amodal_area":600)") != std::string::npos);
  CHECK(cut.json.find(R"("amodal_bbox":[10.0,10.0,30.0,20.0])") != std::string::npos);
  CHECK(cut.json.find(R"("mine":{"kept":[1,2]})") != std::string::npos);
  // Neither what is in front nor what is beside changes at all.
  CHECK_FALSE(photo.objects[1].changed);
  CHECK(photo.objects[1].json == outlined(2, 10, 10, 30, 20).json);
  CHECK_FALSE(photo.objects[2].changed);
}

TEST_CASE("what is hidden, or nearly, is dropped and listed") {
  Photo photo =
      photo_with({outlined(1, 21, 5, 6, 6), outlined(2, 12, 5, 10, 10), outlined(3, 12, 25, 15, 10)});
  cover_objects(photo, middle, {true, true, true}, 0.7);
  REQUIRE(photo.objects.size() == 1);
  CHECK(photo.objects[0].id == 2);
  REQUIRE(photo.dropped.size() == 2);
  CHECK(photo.dropped[0].reason == "hidden");
  CHECK(photo.dropped[1].reason == "min_visibility");
}

TEST_CASE("a box without outline shrinks where a whole side of it is covered, and only there") {
  PhotoObject box = outlined(1, 22.5, 10, 20, 10);
  box.segmentation = {};
  PhotoObject across = outlined(2, 10, 10, 30, 20);
  across.segmentation = {};
  Photo photo = photo_with({box, across});
  cover_objects(photo, middle, {true, true}, 0);
  CHECK(*photo.objects[0].box == RealBox{30, 10, 12.5, 10});
  CHECK(photo.objects[0].json.find("amodal_segmentation") == std::string::npos);
  CHECK(*photo.objects[1].box == RealBox{10, 10, 30, 20});
  CHECK(photo.objects[1].visibility == Approx(2.0 / 3));
}

TEST_CASE("a keypoint under the object is hidden, not lost; amodal labels of the file stay") {
  PhotoObject object = outlined(1, 10, 10, 30, 20);
  object.keypoints = {{25, 15, 2}, {12, 15, 2}, {0, 0, 0}};
  object.json = R"({"id":1,"amodal_bbox":[1,2,3,4]})";
  Photo photo = photo_with({object});
  cover_objects(photo, middle, {true}, 0);
  CHECK(photo.objects[0].keypoints[0].visibility == 1);
  CHECK(photo.objects[0].keypoints[1].visibility == 2);
  CHECK(photo.objects[0].json == object.json);
  CHECK(photo.objects[0].amodal_holds);
}
