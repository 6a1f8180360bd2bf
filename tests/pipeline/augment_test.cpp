// SPDX-License-Identifier: Apache-2.0
#include "pipeline/augment.h"

#include <cmath>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/image_io.h"
#include "base/random.h"
#include "pipeline/replay.h"
#include "pipeline/sheet.h"
#include "pipeline/verify.h"
#include "tests/catch.h"
#include "tests/scratch.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// A dataset of small pictures with every kind of label, and a file that is no picture.
struct Dataset {
  tests::Scratch scratch{"augment"};
  fs::path folder = scratch.path / "in";

  Dataset() {
    fs::create_directories(folder / "images/deep");
    Stream stream(Key{5, 0}, "pictures");
    for (int i = 0; i < 6; ++i) {
      Image<Rgb8> image(48 + i, 40);
      for (int y = 0; y < 40; ++y) {
        for (int x = 0; x < 48 + i; ++x) image(x, y) = {uint8_t(5 * x), uint8_t(6 * y), uint8_t(40 * i)};
      }
      const fs::path name = "images/" + std::string(i % 2 == 1 ? "deep/" : "") + "p" + std::to_string(i);
      if (i == 4) {
        write_file_atomic(folder / (name.string() + ".png"), encode_png(image));
      } else {
        write_file_atomic(folder / (name.string() + ".jpg"), encode_jpeg(image, 95));
      }
    }
    write_file_atomic(folder / "images/p6.jpg", "no picture at all");
    write_file_atomic(folder / "instances.json", instances());
  }

  static std::string instances() {
    return R"({"images": [{"id": 10, "file_name": "p0.jpg", "width": 48, "height": 40, "own": {"key": [1.50, 2e3]}},
      {"file_name": "deep/p1.jpg", "id": 9223372036854775000, "width": 49, "height": 40}, {"id": 12, "file_name": "p2.jpg", "width": 50, "height": 40},
      {"id": 13, "file_name": "deep/p3.jpg", "width": 51, "height": 40}, {"id": 14, "file_name": "p4.png", "width": 52, "height": 40},
      {"id": 15, "file_name": "deep/p5.jpg", "width": 53, "height": 40}],
      "my": "own", "annotations": [
      {"id": 5, "image_id": 12, "category_id": 2, "bbox": [3.0, 4.00, 10, 8], "area": 80, "iscrowd": 0, "segmentation": [[3, 4, 13, 4, 13, 12.0, 3, 12]], "x": null},
      {"id": 6, "image_id": 10, "category_id": 2, "bbox": [1, 1, 5, 5], "iscrowd": 0},
      {"id": 1, "image_id": 12, "category_id": 3, "bbox": [0, 0, 2, 40], "area": 80, "iscrowd": 1, "segmentation": {"counts": [0, 80, 1920], "size": [40, 50]}},
      {"id": 7, "image_id": 9223372036854775000, "category_id": 2, "segmentation": {"size": [40, 49], "counts": "o`0e0[O]l9"}, "area": 1, "bbox": [0, 0, 1, 1], "iscrowd": 0},
      {"id": 8, "image_id": 14, "category_id": 2, "bbox": [20, 20, 0, 0], "area": 0, "iscrowd": 0, "segmentation": []}],
      "categories": [{"id": 2, "name": "cat"}, {"id": 3, "name": "crowd"}]})";
  }

  AugmentReport run(const std::string& recipe, const std::string& out, int threads = 1) const {
    AugmentOptions options;
    options.instances = folder / "instances.json";
    options.images = folder / "images";
    options.out = scratch.path / out;
    options.threads = threads;
    return augment(AugmentRecipe::parse(recipe, "recipe.yaml"), options);
  }
  Json result(const std::string& out) const {
    return Json::parse(read_file(scratch.path / out / "instances.json"));
  }
  Json report(const std::string& out) const {
    return Json::parse(read_file(scratch.path / out / "report.json"));
  }
};

constexpr const char* everything =
    "copies: 2\nkeep_originals: true\naugment:\n  - flip: {probability: 0.5}\n  - affine: {rotate_deg: "
    "{uniform: [-30, 30]}}\n"
    "  - elastic: {probability: 0.5, spacing_px: 12}\n";

TEST_CASE("nothing to do gives the same dataset: every value, every byte of every image") {
  const Dataset dataset;
  const AugmentReport report = dataset.run("augment: []\n", "out");
  CHECK(report.images == 6);
  CHECK(report.summary.annotations == 5);
  CHECK(dataset.result("out") == Json::parse(Dataset::instances()));
  const std::string text = read_file(dataset.scratch.path / "out/instances.json");
  CHECK(text.find("\"own\": {\"key\": [1.50, 2e3]}") != std::string::npos);
  for (const auto& [name, bytes] : tests::contents_of(dataset.scratch.path / "out/images")) {
    CHECK((read_file(dataset.folder / "images" / name) == bytes));
  }
  CHECK(dataset.report("out")["summary"]["odd"]["empty_box"] == 1);
}

TEST_CASE("the same bytes on 1, 2 and 8 threads, other ones from another seed") {
  const Dataset dataset;
  dataset.run(everything, "one", 1);
  dataset.run(everything, "two", 2);
  dataset.run(everything, "eight", 8);
  dataset.run("seed: 2\n" + std::string(everything), "other", 2);
  const auto one = tests::contents_of(dataset.scratch.path / "one");
  CHECK(one.size() == 18 * 2 + 4);
  CHECK((one == tests::contents_of(dataset.scratch.path / "two")));
  CHECK((one == tests::contents_of(dataset.scratch.path / "eight")));
  CHECK_FALSE((one.at("images/p0-1.jpg") ==
               tests::contents_of(dataset.scratch.path / "other").at("images/p0-1.jpg")));
}

TEST_CASE("a sheet shows the photos with their boxes and masks; verify finds what was altered") {
  const Dataset dataset;
  dataset.run(everything, "out", 2);
  const fs::path out = dataset.scratch.path / "out";
  const SheetReport bare = write_sheet(out, out / "bare.png", {6, 3, 640, false});
  const SheetReport drawn = write_sheet(out, out / "sheet.png", {6, 3, 640, true});
  CHECK(drawn.images == 6);
  // Of p0 and p1, each with two copies: a box, and an RLE.
  CHECK(drawn.instances.at("cat") >= 4);
  CHECK(bare.instances == drawn.instances);
  CHECK_FALSE(read_file(out / "bare.png") == read_file(out / "sheet.png"));
  VerifyOptions some;
  some.render = 2;
  const Verification whole = verify(out, some);
  CHECK(whole.faults.empty());
  CHECK(whole.images == 18);
  const std::string image = read_file(out / "images/p2-1.jpg"), labels = read_file(out / "instances.json");
  std::string other = image;
  other.back() = char(other.back() ^ 1);
  write_file_atomic(out / "images/p2-1.jpg", other);
  CHECK(verify(out, some).faults.size() == 1);
  write_file_atomic(out / "images/p2-1.jpg", image);
  Json fewer = Json::parse(labels);
  fewer["annotations"].erase(0);
  write_file_atomic(out / "instances.json", fewer.dump());
  CHECK(verify(out, some).faults.size() == 1);
  // Not one number of an entry may be another.
  Json other_class = Json::parse(labels);
  Json& category = other_class["annotations"].back()["category_id"];
  category = category.get<int>() + 1;
  write_file_atomic(out / "instances.json", other_class.dump());
  CHECK(verify(out, some).faults.size() == 1);
  Json other_size = Json::parse(labels);
  other_size["images"][1]["width"] = 7;
  write_file_atomic(out / "instances.json", other_size.dump(1));
  CHECK(verify(out, some).faults.size() == 1);
  fewer["images"].erase(fewer["images"].size() - 1);
  write_file_atomic(out / "instances.json", fewer.dump());
  CHECK(verify(out, some).faults.size() >= 2);
}

TEST_CASE("a folder of another seed, recipe or dataset is refused, the difference named") {
  const Dataset data;
  data.run("seed: 1\naugment: [flip]\n", "out");
  const auto before = tests::contents_of(data.scratch.path / "out");
  const auto refusal = [&](const std::string& recipe) -> std::string {
    try {
      data.run(recipe, "out");
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  };
  CHECK(refusal("seed: 2\naugment: [flip]\n").find("seed: 1") != std::string::npos);
  CHECK(refusal("seed: 1\naugment: [flip, grey]\n").find("grey") != std::string::npos);
  write_file_atomic(data.folder / "instances.json", Dataset::instances() + "\n");
  CHECK(refusal("seed: 1\naugment: [flip]\n").find("hash") != std::string::npos);
  CHECK(tests::contents_of(data.scratch.path / "out") == before);
}

TEST_CASE("originals keep their ids, copies get new ones and say where they come from") {
  const Dataset dataset;
  dataset.run(everything, "out");
  const Json result = dataset.result("out");
  REQUIRE(result["images"].size() == 18);
  CHECK(result["images"][0]["id"] == 10);
  CHECK_FALSE(result["images"][0].contains("provenance"));
  CHECK(result["images"][1]["file_name"] == "p0-1.jpg");
  CHECK(result["images"][1]["provenance"]["parents"][0]["image_id"] == 10);
  CHECK(result["images"][1]["provenance"]["steps"].size() >= 1);
  std::set<int64_t> images, annotations;
  for (const Json& image : result["images"]) CHECK(images.insert(image["id"].get<int64_t>()).second);
  for (const Json& annotation : result["annotations"]) {
    CHECK(annotations.insert(annotation["id"].get<int64_t>()).second);
    CHECK(images.count(annotation["image_id"].get<int64_t>()) == 1);
  }
  CHECK(result["annotations"][0]["id"] == 5);
}

TEST_CASE("a run that stops goes on where it was, and ends with the same bytes") {
  const Dataset dataset;
  dataset.run(everything, "whole");
  dataset.run(everything, "cut");
  const fs::path cut = dataset.scratch.path / "cut";
  fs::remove(cut / "records/000003.json");
  write_file_atomic(cut / "images/p2-1.jpg", "half");
  fs::remove(cut / "instances.json");
  const AugmentReport report = dataset.run(everything, "cut");
  CHECK(report.images == 2);
  CHECK(report.images_kept == 16);
  CHECK((tests::contents_of(cut) == tests::contents_of(dataset.scratch.path / "whole")));
  CHECK_THROWS_AS(dataset.run("augment: []\n", "cut"), UserError);
}

TEST_CASE("an image that cannot be read is skipped and listed, and so are its annotations") {
  const Dataset dataset;
  fs::remove(dataset.folder / "images/p2.jpg");
  write_file_atomic(dataset.folder / "images/p0.jpg", "no picture at all");
  const AugmentReport report = dataset.run("augment: []\n", "out");
  CHECK(report.summary.skipped == 2);
  CHECK(dataset.result("out")["images"].size() == 4);
  CHECK(dataset.result("out")["annotations"].size() == 2);
}

/// A folder of real COCO sets: named by UNDERSTUDY_DATA, or beside the project.
fs::path real_data() {
  const char* named = std::getenv("UNDERSTUDY_DATA");
  return named != nullptr ? fs::path(named) : fs::path(UNDERSTUDY_SOURCE_DIR) / "../shared/data";
}

TEST_CASE("real COCO sets come back value for value") {
  struct Set {
    const char *instances, *images;
  };
  for (const Set& set : {Set{"coco-tiny/annotations/instances_train2017.json", "coco-tiny/train2017"},
                         Set{"coco-tiny/annotations/instances_val2017.json", "coco-tiny/val2017"},
                         Set{"coco-street/instances.json", "coco-street"}}) {
    const fs::path instances = real_data() / set.instances;
    if (!fs::exists(instances)) {
      WARN("skipped: there is no " << instances << " (set UNDERSTUDY_DATA)");
      continue;
    }
    const tests::Scratch scratch("augment-real");
    AugmentOptions options;
    options.instances = instances;
    options.images = real_data() / set.images;
    options.out = scratch.path;
    const AugmentReport report = augment(AugmentRecipe::parse("augment: []\n", "recipe.yaml"), options);
    CHECK(report.summary.skipped == 0);
    CHECK((nlohmann::ordered_json::parse(read_file(scratch.path / "instances.json")) ==
           nlohmann::ordered_json::parse(read_file(instances))));
  }
}

/// A picture of one colour with depths: 5 m at the left, 200 m in the middle, not known at the right.
struct DepthDataset {
  tests::Scratch scratch{"depth"};
  Image<uint16_t> depth{30, 20};

  DepthDataset() {
    fs::create_directories(scratch.path / "images");
    write_file_atomic(scratch.path / "images/a.png", encode_png(Image<Rgb8>(30, 20, {200, 90, 10})));
    write_file_atomic(scratch.path / "instances.json",
                      R"({"images": [{"id": 1, "file_name": "a.png", "width": 30, "height": 20}],)"
                      R"("annotations": [], "categories": []})");
    for (int y = 0; y < 20; ++y) {
      for (int x = 0; x < 30; ++x) depth(x, y) = x < 10 ? 500 : x < 20 ? 20000 : 0;
    }
  }

  void write_depth(const std::string& bytes) const {
    write_file_atomic(scratch.path / "images/a-depth.png", bytes);
  }
  /// Centimetres: 16 bits of them reach 655 m.
  Image<Rgba8> run(const std::string& steps, const std::string& out) const {
    AugmentOptions options;
    options.instances = scratch.path / "instances.json";
    options.images = scratch.path / "images";
    options.out = scratch.path / out;
    augment(AugmentRecipe::parse("depth: {file: \"*-depth.png\", unit_m: 0.01}\naugment: " + steps,
                                 "recipe.yaml"),
            options);
    return decode_png(read_file(options.out / "images/a.png"), out);
  }
};

TEST_CASE("fog takes its depth from the file beside the photo: exp(-beta d) of the light arrives") {
  const DepthDataset dataset;
  dataset.write_depth(encode_png(dataset.depth));
  const std::string fog = "fog: {visibility_m: 100, brightness: 0.8, patchiness: 0, background_m: 1000}";
  const Image<Rgba8> plain = dataset.run("[" + fog + "]", "plain");
  const Image<Rgba8> mirrored = dataset.run("[flip, " + fog + "]", "mirrored");
  const auto linear = [](double value) {
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  const double air = linear(std::lround(255 * 0.8) / 255.0), beta = 3.912 / 100;
  const Rgb8 before = {200, 90, 10};
  for (const auto& [x, depth_m] : {std::pair{4, 5.0}, {14, 200.0}}) {
    for (size_t c = 0; c < 3; ++c) {
      const double arrives = std::exp(-beta * depth_m);
      const double light = arrives * linear(before[c] / 255.0) + (1 - arrives) * air;
      CHECK(linear(plain(x, 7)[c] / 255.0) == Approx(light).margin(0.006));
      CHECK(mirrored(29 - x, 7)[c] == plain(x, 7)[c]);  // depth goes the way of the photo
    }
  }
  // What the file does not know is the background and the ground as ever: the sky, here.
  CHECK(std::abs(plain(25, 2)[2] - 204) <= 1);
}

TEST_CASE("a depth image that has changed is named before an image is replayed") {
  DepthDataset dataset;
  dataset.write_depth(encode_png(dataset.depth));
  dataset.run("[fog]", "out");
  const auto message = [&] {
    try {
      return std::to_string(replay({dataset.scratch.path / "out", "a.png", {}}).differences.size());
    } catch (const UserError& error) {
      return std::string(error.what());
    }
  };
  CHECK(message() == "0");
  dataset.depth(3, 3) = 700;
  dataset.write_depth(encode_png(dataset.depth));
  CHECK(message().find("a-depth.png has changed since a.png was made from it") != std::string::npos);
  std::filesystem::remove(dataset.scratch.path / "images/a-depth.png");
  CHECK(message().find("a-depth.png is not there") != std::string::npos);
}

TEST_CASE("a depth image that is missing, of another size or no depth image is told in a sentence") {
  const DepthDataset dataset;
  const auto refused = [&](const std::string& out) {
    try {
      dataset.run("[fog]", out);
    } catch (const UserError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(refused("none").find("a.png has no depth image") != std::string::npos);
  int number = 0;
  for (const auto& [bytes, reason] : {std::pair{encode_png(Image<uint16_t>(20, 20, 500)),
                                                "20 x 20 px, expected those of its photo, 30 x 20"},
                                      {encode_png(Image<uint8_t>(30, 20, 9)), "grey of 16 bits"},
                                      {encode_png(Image<uint16_t>(30, 20, 1)), "depth.unit_m"},
                                      {std::string("nothing"), "expected a depth image"}}) {
    dataset.write_depth(bytes);
    const std::string out = "bad" + std::to_string(number++);
    CHECK_THROWS_AS(dataset.run("[fog]", out), UserError);  // there is no picture
    const std::string report = read_file(dataset.scratch.path / out / "report.json");
    CHECK(report.find(reason) != std::string::npos);
  }
}

TEST_CASE("what is not carried along is not left standing as if it were; other people's keys stay") {
  const Dataset dataset;
  write_file_atomic(dataset.folder / "instances.json", R"({"images": [
      {"id": 1, "file_name": "p0.jpg", "width": 48, "height": 40, "camera": {"fx": 20, "cx": 24}, "good_file_name": "p0.jpg", "provenance": {"by": "me"}},
      {"id": 2, "file_name": "deep/p1.jpg", "width": 49, "height": 40, "camera": "Canon"}],
    "annotations": [
      {"id": 1, "image_id": 1, "category_id": 2, "bbox": [10, 10, 10, 10], "area": 100, "iscrowd": 0, "segmentation": [[10, 10, 20, 10, 20, 20, 10, 20]],
       "keypoints": [11, 11, 3], "num_keypoints": 1, "visibility": "high", "rbox": [1, 2, 3, 4, 5]},
      {"id": 2, "image_id": 1, "category_id": 2, "bbox": [4, 4, 4, 4], "area": 16, "iscrowd": 0, "size_px": {"length": 4, "width": 4},
       "segmentation": {"size": [40, 48], "counts": [164, 4, 36, 4, 36, 4, 36, 4, 1632]}, "contrast": 0.5, "mean_contrast": 0.4},
      {"id": 3, "image_id": 1, "category_id": 2, "bbox": [4, 4, 4, 4], "area": 16, "iscrowd": 0, "size_px": {"length": 4, "width": 4}, "segmentation": [[4, 4, 8, 4, 8, 8, 4, 8]]}],
    "categories": [{"id": 2, "name": "cat"}]})");
  dataset.run("labels: {unmoved: drop}\nimage: {format: png}\naugment:\n  - resize: {scale: 2}\n", "out");
  const Json out = dataset.result("out");
  const Json image = out["images"][0], other = out["images"][1];
  CHECK_FALSE(image.contains("camera"));
  CHECK_FALSE(image.contains("good_file_name"));
  CHECK(image["provenance"]["before"]["by"] == "me");
  CHECK(other["camera"] == "Canon");
  const Json object = out["annotations"][0], defect = out["annotations"][1];
  CHECK(object["keypoints"].empty());
  CHECK(object["num_keypoints"] == 0);
  CHECK(object["visibility"] == "high");
  CHECK_FALSE(object.contains("rbox"));
  CHECK(defect["size_px"]["length"] == Approx(2 * 4).margin(0.5));
  CHECK(out["annotations"][2]["size_px"]["length"] == Approx(2 * 4).margin(0.5));
  CHECK_FALSE(defect.contains("contrast"));
  CHECK_FALSE(defect.contains("mean_contrast"));
  CHECK(dataset.report("out")["summary"]["odd"]["visibility"] == 1);
}

}  // namespace
}  // namespace understudy
