// SPDX-License-Identifier: Apache-2.0
// Datasets of matched pairs as a user makes them.
#include <cmath>

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/image_io.h"
#include "tests/catch.h"
#include "tests/cli/program.h"

namespace understudy::proof {
namespace {

using test::differing;
using test::Files;
using test::Result;
using test::ScratchFolder;
using test::snapshot;
using Json = nlohmann::json;

const char* const recipe =
    "generator: inspection\nseed: 11\nquality: preview\npairs: true\n"
    "image: {width_px: 160, height_px: 160, format: png}\n"
    "inspection: {part: rolled_plate}\ncamera: {size_in_frame: 1.2}\nsensor: {auto_exposure: false}\n"
    "defects:\n  stain: {count: 1}\n  dent: {count: 1}\n  scratch: {count: 2, width_mm: 2}\n";

Files dataset(const ScratchFolder& scratch, const std::string& name, const std::vector<std::string>& more) {
  write_file_atomic(scratch / "pairs.yaml", recipe);
  std::vector<std::string> command{UNDERSTUDY_PROGRAM, "generate", (scratch / "pairs.yaml").string(), "--out",
                                   (scratch / name).string()};
  command.insert(command.end(), more.begin(), more.end());
  const Result result = test::run(command);
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  return snapshot(scratch / name);
}

}  // namespace

TEST_CASE("a pair has labels with parents, sizes and a contrast; any pair is made alone") {
  const ScratchFolder scratch;
  const Files whole = dataset(scratch, "whole", {"--count", "3"});
  const Json coco = Json::parse(whole.at("instances.json"));
  std::map<int64_t, Json> of_id;
  int defects = 0;
  for (const Json& a : coco.at("annotations")) of_id[a.at("id").get<int64_t>()] = a;
  for (const auto& [id, a] : of_id) {
    if (!a.contains("parent_id")) continue;
    ++defects;
    const Json& parent = of_id.at(a.at("parent_id").get<int64_t>());
    CHECK(!parent.contains("parent_id"));
    CHECK(parent.at("image_id") == a.at("image_id"));
    CHECK(parent.at("area").get<int>() > a.at("area").get<int>());
    CHECK(a.at("size_mm").at("length").get<double>() > 0);
    // A single pixel of a scratch may be too faint to change a byte.
    CHECK(a.at("contrast").get<double>() >= (a.at("area").get<int>() > 4 ? 1e-6 : 0.0));
  }
  CHECK(defects >= 9);
  for (const Json& image : coco.at("images")) {
    const std::string name = image.at("good_file_name").get<std::string>();
    CHECK(name == image.at("file_name").get<std::string>());
    CHECK(whole.at("images/" + name) != whole.at("good/" + name));
  }

  const Files alone = dataset(scratch, "alone", {"--start", "2", "--count", "1"});
  for (const char* name : {"images/000002.png", "good/000002.png", "records/000002.json"})
    CHECK(alone.at(name) == whole.at(name));

  // A lost twin is made again, with the same bytes.
  std::filesystem::remove(scratch / "whole/good/000001.png");
  CHECK(differing(whole, dataset(scratch, "whole", {"--count", "3"})) == std::set<std::string>{});
  const Result verified =
      test::run({UNDERSTUDY_PROGRAM, "verify", (scratch / "whole").string(), "--render", "1"});
  INFO(verified.out << verified.err);
  CHECK(verified.exit_code == 0);
}

TEST_CASE("the picture without defects is as smooth where they were as one that never had any") {
  const ScratchFolder scratch;
  std::vector<std::string> plain{"--start", "1", "--count", "1", "--quality", "standard"};
  for (const char* setting :
       {"inspection={part: brushed_plate, rig: ring}", "camera.size_in_frame=2.5", "sensor.full_well_e=0",
        "defects.stain.count=0", "defects.scratch.count=0", "defects.dent={count: 0}"})
    plain.insert(plain.end(), {"--set", setting});
  std::vector<std::string> dented = plain;
  dented.back() = "defects.dent={count: 1, severity: 1, length_mm: 30, width_mm: 25}";
  const Files with = dataset(scratch, "with", dented), without = dataset(scratch, "without", plain);
  const Json coco = Json::parse(with.at("instances.json"));
  const auto good = decode_png(with.at("good/000001.png"), "good"),
             free = decode_png(without.at("images/000001.png"), "free");
  double differs = 0, count = 0;
  for (const Json& a : coco.at("annotations")) {
    if (!a.contains("parent_id")) continue;
    const auto box = a.at("bbox").get<std::vector<int>>();
    for (int y = box[1]; y < box[1] + box[3]; ++y) {
      for (int x = box[0]; x < box[0] + box[2]; ++x, ++count)
        differs += std::abs(int(good(x, y)[1]) - int(free(x, y)[1]));
    }
  }
  REQUIRE(count > 400);
  INFO(differs / count);
  CHECK(differs / count < 2);  // 5 where each of its pixels gathered its own light
}

TEST_CASE("damage of a road and what fell on it have facts and no parent; their twin is the clean road") {
  const ScratchFolder scratch;
  write_file_atomic(scratch / "road.yaml",
                    "generator: street\nseed: 5\nquality: preview\npairs: true\n"
                    "image: {width_px: 160, height_px: 120, format: png}\n"
                    "camera: {mode: survey}\nsky: {time: overcast}\nsensor: {auto_exposure: false}\n"
                    "street:\n  cars: {moving_count: 0, parked_count: 0}\n"
                    "  debris: {cardboard_boxes: 2}\n"
                    "  road_defects: {pothole: {count: 2, severity: 0.75, water_probability: 0.5}, "
                    "faded_marking: {count: 1}}\n");
  const std::string out = (scratch / "road").string();
  const Result made = test::run(
      {UNDERSTUDY_PROGRAM, "generate", (scratch / "road.yaml").string(), "--out", out, "--count", "3"});
  INFO(made.err);
  REQUIRE(made.exit_code == 0);
  const Files files = snapshot(out);
  const Json coco = Json::parse(files.at("instances.json"));
  std::map<int64_t, std::string> names;
  for (const Json& c : coco.at("categories"))
    names[c.at("id").get<int64_t>()] = c.at("name").get<std::string>();
  std::map<std::string, int> found;
  for (const Json& a : coco.at("annotations")) {
    const std::string name = names.at(a.at("category_id").get<int64_t>());
    if (!a.contains("severity")) continue;
    ++found[name];
    INFO(name << " " << a.at("id"));
    CHECK(!a.contains("parent_id"));
    CHECK(!a.contains("parent_instance_id"));
    CHECK(a.at("size_mm").at("length").get<double>() >= a.at("size_mm").at("width").get<double>());
    CHECK(a.at("size_px").at("length").get<double>() >= 1);
    // A single pixel of a scratch may be too faint to change a byte.
    CHECK(a.at("contrast").get<double>() >= (a.at("area").get<int>() > 4 ? 1e-6 : 0.0));
    if (name == "pothole") CHECK(a.at("severity") == 0.75);
    if (name == "cardboard box") CHECK(a.at("severity") == 1);
  }
  CHECK(found["pothole"] >= 3);
  CHECK(found["cardboard box"] >= 2);
  for (const Json& image : coco.at("images")) {
    const std::string name = image.at("file_name").get<std::string>();
    CHECK(files.at("images/" + name) != files.at("good/" + name));
  }
  const Result verified = test::run({UNDERSTUDY_PROGRAM, "verify", out, "--render", "1"});
  INFO(verified.out << verified.err);
  CHECK(verified.exit_code == 0);
}

TEST_CASE("where there is no defect, both pictures of a pair are the same file") {
  const ScratchFolder scratch;
  const Files files = dataset(scratch, "none",
                              {"--count", "1", "--set", "defects.stain.count=0", "--set",
                               "defects.dent.count=0", "--set", "defects.scratch.count=0"});
  CHECK(files.at("images/000000.png") == files.at("good/000000.png"));
}

}  // namespace understudy::proof
