// SPDX-License-Identifier: Apache-2.0
// One image of what each verb makes, made again: the same bytes, the same labels; and what stands in the way
// of that, said before anything is made.
#include "pipeline/replay.h"

#include <nlohmann/json.hpp>

#include "pipeline/augment.h"
#include "pipeline/corrupt.h"
#include "pipeline/generate.h"
#include "pipeline/insert.h"
#include "tests/catch.h"
#include "tests/message.h"
#include "tests/pipeline/balance/scarce_dataset.h"

namespace understudy::tests {
namespace {

namespace fs = std::filesystem;

Json coco_of(const fs::path& folder) { return Json::parse(read_file(folder / "instances.json")); }

/// The entry of an image and those of its annotations; without the ids that an annotation has only among all
/// others of its dataset.
Json entries_of(const Json& coco, const std::string& file_name, int64_t largest_kept_id) {
  Json found = Json::array();
  for (const Json& image : coco["images"]) {
    if (image["file_name"] != file_name) continue;
    found.push_back(image);
    for (Json annotation : coco["annotations"]) {
      if (annotation["image_id"] != image["id"]) continue;
      if (annotation["id"].get<int64_t>() > largest_kept_id) annotation.erase("id");
      if (!annotation.contains("occluders")) annotation["occluders"] = Json::array();
      for (Json& occluder : annotation["occluders"]) occluder.erase("annotation_id");
      found.push_back(annotation);
    }
  }
  return found;
}

/// Replays an image into a new folder, by file name and by id, and compares all that a user sees.
void check_replay(const fs::path& dataset, const Json& image, int64_t largest_kept_id) {
  const std::string name = image["file_name"];
  INFO(name);
  const Scratch again("replay-again");
  const auto before = contents_of(dataset);
  const Replay made = replay({dataset, name, again.path});
  CHECK(made.differences.empty());
  CHECK((read_file(again.path / "images" / name) == before.at("images/" + name)));
  const Json wanted = entries_of(coco_of(dataset), name, largest_kept_id);
  CHECK(coco_of(again.path)["images"].size() == 1);
  CHECK(entries_of(coco_of(again.path), name, largest_kept_id) == wanted);
  CHECK(made.annotations == wanted.size() - 1);
  const Replay compared = replay({dataset, std::to_string(image["id"].get<int64_t>()), {}});
  CHECK(compared.differences.empty());
  CHECK(compared.index == made.index);
  CHECK((contents_of(dataset) == before));  // nothing is left behind
}

constexpr const char* steps =
    "copies: 2\nkeep_originals: true\nimage: {format: jpg}\naugment:\n  - flip: {probability: 0.5}\n"
    "  - mosaic: {probability: 0.5}\n  - hsv: {hue_deg: {uniform: [-9, 9]}}\n";

/// The photos of a ScarceDataset, augmented.
struct Augmented {
  ScarceDataset photos;
  fs::path out = photos.scratch.path / "out";

  Augmented() {
    AugmentOptions options;
    options.instances = photos.folder / "instances.json";
    options.images = photos.folder / "images";
    options.out = out;
    options.threads = 2;
    options.count = 24;
    augment(AugmentRecipe::parse(steps, "recipe.yaml"), options);
  }
  std::string refusal(const std::string& image, const fs::path& images = {}) const {
    return message_of([&] { replay({out, image, {}, {}, images}); });
  }
};

TEST_CASE("replay makes images of augment again: originals, copies, mosaics") {
  const Augmented data;
  const Json coco = coco_of(data.out);
  REQUIRE(coco["images"].size() == 24);
  size_t with_donors = 0;
  for (const size_t i : {0, 1, 2, 4, 5, 7, 23}) {
    const Json& image = coco["images"][i];
    if (image.contains("provenance")) with_donors += image["provenance"]["parents"].size() > 1 ? 1 : 0;
    check_replay(data.out, image, data.photos.largest_annotation_id());
  }
  CHECK(with_donors > 0);
}

TEST_CASE("replay refuses photos and labels that have changed or are gone, and images that there are not") {
  const Augmented data;
  CHECK(data.refusal("p00-9.jpg").find("no image of the dataset has the id or file name 'p00-9.jpg'") !=
        std::string::npos);
  // Photos that were moved are found where --images says.
  const fs::path moved = data.photos.scratch.path / "moved";
  fs::rename(data.photos.folder / "images", moved);
  CHECK(data.refusal("p00-1.jpg").find("--images") != std::string::npos);
  CHECK(data.refusal("p00-1.jpg", moved) == "no error");
  // Every parent counts, a donor as well.
  const Json coco = coco_of(data.out);
  const auto mixed = std::find_if(coco["images"].begin(), coco["images"].end(), [](const Json& image) {
    return image.contains("provenance") && image["provenance"]["parents"].size() > 1;
  });
  REQUIRE(mixed != coco["images"].end());
  const std::string donor = (*mixed)["provenance"]["parents"].back()["file"];
  const std::string bytes = read_file(moved / donor);
  write_file_atomic(moved / donor, read_file(moved / "p31.png"));
  const std::string changed = data.refusal((*mixed)["file_name"], moved);
  CHECK(changed.find(donor + " has changed since ") != std::string::npos);
  fs::remove(moved / donor);
  CHECK(data.refusal((*mixed)["file_name"], moved).find(donor + " is not there") != std::string::npos);
  write_file_atomic(moved / donor, bytes);
  CHECK(data.refusal((*mixed)["file_name"], moved) == "no error");

  write_file_atomic(data.photos.folder / "instances.json", coco.dump());
  CHECK(data.refusal("p00-1.jpg", moved).find("instances.json has changed since ") != std::string::npos);
  fs::remove(data.photos.folder / "instances.json");
  CHECK(data.refusal("p00-1.jpg", moved).find("--in") != std::string::npos);
  fs::remove(data.out / "origin.json");
  CHECK(data.refusal("p00-1.jpg", moved).find("no origin.json") != std::string::npos);
}

TEST_CASE("replay tells an image that was altered, and compares the checksum of one that is gone") {
  const Augmented data;
  const fs::path image = data.out / "images/p01-1.jpg";
  const std::string bytes = read_file(image);
  write_file_atomic(image, bytes + "x");
  CHECK(replay({data.out, "p01-1.jpg", {}}).differences.size() == 1);
  fs::remove(image);
  const fs::path again = data.photos.scratch.path / "again";
  const Replay made = replay({data.out, "p01-1.jpg", again});
  CHECK(made.absent);
  CHECK(made.differences.empty());
  CHECK((read_file(made.made) == bytes));
  CHECK_THROWS_AS(replay({data.out, "p01-1.jpg", data.out}), UserError);
  // Another seed in the recipe: the labels of a mirrored image, or its pixels, are others.
  std::string recipe = read_file(data.out / "recipe.yaml");
  recipe.replace(recipe.find("seed: 1"), 7, "seed: 2");
  write_file_atomic(data.out / "recipe.yaml", recipe);
  CHECK(replay({data.out, "p02-1.jpg", {}}).differences.size() == 2);
}

TEST_CASE("replay makes images of balance again: originals, repeats, pastes") {
  const ScarceDataset photos;
  photos.run("target: {stop sign: 60}\n", "out", 2);
  const fs::path out = photos.scratch.path / "out";
  const Json coco = coco_of(out);
  const Json *original = nullptr, *repeat = nullptr, *pasted = nullptr;
  for (const Json& image : coco["images"]) {
    const size_t parents = image.contains("provenance") ? image["provenance"]["parents"].size() : 0;
    (parents == 0 ? original : parents == 1 ? repeat : pasted) = &image;
  }
  for (const Json* image : {original, repeat, pasted}) {
    REQUIRE(image != nullptr);
    check_replay(out, *image, photos.largest_annotation_id());
  }
}

TEST_CASE("balance renders what is missing, says so, and replay makes it again") {
  const ScarceDataset photos;
  const std::string recipe =
      "target: {stop sign: 16}\nmax_donor_reuse: 0\nmax_repeats: 0\ninsert: |\n  quality: preview\n  camera: "
      "{estimate_horizon: "
      "false, horizon: 0.2, height_m: 1.6}\n  insert: {least_height_px: 12, nearest_m: 4, farthest_m: 15, "
      "most_outside: 0.6}\n";
  const BalanceReport report = photos.run(recipe, "out", 2);
  CHECK(report.classes[1].by_inserts > 0);
  const fs::path out = photos.scratch.path / "out";
  const Json coco = coco_of(out);
  uint64_t rendered = 0;
  for (const Json& object : coco["annotations"]) rendered += object.value("synthetic", false);
  REQUIRE(rendered > 0);
  CHECK(report.after[1] == report.classes[1].before + report.classes[1].by_copies + rendered);
  bool again = false;
  for (const Json& image : coco["images"]) {
    if (again || image.dump().find("\"insert\"") == std::string::npos) continue;
    check_replay(out, image, photos.largest_annotation_id());
    again = true;
  }
  CHECK(again);
}

TEST_CASE("replay makes images of corrupt again; of the severities one has to be named") {
  const ScarceDataset photos;
  CorruptOptions options;
  options.instances = photos.folder / "instances.json";
  options.images = photos.folder / "images";
  options.out = photos.scratch.path / "out";
  options.names = {"fog", "shot_noise"};
  options.severities = {3};
  options.seed = 9;
  corrupt(options);
  const auto before = contents_of(options.out);
  for (const char* part : {"fog/3", "shot_noise/3/"}) {
    const Replay made = replay({options.out / part, "107", photos.scratch.path / "again"});
    CHECK(made.differences.empty());
    CHECK((read_file(made.made) == read_file(options.out / part / "images/p07.png")));
  }
  CHECK((contents_of(options.out) == before));
  const fs::path photo = options.images / "p07.png";
  const std::string bytes = read_file(photo);
  write_file_atomic(photo, read_file(options.images / "p31.png"));
  CHECK(message_of([&] {
          replay({options.out / "fog/3", "107", {}});
        }).find("p07.png has changed since ") != std::string::npos);
  options.names = {"fog", "shot_noise", "contrast"};  // nor are two states of a photo put into one folder
  const CorruptReport more = corrupt(options);
  REQUIRE(more.skipped.size() == 1);
  CHECK(more.skipped[0].find("p07.png has changed since ") != std::string::npos);
  CHECK_FALSE(fs::exists(options.out / "contrast/3/images/p07.png"));
  write_file_atomic(photo, bytes);
  CHECK(message_of([&] { replay({options.out, "107", {}}); }).find("fog/3") != std::string::npos);
  CHECK(message_of([&] {
          replay({options.out / "fog", "107", {}});
        }).find("origin.json") != std::string::npos);
}

TEST_CASE("replay makes rendered images again, and photos that objects were rendered into") {
  const Scratch scratch("replay-rendered");
  const fs::path streets = scratch.path / "streets", padded = scratch.path / "padded";
  RecipeOverrides overrides;
  overrides.size_px = {192, 144};
  overrides.quality = "preview";
  overrides.image_format = "png";
  overrides.settings = {"camera.mode=kerbside", "sky.time=day", "street.cyclists.count=0",
                        "street.pedestrians.count=2"};
  GenerateOptions made;
  made.out = streets;
  made.count = 2;
  generate(load_recipe(fs::path(UNDERSTUDY_SOURCE_DIR) / "assets/recipes/street.yaml", overrides), made);
  check_replay(streets, coco_of(streets)["images"][1], 0);

  InsertOptions options;
  options.instances = streets / "instances.json";
  options.images = streets / "images";
  options.out = padded;
  const auto recipe = InsertRecipe::parse(
      "seed: 5\nquality: preview\ncamera: {estimate_horizon: false, horizon: 0.45, height_m: 1.6}\n"
      "insert: {count: 2, family: car, least_height_px: 12, nearest_m: 6, farthest_m: 20, most_outside: "
      "0.5}\n",
      "test.yaml");
  REQUIRE(insert(recipe, options).inserted > 0);
  const auto largest = int64_t(coco_of(streets)["annotations"].size());
  const Json coco = coco_of(padded);
  for (const Json& image : coco["images"]) check_replay(padded, image, largest);
  write_file_atomic(streets / "images/000000.png", read_file(streets / "images/000001.png"));
  CHECK(message_of([&] { replay({padded, "000000.png", {}}); }).find("has changed") != std::string::npos);
}

}  // namespace
}  // namespace understudy::tests
