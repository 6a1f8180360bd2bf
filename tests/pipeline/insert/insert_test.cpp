// SPDX-License-Identifier: Apache-2.0
// insert from end to end, into photos that we render ourselves: what is labelled is what was drawn, nothing
// else changes, and the same recipe gives the same bytes.
#include "pipeline/insert.h"

#include <filesystem>
#include <numbers>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/image_io.h"
#include "labels/patch.h"
#include "pipeline/generate.h"
#include "pipeline/insert/insert_object.h"
#include "pipeline/insert/object_render.h"
#include "pipeline/insert/photo_camera.h"
#include "tests/catch.h"
#include "tests/message.h"
#include "tests/scratch.h"

using namespace understudy;
using tests::Scratch;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// Two street images and their labels, with a key that nobody knows.
fs::path own_photos() {
  static const fs::path folder = [] {
    static const Scratch folder_of_photos("insert-photos");
    const fs::path& path = folder_of_photos.path;
    RecipeOverrides overrides;
    overrides.size_px = {192, 144};
    overrides.quality = "preview";
    overrides.image_format = "png";
    overrides.settings = {"camera.mode=kerbside",       "sky.time=day",
                          "street.cars.parked_count=2", "street.cars.moving_count=1",
                          "street.pedestrians.count=2", "street.cyclists.count=0",
                          "street.bicycles.count=1"};
    GenerateOptions options;
    options.out = path;
    options.count = 2;
    generate(load_recipe(fs::path(UNDERSTUDY_SOURCE_DIR) / "assets/recipes/street.yaml", overrides), options);
    Json coco = Json::parse(read_file(path / "instances.json"));
    for (Json& annotation : coco["annotations"]) annotation["of_mine"] = "kept";
    write_file_atomic(path / "photos.json", coco.dump());
    return path;
  }();
  return folder;
}

InsertRecipe recipe_of(const std::string& more = "", const std::string& seed = "5") {
  return InsertRecipe::parse(
      "seed: " + seed +
          "\nquality: preview\ncamera: {estimate_horizon: false, horizon: 0.45, height_m: 1.6}\n"
          "insert: {count: 2, family: car, least_height_px: 12, nearest_m: 6, farthest_m: 20, most_outside: "
          "0.5" +
          more + "}\n",
      "test.yaml");
}

InsertReport run(const fs::path& out, const InsertRecipe& recipe, uint64_t start = 0, uint64_t count = 2) {
  InsertOptions options;
  options.instances = own_photos() / "photos.json";
  options.images = own_photos() / "images";
  options.out = out;
  options.start = start;
  options.count = count;
  return insert(recipe, options);
}

MaskPatch mask_of(const Json& segmentation) {
  const auto counts = segmentation["counts"].get<std::string>();
  return patch_of(decompress_counts(counts, segmentation["size"][0], segmentation["size"][1]));
}

Image<Rgba8> picture(const fs::path& folder, const std::string& name) {
  return decode_png(read_file(folder / "images" / name), name);
}

}  // namespace

TEST_CASE("objects are inserted, flagged, and labelled exactly; the rest of the dataset stays") {
  const Scratch out_folder("insert-out");
  const fs::path& out = out_folder.path;
  const InsertReport report = run(out, recipe_of());
  REQUIRE(report.inserted > 0);
  const Json before = Json::parse(read_file(own_photos() / "photos.json"));
  const Json after = Json::parse(read_file(out / "instances.json"));
  CHECK(after["images"].size() == 2);
  CHECK(after["categories"] == before["categories"]);
  std::map<int64_t, Json> original;
  for (const Json& annotation : before["annotations"]) original[annotation["id"]] = annotation;
  std::map<int64_t, std::vector<MaskPatch>> visible;
  uint64_t synthetic = 0;
  for (const Json& annotation : after["annotations"]) {
    const MaskPatch mask = mask_of(annotation["segmentation"]);
    CHECK(annotation["area"].get<double>() == double(mask.area()));
    const Json box = annotation["bbox"];
    CHECK((box[0] == mask.x && box[1] == mask.y && box[2] == mask.inside.width_px() &&
           box[3] == mask.inside.height_px()));
    for (const MaskPatch& other : visible[annotation["image_id"]]) CHECK(overlap_px(mask, other) == 0);
    visible[annotation["image_id"]].push_back(mask);
    if (annotation.contains("synthetic")) {
      ++synthetic;
      const MaskPatch amodal = mask_of(annotation["amodal_segmentation"]);
      CHECK(overlap_px(mask, amodal) == mask.area());
      CHECK(annotation["amodal_area"].get<int64_t>() == amodal.area());
      CHECK(annotation["visibility"].get<double>() ==
            Approx(double(mask.area()) / double(amodal.area())).margin(1e-4));
      CHECK(annotation["provenance"]["seed"] == 5);
      CHECK(annotation["provenance"]["family"] == "car");
      CHECK(original.count(annotation["id"]) == 0);
    } else {
      const Json& was = original.at(annotation["id"]);
      CHECK(annotation["of_mine"] == "kept");
      if (annotation["segmentation"] == was["segmentation"]) CHECK(annotation == was);
      CHECK(overlap_px(mask, mask_of(was["segmentation"])) == mask.area());
      CHECK(annotation["amodal_segmentation"] == was["amodal_segmentation"]);
      CHECK(annotation.contains("occluders") == (mask.area() == was["area"]));
    }
  }
  CHECK(synthetic == report.inserted);
}

TEST_CASE("the same recipe gives the same bytes, also of one photo alone") {
  const Scratch all_folder("insert-all");
  const fs::path& all = all_folder.path;
  const Scratch one_folder("insert-one");
  const fs::path& one = one_folder.path;
  run(all, recipe_of());
  run(one, recipe_of(), 1, 1);
  const Json images = Json::parse(read_file(one / "instances.json"))["images"];
  REQUIRE(images.size() == 1);
  const std::string name = images[0]["file_name"];
  CHECK(read_file(all / "images" / name) == read_file(one / "images" / name));
  CHECK(read_file(all / "records/000001.json") == read_file(one / "records/000001.json"));
  // The rest is made when it is asked for, and then nothing is left to do.
  CHECK(run(one, recipe_of()).images == 1);
  CHECK(read_file(all / "instances.json") == read_file(one / "instances.json"));
  CHECK(run(one, recipe_of()).images_kept == 2);
}

TEST_CASE("pixels far from every object are those of the photo") {
  const Scratch out_folder("insert-far");
  const fs::path& out = out_folder.path;
  run(out, recipe_of());
  const Json after = Json::parse(read_file(out / "instances.json"));
  for (const Json& image : after["images"]) {
    const std::string name = image["file_name"];
    const Image<Rgba8> was = picture(own_photos(), name), is = picture(out, name);
    int64_t changed_above = 0, changed_inside = 0;
    for (const Json& annotation : after["annotations"]) {
      if (annotation["image_id"] != image["id"] || !annotation.contains("synthetic")) continue;
      const MaskPatch mask = mask_of(annotation["segmentation"]);
      for (int y = 0; y < is.height_px(); ++y) {
        for (int x = 0; x < is.width_px(); ++x) changed_inside += mask.holds(x, y) && was(x, y) != is(x, y);
      }
      CHECK(changed_inside > mask.area() / 2);
    }
    for (int y = 0; y < 20; ++y) {
      for (int x = 0; x < is.width_px(); ++x) changed_above += was(x, y) != is(x, y);
    }
    CHECK(changed_above == 0);
  }
}

TEST_CASE("a mask rendered in its window is the mask rendered in the whole frame") {
  Renderer renderer{RendererOptions{}};
  const Camera camera = photo_camera(200, 150, 58, 60, 1.6);
  PlacedObject placed;
  placed.subject.object = object_variant(Family::car, "sedan", 1);
  placed.subject.dressing = dress(*placed.subject.object, {}, Stream({1, 0}, "dressing"));
  placed.subject.parts = part_names();
  placed.ground_m = {9, 1};
  placed.heading_rad = 0.6;
  PhotoLight light;
  light.sky.radiance = {1, 1, 1};
  light.ground_albedo = {0.2f, 0.2f, 0.2f};
  const RenderedObject part =
      render_object(renderer, camera, placed, light, Quality::named("preview"), {1, 2});
  CHECK_FALSE(part.capped);
  // The whole frame's window is the frame itself: seen through a camera that has the car at its rim.
  const Camera shifted = cropped(camera, 37, 11, 200, 150);
  const RenderedObject other =
      render_object(renderer, shifted, placed, light, Quality::named("preview"), {1, 2});
  const MaskPatch a = tightened({part.window.x, part.window.y, part.mask});
  const MaskPatch b = tightened({other.window.x + 37, other.window.y + 11, other.mask});
  REQUIRE(a.area() > 500);
  CHECK(a.area() + b.area() - 2 * overlap_px(a, b) <= 2);
  for (size_t i = 0; i < part.mask.size(); ++i) {
    if (part.mask[i]) CHECK(part.coverage[i] > 0.2f);
    if (part.coverage[i] == 1) CHECK(part.mask[i]);
  }
}

TEST_CASE("of a sign the plate bears the label, and the pole covers with it") {
  Renderer renderer{RendererOptions{}};
  PlacedObject placed;
  placed.subject.object = object_variant(Family::stop_sign, "octagon", 1);
  placed.subject.dressing = dress(*placed.subject.object, {}, Stream({1, 0}, "dressing"));
  placed.subject.parts = part_names();
  placed.ground_m = {5, 0};
  PhotoLight light;
  light.sky.radiance = {1, 1, 1};
  light.ground_albedo = {0.2f, 0.2f, 0.2f};
  const auto rendered = [&](double heading_rad) {
    placed.heading_rad = heading_rad;
    return render_object(renderer, photo_camera(200, 150, 58, 60, 1.6), placed, light,
                         Quality::named("preview"), {1, 2});
  };
  const auto patch = [](const RenderedObject& object, const Image<uint8_t>& mask) {
    return tightened({object.window.x, object.window.y, mask});
  };
  const RenderedObject front = rendered(std::numbers::pi), back = rendered(0);
  const MaskPatch plate = patch(front, front.label), all = patch(front, front.mask);
  CHECK(front.label == front.amodal);
  CHECK(std::abs(plate.inside.width_px() - plate.inside.height_px()) <= 1);
  CHECK(plate.inside.height_px() * 2 < all.inside.height_px());
  CHECK(overlap_px(plate, all) == plate.area());
  // From behind the pole hides a strip of the plate.
  const MaskPatch seen = patch(back, back.label), whole = patch(back, back.amodal);
  CHECK(overlap_px(seen, whole) == seen.area());
  CHECK(seen.area() < whole.area());
  CHECK(seen.area() > whole.area() * 3 / 4);
}

TEST_CASE("wet ground mirrors what stands on it: what lies before its foot changes, the label does not") {
  const auto made = [&](const char* name, const std::string& wetness) {
    static const Scratch scratch("insert-wet");
    const std::string yaml = recipe_of().to_yaml();
    InsertRecipe recipe = InsertRecipe::parse(
        yaml, "test.yaml",
        {"insert.count=1", "insert.heading_deg=90", "insert.nearest_m=9", "light.estimate_sun=false",
         "light.sun_share=0", "light.ground_wetness=" + wetness});
    run(scratch.path / name, recipe, 1, 1);
    return scratch.path / name;
  };
  const fs::path dry = made("dry", "0"), wet = made("wet", "1");
  const auto object_in = [](const fs::path& folder) {
    const Json coco = Json::parse(read_file(folder / "instances.json"));
    Json found;
    for (const Json& annotation : coco["annotations"]) {
      if (annotation.contains("synthetic")) found = annotation;
    }
    REQUIRE(found.is_object());
    found.erase("provenance");
    return found;
  };
  const Json object = object_in(dry);
  CHECK(object == object_in(wet));
  const std::string name = Json::parse(read_file(dry / "instances.json"))["images"][0]["file_name"];
  const Image<Rgba8> before = picture(own_photos(), name), one = picture(dry, name),
                     other = picture(wet, name);
  // Before the foot: of the car's width, and a third of its height deep.
  const auto& box = object["amodal_bbox"];
  const int x0 = box[0], x1 = x0 + int(box[2]), foot = int(box[1]) + int(box[3]);
  double of_dry = 0, of_wet = 0;
  int count = 0;
  for (int y = foot + 2; y < std::min(foot + 2 + int(box[3]) / 3, before.height_px()); ++y) {
    for (int x = std::max(x0, 0); x < std::min(x1, before.width_px()); ++x, ++count) {
      of_dry += std::abs(one(x, y)[1] - before(x, y)[1]);
      of_wet += std::abs(other(x, y)[1] - before(x, y)[1]);
    }
  }
  REQUIRE(count > 50);
  CHECK(of_wet > 1.5 * of_dry + count);
}

TEST_CASE("a class that the dataset lacks is refused before anything is rendered") {
  const Scratch out_folder("insert-refused");
  const fs::path& out = out_folder.path;
  const InsertRecipe recipe = InsertRecipe::parse("insert: {family: bench}\n", "test.yaml");
  CHECK(message_of([&] { run(out, recipe); }).find("no class \"bench\"") != std::string::npos);
  CHECK_FALSE(fs::exists(out));
  const InsertRecipe model = InsertRecipe::parse("insert: {family: car, model: sedann}\n", "test.yaml");
  CHECK(message_of([&] { run(out, model); }).find("did you mean 'sedan'") != std::string::npos);
}

TEST_CASE("labels that a cover would leave untrue are refused: KINS") {
  const Scratch out_folder("insert-foreign");
  Json coco = Json::parse(read_file(own_photos() / "photos.json"));
  InsertOptions options;
  options.instances = own_photos() / "foreign.json";
  options.images = own_photos() / "images";
  options.out = out_folder.path / "out";
  coco["annotations"][0]["inmodal_seg"] = coco["annotations"][0]["segmentation"];
  write_file_atomic(options.instances, coco.dump());
  CHECK(message_of([&] { insert(recipe_of(), options); }).find("'inmodal_seg'") != std::string::npos);
  CHECK_FALSE(fs::exists(options.out));
}

TEST_CASE("LVIS: a photo that got an object lacks no class for sure; one that got none keeps its lists") {
  const Scratch out_folder("insert-lvis");
  Json coco = Json::parse(read_file(own_photos() / "photos.json"));
  const auto id_of = [&](const std::string& name) {
    for (const Json& category : coco["categories"]) {
      if (category["name"] == name) return category["id"].get<int>();
    }
    return 0;
  };
  const int car = id_of("car"), sign = id_of("stop sign"), bench = 990;
  coco["categories"].push_back(
      {{"id", bench}, {"name", "shirt"}, {"frequency", "r"}, {"synset", "shirt.n.01"}});
  for (Json& image : coco["images"]) {
    image["neg_category_ids"] = {sign, bench};
    image["not_exhaustive_category_ids"] = Json::array();
  }
  std::erase_if(coco["annotations"].get_ref<Json::array_t&>(),
                [](const Json& a) { return a["image_id"] == 1; });
  InsertOptions options;
  options.instances = own_photos() / "lvis.json";
  options.images = own_photos() / "images";
  options.out = out_folder.path / "out";
  write_file_atomic(options.instances, coco.dump());
  insert(recipe_of(), options);
  const Json result = Json::parse(read_file(options.out / "instances.json"));
  CHECK(result["categories"] == coco["categories"]);
  int with = 0;
  for (size_t i = 0; i < 2; ++i) {
    const Json &before = coco["images"][i], &after = result["images"][i];
    bool had_cars = false, got_one = false;
    for (const Json& a : coco["annotations"])
      had_cars |= a["image_id"] == before["id"] && a["category_id"] == car;
    for (const Json& a : result["annotations"])
      got_one |= a["image_id"] == before["id"] && a.contains("synthetic") && a.contains("provenance") &&
                 a["provenance"].contains("ground_m");
    if (!got_one) {
      CHECK(after["neg_category_ids"] == before["neg_category_ids"]);
      continue;
    }
    ++with;
    CHECK(after["neg_category_ids"].empty());
    // Of cars nothing was known where none was labelled.
    CHECK(after["not_exhaustive_category_ids"] == (had_cars ? Json::array() : Json::array({car})));
  }
  CHECK(with > 0);
}

TEST_CASE("a folder of another seed is refused, the difference named") {
  const Scratch out_folder("insert-seed");
  run(out_folder.path, recipe_of(), 0, 1);
  CHECK(message_of([&] { run(out_folder.path, recipe_of("", "6")); }).find("'seed: 5'") != std::string::npos);
}

TEST_CASE("a mesh of the user's is inserted and labelled as the class that he says") {
  const Scratch out_folder("insert-mesh");
  const fs::path& out = out_folder.path;
  write_file_atomic(own_photos() / "box.obj",
                    "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nv 0 0 1\nv 1 0 1\nv 1 1 1\nv 0 1 1\n"
                    "f 4 3 2 1\nf 5 6 7 8\nf 1 2 6 5\nf 2 3 7 6\nf 3 4 8 7\nf 4 1 5 8\n");
  const InsertRecipe recipe = recipe_of(", mesh: \"" + (own_photos() / "box.obj").string() +
                                        "\", mesh_class: person, mesh_size_m: 1.5");
  REQUIRE(run(out, recipe).inserted > 0);
  const Json coco = Json::parse(read_file(out / "instances.json"));
  for (const Json& annotation : coco["annotations"]) {
    if (!annotation.contains("synthetic")) continue;
    CHECK(annotation["provenance"]["mesh"] == "box.obj");
    CHECK(annotation["category_id"] == 2);
  }
}

TEST_CASE("a recipe's mistakes are named, and it reads back what it writes") {
  const std::string wrong = message_of([] { InsertRecipe::parse("insert: {familiy: car}\n", "test.yaml"); });
  CHECK(wrong.find("test.yaml:1: insert.familiy") == 0);
  CHECK(wrong.find("family") != std::string::npos);
  CHECK(InsertRecipe::parse(recipe_of().to_yaml(), "again.yaml").to_yaml() == recipe_of().to_yaml());
  // What is given is not estimated, unless that is asked for too.
  const auto yaml = [](const std::string& text, const std::vector<std::string>& settings) {
    return InsertRecipe::parse(text, "test.yaml", settings).to_yaml();
  };
  CHECK(yaml("{}", {}).find("estimate_horizon: true") != std::string::npos);
  const std::string given = yaml("light: {sun_elevation_deg: 20}\n", {"camera.horizon=0.3"});
  CHECK(given.find("estimate_horizon: false") != std::string::npos);
  CHECK(given.find("estimate_sun: false") != std::string::npos);
  CHECK(yaml("camera: {horizon: 0.3, estimate_horizon: true}\n", {}).find("estimate_horizon: true") !=
        std::string::npos);
}

TEST_CASE(
    "the schema in assets is what the program says; else: understudy schema insert > "
    "assets/schema/insert.schema.json") {
  CHECK((read_file(fs::path(UNDERSTUDY_SOURCE_DIR) / "assets/schema/insert.schema.json") == insert_schema()));
}
