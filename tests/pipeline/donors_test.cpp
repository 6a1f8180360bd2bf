// SPDX-License-Identifier: Apache-2.0
// Objects of another dataset, pasted into this one.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "augment/cover.h"
#include "base/error.h"
#include "base/files.h"
#include "base/image_io.h"
#include "base/random.h"
#include "exporters/coco_reader.h"
#include "pipeline/augment.h"
#include "pipeline/generate.h"
#include "pipeline/replay.h"
#include "tests/catch.h"
#include "tests/scratch.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// Two grey photos of two splits, and two donor photos in other colours, whose classes have other numbers.
struct Datasets {
  tests::Scratch scratch{"donors"};

  Datasets() {
    for (const char* name : {"in", "other"}) {
      fs::create_directories(scratch.path / name / "images");
      for (int i = 0; i < 2; ++i) {
        const Image<Rgb8> image(90, 70,
                                name[0] == 'i' ? Rgb8{128, 128, 128} : Rgb8{250, uint8_t(200 * i), 0});
        write_file_atomic(scratch.path / name / "images" / (std::to_string(i) + ".png"), encode_png(image));
      }
    }
    write_file_atomic(scratch.path / "in/instances.json", R"({"images": [
      {"id": 1, "file_name": "0.png", "width": 90, "height": 70, "split": "train"},
      {"id": 2, "file_name": "1.png", "width": 90, "height": 70, "split": "val"}],
      "annotations": [], "categories": [{"id": 7, "name": "person"}, {"id": 8, "name": "cat"}]})");
    write_file_atomic(
        scratch.path / "other/instances.json", R"({"licenses": [{"id": 4, "name": "CC BY 4.0", "url": "u"}],
      "images": [{"id": 5, "file_name": "0.png", "width": 90, "height": 70, "split": "train", "license": 4},
                 {"id": 6, "file_name": "1.png", "width": 90, "height": 70, "split": "val", "license": 4}],
      "annotations": [)" + objects(5, 10) + "," + objects(6, 20) +
                                                   R"(],
      "categories": [{"id": 8, "name": "boat"}, {"id": 3, "name": "pedestrian"}, {"id": 1, "name": "cat"}]})");
  }

  /// A pedestrian, a boat (which the dataset does not know), a crowd of cats, and a part of the pedestrian.
  static std::string objects(int image, int first) {
    const auto object = [&](int id, int category, int crowd, const char* more) {
      return fmt::format(
          R"({{"id": {}, "image_id": {}, "category_id": {}, "bbox": [20, 10, 20, 40], "area": 800, "iscrowd": {},
             "segmentation": [[20, 10, 40, 10, 40, 50, 20, 50]], "instance_id": 3, "own": 1{}}})",
          id, image, category, crowd, more);
    };
    return object(first, 3, 0, "") + "," + object(first + 1, 8, 0, "") + "," + object(first + 2, 1, 1, "") +
           "," + object(first + 3, 1, 0, ", \"parent_id\": 10");
  }

  AugmentReport run(const std::string& settings, const std::string& out, int threads = 1) const {
    AugmentOptions options;
    options.instances = scratch.path / "in/instances.json";
    options.images = scratch.path / "in/images";
    options.out = scratch.path / out;
    options.threads = threads;
    return augment(AugmentRecipe::parse(
                       settings + "copies: 4\naugment:\n  - copy_paste: {donors: {in: other/instances.json}, "
                                  "count: 2, scale: 1, blend: hard}\n",
                       (scratch.path / "recipe.yaml").string()),
                   options);
  }
  Json result(const std::string& out) const {
    return Json::parse(read_file(scratch.path / out / "instances.json"));
  }
};

TEST_CASE(
    "donors of another dataset: classes by name, no crowds and no parts, parents with hash and licence") {
  const Datasets data;
  data.run("", "out");
  const Json result = data.result("out");
  REQUIRE(result["annotations"].size() > 8);
  for (const Json& object : result["annotations"]) {
    CHECK(object["category_id"] == 7);
    CHECK(object["iscrowd"] == 0);
    CHECK(object["own"] == 1);
    CHECK_FALSE(object.contains("instance_id"));
    CHECK(object["provenance"]["donor_dataset"] == "instances.json");
    const int donor = object["provenance"]["donor_annotation_id"];
    CHECK((donor == 10 || donor == 20));
  }
  const std::string bytes = read_file(data.scratch.path / "other/images/0.png");
  for (const Json& image : result["images"]) {
    const Json& parents = image["provenance"]["parents"];
    REQUIRE(parents.size() >= 2);
    CHECK_FALSE(parents[0].contains("dataset"));
    for (size_t i = 1; i < parents.size(); ++i) {
      CHECK(parents[i]["dataset"] == "instances.json");
      CHECK(parents[i]["license"]["name"] == "CC BY 4.0");
      if (parents[i]["file"] == "0.png")
        CHECK(parents[i]["hash"] == fmt::format("{:016x}", hash_bytes(bytes.data(), bytes.size())));
    }
  }
}

TEST_CASE(
    "what bears donors of another dataset is replayed, also where their files are called as the dataset's "
    "own") {
  const Datasets data;
  data.run("", "out");
  const Json out = data.result("out");
  for (const Json& image : out["images"]) {
    const Replay again = replay({data.scratch.path / "out", image["file_name"].get<std::string>(), {}});
    CHECK(again.differences.empty());
  }
  const auto refusal = [&](const std::string& image) {
    try {
      replay({data.scratch.path / "out", image, data.scratch.path / "again"});
    } catch (const UserError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  const Json coco = data.result("out");
  const Json& image = coco["images"][0];
  const std::string name = image["file_name"];
  const fs::path donor =
      data.scratch.path / "other/images" / image["provenance"]["parents"].back()["file"].get<std::string>();
  const std::string bytes = read_file(donor);
  write_file_atomic(donor, encode_png(Image<Rgb8>(90, 70, {1, 2, 3})));
  CHECK(refusal(name).find(donor.string() + " has changed since " + name) != std::string::npos);
  fs::remove(donor);
  CHECK(refusal(name).find(donor.string() + " is not there") != std::string::npos);
  write_file_atomic(donor, bytes);
  CHECK(refusal(name).empty());
  fs::remove_all(data.scratch.path / "again");
  const fs::path labels = data.scratch.path / "other/instances.json";
  write_file_atomic(labels, read_file(labels) + " ");
  CHECK(refusal(name).find(labels.string() + " has changed since ") != std::string::npos);
  fs::remove(labels);
  CHECK(refusal(name).find(labels.string() + ": the COCO file that donors") != std::string::npos);
  CHECK_FALSE(fs::exists(data.scratch.path / "again"));
}

std::string refusal(const Datasets& data, const std::string& steps) {
  AugmentOptions options;
  options.instances = data.scratch.path / "other/instances.json";
  options.images = data.scratch.path / "other/images";
  options.out = data.scratch.path / "refused";
  try {
    augment(AugmentRecipe::parse(steps, (data.scratch.path / "recipe.yaml").string()), options);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("pasting from a dataset without masks is refused; where no photo drawn has a donor it is listed") {
  const Datasets data;
  const fs::path file = data.scratch.path / "other/instances.json";
  const Json whole = Json::parse(read_file(file));
  // Cats are crowds, but for the part of another.
  CHECK(refusal(data, "augment:\n  - copy_paste: {only: {classes: [cat]}}\n").empty());
  Json boxes = whole;
  for (Json& object : boxes["annotations"]) object["segmentation"] = Json::array();
  write_file_atomic(file, boxes.dump());
  for (const char* step : {"copy_paste", "occluder_paste"}) {
    const std::string why = refusal(data, "augment: [" + std::string(step) + "]\n");
    CHECK(why.find(step) != std::string::npos);
    CHECK(why.find("8 annotations of " + file.string()) != std::string::npos);
  }
  fs::remove_all(data.scratch.path / "refused");
  CHECK(refusal(data, "augment: [mixup]\n").empty());
  // One object with a mask, in a photo that cannot be read.
  boxes["annotations"][0]["segmentation"] = whole["annotations"][0]["segmentation"];
  write_file_atomic(file, boxes.dump());
  write_file_atomic(data.scratch.path / "other/images/0.png", "no image");
  const AugmentReport report = data.run("", "none");
  CHECK(report.summary.notes_of_kind.at("no_donor") == 8);
  const Json none = data.result("none");
  for (const Json& image : none["images"]) CHECK(image["provenance"]["parents"].size() == 1);
}

TEST_CASE("colours are taken from the photos of another dataset, whatever its classes, and replayed") {
  const Datasets data;
  Json file = Json::parse(read_file(data.scratch.path / "other/instances.json"));
  for (const char* key : {"annotations", "categories", "licenses"}) file.erase(key);
  write_file_atomic(data.scratch.path / "other/instances.json", file.dump());
  for (const std::string step : {"match_histogram: {strength: 1, donors: {in: other/instances.json}}",
                                 "match_fourier: {beta: 0.4, donors: {in: other/instances.json}}"}) {
    AugmentOptions options;
    options.instances = data.scratch.path / "in/instances.json";
    options.images = data.scratch.path / "in/images";
    options.out = data.scratch.path / step.substr(0, step.find(':'));
    augment(AugmentRecipe::parse("augment:\n  - " + step, (data.scratch.path / "recipe.yaml").string()),
            options);
    const Json coco = Json::parse(read_file(options.out / "instances.json"));
    for (const Json& image : coco["images"]) {
      const std::string name = image["file_name"];
      const Image<Rgba8> made = decode_png(read_file(options.out / "images" / name), name);
      CHECK(int(made(40, 30)[0]) >= 249);
      CHECK(int(made(40, 30)[2]) <= 1);
      CHECK(image["provenance"]["parents"][1]["dataset"] == "instances.json");
      CHECK(replay({options.out, name, {}}).differences.empty());
    }
  }
}

TEST_CASE("with a group key only donors of the photo's own split are pasted") {
  const Datasets data;
  data.run("group_key: split\n", "out");
  const Json result = data.result("out");
  std::map<int64_t, std::string> split_of;
  for (const Json& image : result["images"]) split_of[image["id"]] = image["split"];
  REQUIRE(result["annotations"].size() > 8);
  for (const Json& object : result["annotations"])
    CHECK(object["provenance"]["donor_image_id"] == (split_of[object["image_id"]] == "train" ? 5 : 6));
}

TEST_CASE("the same bytes on 1, 2 and 8 threads; a run on other donors is refused") {
  const Datasets data;
  data.run("", "one", 1);
  data.run("", "two", 2);
  data.run("", "eight", 8);
  CHECK((tests::contents_of(data.scratch.path / "one") == tests::contents_of(data.scratch.path / "two")));
  CHECK((tests::contents_of(data.scratch.path / "one") == tests::contents_of(data.scratch.path / "eight")));
  const std::string text = read_file(data.scratch.path / "other/instances.json");
  write_file_atomic(data.scratch.path / "other/instances.json", text + "\n");
  CHECK_THROWS_AS(data.run("", "one"), UserError);
}

TEST_CASE("donors without a class in common are refused") {
  const Datasets data;
  write_file_atomic(data.scratch.path / "in/instances.json",
                    R"({"images": [], "annotations": [], "categories": [{"id": 1, "name": "dog"}]})");
  try {
    data.run("", "out");
    FAIL("it was not refused");
  } catch (const UserError& error) {
    CHECK(std::string(error.what()).find("boat") != std::string::npos);
    CHECK(std::string(error.what()).find("dog") != std::string::npos);
  }
}

TEST_CASE("a generated dataset gives donors with its exact masks") {
  const Datasets data;
  RecipeOverrides overrides;
  overrides.size_px = {90, 70};
  overrides.quality = "preview";
  GenerateOptions generating;
  generating.out = data.scratch.path / "made";
  generating.count = 1;
  generate(load_recipe(fs::path(UNDERSTUDY_SOURCE_DIR) / "assets/recipes/street.yaml", overrides),
           generating);
  const CocoReader made(data.scratch.path / "made/instances.json");
  const Photo from = made.read(0);
  std::string names;
  for (const PhotoCategory& category : made.categories())
    names += fmt::format(R"({}{{"id": {}, "name": "{}"}})", names.empty() ? "" : ",", 100 + category.id,
                         category.name);
  write_file_atomic(
      data.scratch.path / "in/instances.json",
      R"({"images": [{"id": 1, "file_name": "0.png", "width": 90, "height": 70}], "annotations": [],
                       "categories": [)" +
          names + "]}");
  AugmentOptions options;
  options.instances = data.scratch.path / "in/instances.json";
  options.images = data.scratch.path / "in/images";
  options.out = data.scratch.path / "out";
  augment(AugmentRecipe::parse(
              "copies: 12\naugment:\n  - copy_paste: {donors: {in: made/instances.json}, count: 1, "
              "scale: 1, mirror: 0, blend: hard}\n",
              (data.scratch.path / "recipe.yaml").string()),
          options);
  const Json result = data.result("out");
  std::map<int64_t, const PhotoObject*> by_id;
  for (const PhotoObject& object : from.objects) by_id[object.id] = &object;
  int exact = 0;
  for (const Json& object : result["annotations"]) {
    const PhotoObject& donor = *by_id.at(object["provenance"]["donor_annotation_id"]);
    CHECK(object["category_id"] == 100 + donor.category);
    CHECK_FALSE(object.contains("amodal_area"));
    CHECK(object["bbox"][2] == donor.box->width);
    exact += object["area"] == donor.area_px;
  }
  CHECK(exact == int(result["annotations"].size()));
  CHECK(exact > 0);
}

}  // namespace
}  // namespace understudy
