// SPDX-License-Identifier: Apache-2.0
// A dataset of photos with defects painted on them: classes, parents, pairs.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/image_io.h"
#include "exporters/coco_reader.h"
#include "labels/patch.h"
#include "pipeline/augment.h"
#include "tests/catch.h"
#include "tests/scratch.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

struct Parts {
  tests::Scratch scratch{"painted"};

  Parts() {
    fs::create_directories(scratch.path / "in/deep");
    for (int i = 0; i < 2; ++i) {
      Image<Rgb8> image(120, 90);
      for (size_t k = 0; k < image.size(); ++k) {
        const auto grain = uint8_t(hash_number(uint64_t(i), k) % 20);
        image[k] = {uint8_t(140 + grain), uint8_t(130 + grain), uint8_t(120 + grain)};
      }
      write_file_atomic(scratch.path / fmt::format("in/deep/{}.png", i), encode_png(image));
    }
    write_file_atomic(scratch.path / "in/instances.json", R"({"images": [
      {"id": 4, "file_name": "deep/0.png", "width": 120, "height": 90},
      {"id": 9, "file_name": "deep/1.png", "width": 120, "height": 90}], "annotations": [
      {"id": 3, "image_id": 4, "category_id": 5, "bbox": [10, 10, 50, 70], "area": 3500, "iscrowd": 0,
       "segmentation": [[10, 10, 60, 10, 60, 80, 10, 80]]},
      {"id": 2, "image_id": 9, "category_id": 5, "bbox": [50, 10, 60, 70], "area": 4200, "iscrowd": 0,
       "segmentation": [[50, 10, 110, 10, 110, 80, 50, 80]]}],
      "categories": [{"id": 5, "name": "door"}, {"id": 6, "name": "crack"} ]})");
  }

  AugmentReport run(const std::string& out, int threads = 1) const {
    AugmentOptions options;
    options.instances = scratch.path / "in/instances.json";
    options.images = scratch.path / "in";
    options.out = scratch.path / out;
    options.threads = threads;
    return augment(AugmentRecipe::parse(
                       "copies: 3\naugment:\n  - flip: {probability: 0.5}\n"
                       "  - paint_defects: {count: 2, pair: true, kind: {choice: [crack, stain, missing]}, "
                       "size: {uniform: [0.3, 0.5]}}\n  - gaussian_noise\n",
                       "recipe.yaml"),
                   options);
  }
  Json result(const std::string& out) const {
    return Json::parse(read_file(scratch.path / out / "instances.json"));
  }
};

TEST_CASE("classes are added once, and each defect names an annotation of its own image that holds it") {
  const Parts parts;
  parts.run("out");
  const Json result = parts.result("out");
  REQUIRE(result["categories"].size() == 4);
  CHECK(result["categories"][1]["id"] == 6);  // the dataset's own crack
  CHECK(result["categories"][2] == Json{{"id", 7}, {"name", "stain"}, {"supercategory", "defect"}});
  CHECK(result["categories"][3]["name"] == "missing patch");
  std::map<int64_t, Json> by_id;
  for (const Json& object : result["annotations"])
    CHECK(by_id.emplace(object["id"].get<int64_t>(), object).second);
  int defects = 0;
  for (const Json& object : result["annotations"]) {
    if (!object.contains("severity")) continue;
    ++defects;
    const Json& parent = by_id.at(object["parent_id"]);
    CHECK(parent["image_id"] == object["image_id"]);
    CHECK(parent["category_id"] == 5);
    CHECK(object["category_id"] >= 6);
    CHECK(object["bbox"][0] >= parent["bbox"][0]);
    CHECK(object["mean_contrast"] >= 0.05);
    CHECK(object["contrast"] > 0);
    CHECK(object["size_px"]["length"] >= object["size_px"]["width"]);
    CHECK(object["provenance"].contains("painted"));
  }
  CHECK(defects >= 10);
  CHECK(Json::parse(read_file(parts.scratch.path / "out/report.json"))["summary"]["annotations_per_category"]
            .contains("missing patch"));
}

TEST_CASE("the twin in good/ has the same bytes of pixels beyond the masks") {
  const Parts parts;
  parts.run("out");
  const CocoReader reader(parts.scratch.path / "out/instances.json");
  int pairs = 0;
  for (size_t i = 0; i < reader.image_count(); ++i) {
    const Photo photo = reader.read(i);
    const Json image = Json::parse(photo.json);
    if (!image.contains("good_file_name")) continue;
    ++pairs;
    CHECK(image["good_file_name"] == photo.file_name);
    const auto bad = decode_png(read_file(parts.scratch.path / "out/images" / photo.file_name), "bad");
    const auto good = decode_png(read_file(parts.scratch.path / "out/good" / photo.file_name), "good");
    Image<uint8_t> labelled(bad.width_px(), bad.height_px(), 0);
    for (const PhotoObject& object : photo.objects) {
      if (object.json.find("\"severity\"") == std::string::npos) continue;
      const MaskPatch mask = patch_of(std::get<Rle>(object.segmentation));
      for (int y = 0; y < labelled.height_px(); ++y) {
        for (int x = 0; x < labelled.width_px(); ++x) labelled(x, y) |= mask.holds(x, y);
      }
    }
    int within = 0, beyond = 0;
    for (size_t k = 0; k < bad.size(); ++k) (labelled[k] != 0 ? within : beyond) += bad[k] != good[k];
    CHECK(beyond == 0);
    CHECK(within > 0);
  }
  CHECK(pairs >= 5);
}

TEST_CASE("painted on 1, 2 and 8 threads: the same bytes; a lost twin is made again") {
  const Parts parts;
  parts.run("one", 1);
  parts.run("two", 2);
  parts.run("eight", 8);
  const auto one = tests::contents_of(parts.scratch.path / "one");
  CHECK((one == tests::contents_of(parts.scratch.path / "two")));
  CHECK((one == tests::contents_of(parts.scratch.path / "eight")));
  fs::remove(parts.scratch.path / "one/good/deep/0-1.png");
  CHECK(parts.run("one").images == 1);
  CHECK((one == tests::contents_of(parts.scratch.path / "one")));
}

}  // namespace
}  // namespace understudy
