// SPDX-License-Identifier: Apache-2.0
// LVIS's lists through every step that brings objects of other images, and through the rules that drop some.
#include <set>

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/image_io.h"
#include "pipeline/augment.h"
#include "tests/catch.h"
#include "tests/scratch.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// Photos of 64 x 64: one with a cup (4) and no 1, 2, 3; one with a lamp (1), of which there may be more, and
/// no 2, 4; one of which nothing is known.
constexpr const char* labels = R"({"images": [
  {"id": 1, "file_name": "a.png", "width": 64, "height": 64, "neg_category_ids": [1, 2, 3], "not_exhaustive_category_ids": []},
  {"id": 2, "file_name": "b.png", "width": 64, "height": 64, "neg_category_ids": [2, 4], "not_exhaustive_category_ids": [1]},
  {"id": 3, "file_name": "c.png", "width": 64, "height": 64, "neg_category_ids": [], "not_exhaustive_category_ids": []}],
 "categories": [{"id": 1, "name": "lamp"}, {"id": 2, "name": "dog"}, {"id": 3, "name": "car"}, {"id": 4, "name": "cup"}],
 "annotations": [
  {"id": 1, "image_id": 1, "category_id": 4, "iscrowd": 0, "area": 900, "bbox": [10, 10, 30, 30], "segmentation": [[10, 10, 40, 10, 40, 40, 10, 40]]},
  {"id": 2, "image_id": 2, "category_id": 1, "iscrowd": 0, "area": 900, "bbox": [20, 20, 30, 30], "segmentation": [[20, 20, 50, 20, 50, 50, 20, 50]]}]})";

Json result_of(const std::string& steps, const std::string& coco = labels) {
  const tests::Scratch scratch("federated");
  fs::create_directories(scratch.path / "images");
  for (const char* name : {"a.png", "b.png", "c.png"})
    write_file_atomic(scratch.path / "images" / name, encode_png(Image<Rgb8>(64, 64, Rgb8{90, 120, 60})));
  write_file_atomic(scratch.path / "instances.json", coco);
  AugmentOptions options;
  options.instances = scratch.path / "instances.json";
  options.images = scratch.path / "images";
  options.out = scratch.path / "out";
  augment(AugmentRecipe::parse(steps, "recipe.yaml"), options);
  return Json::parse(read_file(scratch.path / "out/instances.json"));
}

/// What may be said of a picture of several of the photos; returns whether it is one.
bool check_lists(const Json& image) {
  std::set<std::string> shown;
  for (const Json& parent : image["provenance"]["parents"]) shown.insert(parent["file"]);
  if (shown.size() < 2) return false;
  const bool unknown = shown.count("c.png") > 0;
  Json incomplete = Json::array();
  if (shown.count("b.png") > 0) incomplete.push_back(1);
  if (shown.count("a.png") > 0 && unknown) incomplete.push_back(4);  // else all cups are labelled
  INFO(image.dump());
  CHECK(image["neg_category_ids"] == (unknown ? Json::array() : Json::array({2})));  // 3 is unknown of b
  CHECK(image["not_exhaustive_category_ids"] == incomplete);
  return true;
}

TEST_CASE("LVIS: a picture of several photos says of each class what all of them allow") {
  for (const char* step : {"mixup", "cutmix", "mosaic", "copy_paste: {count: 1}"}) {
    INFO(step);
    const Json coco = result_of("copies: 8\naugment:\n  - " + std::string(step) + "\n");
    int mixed = 0;
    for (const Json& image : coco["images"]) mixed += check_lists(image) ? 1 : 0;
    CHECK(mixed > 5);
  }
}

TEST_CASE(
    "LVIS: donors of a dataset without lists have none of its other classes; of those it lacks nothing is "
    "known") {
  const tests::Scratch scratch("federated-donors");
  fs::create_directories(scratch.path / "images");
  write_file_atomic(scratch.path / "images/d.png", encode_png(Image<Rgb8>(64, 64, Rgb8{200, 20, 60})));
  // A lamp alone in the one half, a dog with a cup before it in the other; cars it does not know.
  write_file_atomic(scratch.path / "donors.json",
                    R"({"images": [{"id": 1, "file_name": "d.png", "width": 64, "height": 64}],
 "categories": [{"id": 7, "name": "lamp"}, {"id": 8, "name": "dog"}, {"id": 9, "name": "cup"}], "annotations": [
  {"id": 1, "image_id": 1, "category_id": 7, "iscrowd": 0, "area": 400, "bbox": [4, 4, 20, 20], "segmentation": [[4, 4, 24, 4, 24, 24, 4, 24]]},
  {"id": 2, "image_id": 1, "category_id": 8, "iscrowd": 0, "area": 400, "bbox": [40, 40, 20, 20], "segmentation": [[40, 40, 60, 40, 60, 60, 40, 60]]},
  {"id": 3, "image_id": 1, "category_id": 9, "iscrowd": 0, "area": 64, "bbox": [44, 44, 8, 8], "segmentation": [[44, 44, 52, 44, 52, 52, 44, 52]]}]})");
  const auto lists = [&](const std::string& name) {
    const Json coco = result_of("augment:\n  - copy_paste: {count: 1, scale: 1, only: {classes: [" + name +
                                "]}, donors: {in: '" + (scratch.path / "donors.json").string() +
                                "', images: '" + (scratch.path / "images").string() + "'}}\n");
    return coco["images"][0];
  };
  const Json lamp = lists("lamp");  // a.png had no 1, 2, 3
  CHECK(lamp["neg_category_ids"] == Json::array({2}));
  CHECK(lamp["not_exhaustive_category_ids"] == Json::array());
  const Json dog = lists("dog");
  CHECK(dog["neg_category_ids"] == Json::array({1}));
  CHECK(dog["not_exhaustive_category_ids"] == Json::array({4}));  // its pixels may hold a cup
}

TEST_CASE("LVIS: a defect painted in the name of a class that was negative is no contradiction") {
  std::string named = labels;
  named.replace(named.find("\"dog\""), 5, "\"crack\"");
  const Json coco =
      result_of("augment:\n  - paint_defects: {kind: crack, count: 1, surface: frame}\n", named);
  int painted = 0;
  for (const Json& object : coco["annotations"]) {
    if (object["category_id"] != 2) continue;
    const Json& image = coco["images"][object["image_id"].get<size_t>() - 1];
    for (const Json& negative : image["neg_category_ids"]) CHECK(negative != 2);
    ++painted;
  }
  CHECK(painted > 0);
  CHECK(coco["images"][0]["neg_category_ids"] == Json::array({1, 3}));
}

TEST_CASE(
    "LVIS: steps on one photo leave the lists; a label that the rules drop leaves its class incomplete") {
  const Json turned = result_of("augment: [flip]\n");
  CHECK(turned["images"][0]["neg_category_ids"] == Json::array({1, 2, 3}));
  CHECK(turned["images"][0]["not_exhaustive_category_ids"] == Json::array());
  const Json cut =
      result_of("labels: {min_visibility: 0.9}\naugment:\n  - crop: {width: 0.5, height: 1, x: 0, y: 0}\n");
  CHECK(cut["annotations"].empty());
  CHECK(cut["images"][0]["not_exhaustive_category_ids"] == Json::array({4}));
  CHECK(cut["images"][0]["neg_category_ids"] == Json::array({1, 2, 3}));
}

}  // namespace
}  // namespace understudy
