// SPDX-License-Identifier: Apache-2.0
#include "exporters/coco_reader.h"

#include <algorithm>

#include "base/files.h"
#include "tests/catch.h"
#include "tests/scratch.h"

namespace understudy {
namespace {

struct File {
  tests::Scratch scratch{"coco"};
  std::filesystem::path path;
  explicit File(const std::string& text) {
    std::filesystem::create_directories(scratch.path);
    path = scratch.path / "instances.json";
    write_file_atomic(path, text);
  }
};

std::string refusal(const std::string& text) {
  const File file(text);
  try {
    CocoReader reader(file.path);
    for (size_t i = 0; i < reader.image_count(); ++i) reader.read(i);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

bool has_fault(const Photo& photo, const std::string& kind, int64_t annotation) {
  return std::any_of(photo.faults.begin(), photo.faults.end(),
                     [&](const LabelFault& f) { return f.kind == kind && f.annotation == annotation; });
}

constexpr const char* image = R"({"id": 1, "file_name": "a.jpg", "width": 10, "height": 8})";

std::string with_annotation(const std::string& annotation) {
  return std::string("{\"images\": [") + image + "],\n\"annotations\": [" + annotation + "]}";
}

TEST_CASE("images keep their order and get their annotations, wherever those stand") {
  const File file(R"({"unknown": [1, {"a": "}]"}], "annotations": [
    {"id": 9007199254740993, "image_id": 7, "category_id": 3, "bbox": [1, 2, 3.5, 4], "iscrowd": 0, "note": "\"[{"},
    {"id": 2, "image_id": 5, "category_id": 3, "segmentation": [[0, 0, 4, 0, 4.25, 3]], "area": 6.5},
    {"id": 3, "image_id": 7, "category_id": 4, "iscrowd": 1, "segmentation": {"size": [2, 3], "counts": [1, 2, 3]}}],
    "images": [{"id": 7, "file_name": "x/b.jpg"}, {"id": 6, "coco_url": "http://h/train2017/c.jpg"}, {"id": 5, "file_name": "a.jpg"}],
    "categories": [{"id": 3, "name": "dog", "keypoints": ["nose", "left_ear", "right_ear"]}]})");
  const CocoReader reader(file.path);
  REQUIRE(reader.image_count() == 3);
  CHECK(reader.annotation_count() == 3);
  CHECK(reader.largest_annotation_id() == 9007199254740993);
  CHECK(reader.largest_image_id() == 7);
  CHECK(reader.has_file("x/b.jpg"));
  CHECK_FALSE(reader.has_file("b.jpg"));
  CHECK(reader.annotation_keys().count("note") == 1);
  REQUIRE(reader.categories().size() == 1);
  CHECK(reader.categories()[0].mirrored_keypoint == std::vector<int>{0, 2, 1});
  REQUIRE(reader.faults().size() == 1);
  CHECK(reader.faults()[0].kind == "no_such_category");
  CHECK(holds(reader.faults()[0].detail, "category_id 4 of 1 annotations"));
  const Photo first = reader.read(0), second = reader.read(1), third = reader.read(2);
  CHECK(first.file_name == "x/b.jpg");
  CHECK(second.file_name == "train2017/c.jpg");
  CHECK(second.objects.empty());
  REQUIRE(first.objects.size() == 2);
  CHECK(first.objects[0].id == 9007199254740993);
  CHECK(first.objects[0].position == 0);
  CHECK(*first.objects[0].box == RealBox{1, 2, 3.5, 4});
  CHECK(first.objects[1].crowd);
  CHECK(std::get<Rle>(first.objects[1].segmentation).area() == 2);
  REQUIRE(third.objects.size() == 1);
  CHECK(std::get<Polygons>(third.objects[0].segmentation)[0][2] == Point{4.25, 3});
  CHECK(third.objects[0].area_px == 6.5);
}

TEST_CASE("a byte order mark is passed over, and what is no number is named") {
  const File file(std::string("\xEF\xBB\xBF") + "{\"images\": [" + image + "]}");
  CHECK(CocoReader(file.path).image_count() == 1);
  CHECK(holds(refusal(with_annotation(R"({"id": 1, "image_id": 1, "category_id": 1, "area": NaN})")),
              "NaN and Infinity"));
}

TEST_CASE("of keypoints the other side is found by its name, in every spelling") {
  const File file(R"({"images": [], "categories": [{"id": 4, "name": "cat", "keypoints":
      ["L_Eye", "R_Eye", "LEFT_PAW", "RIGHT_PAW", "LHip", "RHip", "tail", "ear_r", "ear_l", "Liver", "left_fin"]}]})");
  const CocoReader reader(file.path);
  CHECK(reader.categories()[0].mirrored_keypoint == std::vector<int>{1, 0, 3, 2, 5, 4, 6, 8, 7, 9, 10});
  // No keypoint is written twice, whatever the names.
  const File odd(
      R"({"images": [], "categories": [{"id": 4, "name": "cat", "keypoints": ["l_left", "r_left", "l_right"]}]})");
  CHECK(CocoReader(odd.path).categories()[0].mirrored_keypoint == std::vector<int>{2, 1, 0});
}

TEST_CASE("odd labels are listed and taken for absent, never a crash") {
  const File file(with_annotation(
      R"({"id": 1, "image_id": 1, "segmentation": [[1, 2, 3, 4]]}, {"id": 2, "image_id": 1, "segmentation": [[1, 2, 3, 4, 5, 6, 7]]},
         {"id": 3, "image_id": 1, "segmentation": {"size": [8, 10], "counts": [3, 4]}}, {"id": 4, "image_id": 1, "bbox": [1, 2, 0, 4]},
         {"id": 5, "image_id": 1, "bbox": "none"}, {"id": 6, "image_id": 1, "segmentation": {"size": [8, 10], "counts": "zz~"}},
         {"id": 7, "image_id": 1, "keypoints": [1, 2]}, {"id": 8, "image_id": 99}, {"id": 7, "image_id": 1, "segmentation": null})"));
  const CocoReader reader(file.path);
  const Photo photo = reader.read(0);
  CHECK(photo.objects.size() == 8);
  CHECK(has_fault(photo, "ring_of_4_numbers", 1));
  CHECK(has_fault(photo, "ring_length", 2));
  CHECK(has_fault(photo, "rle", 3));
  CHECK(has_fault(photo, "empty_box", 4));
  CHECK(has_fault(photo, "bbox", 5));
  CHECK(has_fault(photo, "rle", 6));
  CHECK(has_fault(photo, "keypoints", 7));
  for (const PhotoObject& object : photo.objects) CHECK(object.segmentation.index() == 0);
  REQUIRE(reader.faults().size() == 2);
  CHECK(reader.faults()[0].kind == "no_such_image");
  CHECK(reader.faults()[1].kind == "id_twice");
}

TEST_CASE("what is no COCO file is refused with its place") {
  CHECK(holds(refusal(""), "expected an object"));
  CHECK(holds(refusal("[1, 2]"), "expected an object"));
  CHECK(holds(refusal("{\"annotations\": []}"), "images"));
  CHECK(holds(refusal("{\"images\": 3}"), "expected a list"));
  CHECK(holds(
      refusal(
          "{\"images\": [\n{\"id\": 1, \"file_name\": \"a.jpg\"},\n{\"id\": 1.5, \"file_name\": \"b\"}]}"),
      "instances.json:3"));
  CHECK(holds(refusal("{\"images\": [{\"id\": 1, \"file_name\": \"a.jpg\"}"), "cut short"));
  CHECK(holds(refusal("{\"images\": [{\"id\": 1, \"file_name\": \"a.jpg}]}"), "closing quote"));
  CHECK(holds(refusal("{\"images\": [{\"id\": 1, \"file_name\": \"../a.jpg\"}]}"), "leaves the folder"));
  CHECK(holds(refusal("{\"images\": [{\"id\": 1, \"file_name\": \"/a.jpg\"}]}"), "leaves the folder"));
  CHECK(holds(refusal("{\"images\": [{\"id\": 1, \"file_name\": \"a\"}, {\"id\": 1, \"file_name\": \"b\"}]}"),
              "two images have the id 1"));
  CHECK(holds(refusal("{\"images\": [{\"id\": 1, \"file_name\": \"a\"}, {\"id\": 2, \"file_name\": \"a\"}]}"),
              "two images have the file_name"));
  CHECK(holds(refusal("{\"images\": [], \"images\": []}"), "twice"));
  CHECK(holds(refusal("{\"images\": []} x"), "end of the file"));
  CHECK(holds(refusal(with_annotation("{\"id\": 1}")), "image_id"));
  CHECK(holds(refusal(with_annotation("{\"id\": 1, \"image_id\": 1, \"area\": NaN}")), "instances.json:2"));
  CHECK(holds(refusal(with_annotation("{\"image_id\": 1, \"segments_info\": []}")), "panoptic"));
  CHECK(holds(refusal("{\"images\": [" + std::string(5000, '[') + "]}"), "too deep"));
}

}  // namespace
}  // namespace understudy
