// SPDX-License-Identifier: Apache-2.0
#include "pipeline/balance.h"

#include <set>

#include "base/error.h"
#include "tests/catch.h"
#include "tests/pipeline/balance/scarce_dataset.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;
using tests::contents_of;
using tests::Json;
using tests::ScarceDataset;

constexpr const char* sixty = "target: {stop sign: 60}\n";

uint64_t signs_in(const Json& result) {
  uint64_t count = 0;
  for (const Json& annotation : result["annotations"]) count += annotation["category_id"] == 9;
  return count;
}

TEST_CASE("what was planned is what the dataset holds, and the originals are in it as they were") {
  const ScarceDataset dataset;
  const BalanceReport report = dataset.run(sixty, "out", 2);
  const Json result = dataset.result("out"),
             input = Json::parse(read_file(dataset.folder / "instances.json"));
  CHECK(report.after[1] == 60);
  CHECK(signs_in(result) == 60);
  CHECK(result["info"] == input["info"]);
  CHECK(result["licenses"] == input["licenses"]);
  size_t originals = 0;
  for (const Json& image : result["images"]) {
    if (image.contains("provenance")) continue;
    CHECK(image == input["images"][originals++]);
    const std::string name = image["file_name"];
    CHECK((read_file(dataset.scratch.path / "out/images" / name) ==
           read_file(dataset.folder / "images" / name)));
  }
  CHECK(originals == input["images"].size());
  for (size_t i = 0; i < input["annotations"].size(); ++i)
    CHECK(result["annotations"][i] == input["annotations"][i]);
}

TEST_CASE(
    "copies say what they are made of, pasted objects where they come from; boxes are those of outlines") {
  const ScarceDataset dataset;
  dataset.run(sixty, "out");
  const Json result = dataset.result("out"),
             input = Json::parse(read_file(dataset.folder / "instances.json"));
  std::map<int64_t, Json> donors, images;
  for (const Json& annotation : input["annotations"]) donors[annotation["id"]] = annotation;
  for (const Json& image : result["images"]) images[image["id"]] = image;
  size_t pasted = 0;
  for (const Json& annotation : result["annotations"]) {
    if (!annotation.contains("provenance")) continue;
    ++pasted;
    const Json& from = annotation["provenance"];
    const Json& donor = donors.at(from["donor_annotation_id"]);
    CHECK(donor["image_id"] == from["donor_image_id"]);
    CHECK(donor["category_id"] == annotation["category_id"]);
    CHECK(annotation["note"] == "kept");
    CHECK(annotation["id"].get<int64_t>() > int64_t(input["annotations"].size()));
    for (int k = 0; k < 4; ++k)
      CHECK(annotation["bbox"][size_t(k)].get<double>() ==
            Approx(from["box"][size_t(k)].get<double>()).margin(0.001));
    const Json& parents = images.at(annotation["image_id"])["provenance"]["parents"];
    REQUIRE(parents.size() >= 2);
    CHECK(parents[0]["license"] == 3);
    bool named = false;
    for (const Json& parent : parents) named |= parent["image_id"] == from["donor_image_id"];
    CHECK(named);
  }
  CHECK(pasted > 10);
}

TEST_CASE("the same bytes on 1, 2 and 8 threads, and by a run that was stopped and taken up again") {
  const ScarceDataset dataset;
  dataset.run(sixty, "one", 1);
  dataset.run(sixty, "two", 2);
  dataset.run(sixty, "eight", 8);
  const auto one = contents_of(dataset.scratch.path / "one");
  CHECK((one == contents_of(dataset.scratch.path / "two")));
  CHECK((one == contents_of(dataset.scratch.path / "eight")));
  const fs::path cut = dataset.scratch.path / "two";
  fs::remove(cut / "records/000003.json");
  fs::remove(cut / "records/000050.json");
  write_file_atomic(cut / "images/p01-1.png", "half");
  fs::remove(cut / "instances.json");
  const BalanceReport report = dataset.run(sixty, "two", 2);
  CHECK(report.images == 3);
  CHECK((one == contents_of(cut)));
  const std::atomic<bool> stop = true;
  CHECK(dataset.run(sixty, "stopped", 2, &stop).stopped);
  CHECK_FALSE(dataset.run(sixty, "stopped", 2).stopped);
  CHECK((one == contents_of(dataset.scratch.path / "stopped")));
  CHECK_THROWS_AS(dataset.run("target: {stop sign: 61}\n", "two"), UserError);
}

TEST_CASE("a dry run writes nothing; a photo that cannot be read is listed and missing in the count") {
  const ScarceDataset dataset;
  BalanceOptions options;
  options.instances = dataset.folder / "instances.json";
  options.images = dataset.folder / "images";
  options.dry_run = true;
  CHECK(balance(BalanceRecipe::parse(sixty, "recipe.yaml"), options).after[1] == 60);
  CHECK_FALSE(fs::exists(dataset.scratch.path / "out"));
  write_file_atomic(dataset.folder / "images/p01.png", "no picture at all");
  const BalanceReport report = dataset.run(sixty, "out", 2);
  CHECK(report.summary.skipped >= 1);
  CHECK(report.after[1] < 60);
  CHECK(report.after[1] == signs_in(dataset.result("out")));
}

TEST_CASE("as many of each class as another dataset has") {
  const ScarceDataset dataset;
  const auto histogram = histogram_of(dataset.folder / "instances.json");
  CHECK(histogram == std::map<std::string, uint64_t>{{"car", 64}, {"stop sign", 10}});
}

TEST_CASE("a repeat factor may stand in the target, once") {
  const auto parsed = [](const std::string& target, const std::string& more = "") {
    return BalanceRecipe::parse("{}" + more, "recipe.yaml", {{"target=" + target, "--target"}});
  };
  const BalanceRecipe recipe = parsed("repeat-factor: 0.01");
  CHECK((recipe.repeat_factor == 0.01 && recipe.target.empty()));
  CHECK(parsed("{stop sign: 5, repeat_factor: 0.5}").target.size() == 1);
  CHECK(BalanceRecipe::parse(recipe.to_yaml(), "again").to_yaml() == recipe.to_yaml());
  CHECK_THROWS_AS(parsed("repeat-factor: t"), UserError);
  CHECK_THROWS_AS(parsed("repeat-factor: 2"), UserError);
  CHECK_THROWS_AS(BalanceRecipe::parse("{repeat_factor: 0.1, target: {repeat-factor: 0.2}}", "r.yaml"),
                  UserError);
}

TEST_CASE("labels that a paste would make untrue are refused, as are runs without a target") {
  const ScarceDataset dataset;
  CHECK_THROWS_AS(dataset.run("seed: 1\n", "out"), UserError);
  Json file = Json::parse(read_file(dataset.folder / "instances.json"));
  file["annotations"][0]["a_segm"] = Json::array();
  write_file_atomic(dataset.folder / "instances.json", file.dump());
  CHECK_THROWS_AS(dataset.run(sixty, "out"), UserError);
  CHECK_FALSE(fs::exists(dataset.scratch.path / "out"));
  CHECK(dataset.run("repeat_factor: 0.5\n", "out").after[1] > 10);
}

}  // namespace
}  // namespace understudy
