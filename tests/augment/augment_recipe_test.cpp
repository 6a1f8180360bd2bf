// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include "augment/apply.h"
#include "augment/recipe.h"
#include "augment/step_names.h"
#include "base/files.h"
#include "tests/catch.h"

namespace understudy {
namespace {

std::string refusal(const std::string& yaml) {
  try {
    AugmentRecipe::parse(yaml, "recipe.yaml");
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

std::string uncarried(const AugmentRecipe& recipe, const std::set<std::string, std::less<>>& keys,
                      const std::vector<PhotoCategory>& categories) {
  try {
    require_carried(recipe, keys, categories);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_CASE(
    "the schema in assets is what the program says; else: understudy schema augment > "
    "assets/schema/augment.schema.json") {
  const auto path = std::filesystem::path(UNDERSTUDY_SOURCE_DIR) / "assets/schema/augment.schema.json";
  CHECK((read_file(path) == augment_schema()));
}

TEST_CASE("a recipe with its defaults filled in is the same recipe") {
  const AugmentRecipe recipe = AugmentRecipe::parse(
      "copies: 3\nimage: {border: edge}\naugment:\n  - flip\n"
      "  - affine: {rotate_deg: {uniform: [-10, 10]}, probability: 0.5, only: {classes: [car, \"traffic "
      "light\"], min_area_px: 9}}\n"
      "  - affine: {scale: {depends: affine.rotate_deg, points: [[-10, 0.5], [10, 1]]}}\n",
      "recipe.yaml");
  REQUIRE(recipe.steps.size() == 3);
  CHECK(recipe.steps[1].objects.classes == std::vector<std::string>{"car", "traffic light"});
  CHECK(recipe.steps[2].scope != recipe.steps[1].scope);
  const std::string yaml = recipe.to_yaml();
  CHECK(AugmentRecipe::parse(yaml, "again").to_yaml() == yaml);
}

TEST_CASE("a horizon that is given is not guessed, nor when the recipe is read again") {
  const auto yaml = [](const std::string& step) {
    const std::string text = AugmentRecipe::parse("augment:\n  - " + step, "recipe.yaml").to_yaml();
    CHECK(AugmentRecipe::parse(text, "again").to_yaml() == text);
    return text;
  };
  CHECK(holds(yaml("fog"), "estimate_horizon: true"));
  CHECK(holds(yaml("rain: {camera_height_m: 8}"), "estimate_horizon: false"));
  CHECK(holds(yaml("snow: {horizon: 0.3, estimate_horizon: true}"), "estimate_horizon: true"));
}

TEST_CASE("names of other libraries are told as they are here, each a step that there is") {
  CHECK(holds(refusal("augment: [RandomHorizontalFlip]\n"), "write 'flip'"));
  CHECK(holds(refusal("augment:\n  - coarse_dropout: {count: 3}\n"), "write 'erase: {count: 8}'"));
  CHECK(holds(refusal("augment: [RandomFog]\n"), "write 'fog'"));
  CHECK(holds(refusal("augment: [flipp]\n"), "did you mean 'flip'"));
  for (const char* name : {"ShiftScaleRotate", "rotate", "mosaic9", "CenterCrop", "vertical_flip", "IoUCrop",
                           "scale", "shear", "translate"}) {
    const std::string here = name_here(name);
    INFO(name << ": " << here);
    CHECK(refusal("augment:\n  - " + here + "\n").empty());
  }
}

TEST_CASE("a set needs grids, and a copy for each of their cells") {
  CHECK(holds(refusal("sets: true\naugment: [copy_paste]\n"), "grid"));
  const std::string step = "augment:\n  - copy_paste: {blend: {grid: [hard, poisson]}}\n";
  CHECK(holds(refusal("sets: true\ncopies: 3\n" + step), "2 images"));
  CHECK(refusal("sets: true\ncopies: 4\n" + step).empty());
}

TEST_CASE("mistakes are refused with line and key") {
  CHECK(holds(refusal("augment:\n  - flop\n"), "flip"));
  CHECK(holds(refusal("augment:\n  - flop\n"), "recipe.yaml:2"));
  CHECK(holds(refusal("augment:\n  - affine: {rotate: 3}\n"), "rotate_deg"));
  CHECK(holds(refusal("augment:\n  - affine: {rotate_deg: 999}\n"), "affine.rotate_deg"));
  CHECK(holds(refusal("augment:\n  - flip: {probability: 2}\n"), "[0, 1]"));
  CHECK(holds(refusal("augment:\n  - flip: {}\n    affine: {}\n"), "one step"));
  CHECK(holds(refusal("augment:\n  - flip: {only: {}}\n"), "classes"));
  CHECK(holds(refusal("flip: 3\n"), "augment"));
  CHECK(holds(refusal("copies: 0\naugment: []\n"), "copies"));
}

TEST_CASE("depth is for steps that ask for it, before anything comes from elsewhere") {
  const AugmentRecipe recipe = AugmentRecipe::parse(
      "depth: {file: \"depth/*.png\", unit_m: 0.00390625}\naugment: [flip, fog]\n", "recipe.yaml");
  CHECK(recipe.reads_depth());
  CHECK(AugmentRecipe::parse(recipe.to_yaml(), "again").depth_file == "depth/*.png");
  CHECK(AugmentRecipe::parse(recipe.to_yaml(), "again").depth_unit_m == 0.00390625);
  CHECK_FALSE(AugmentRecipe::parse("depth: {file: \"*.png\"}\naugment: [flip]\n", "r").reads_depth());
  CHECK(holds(refusal("depth: {file: depth.png}\naugment: [fog]\n"), "one *"));
  CHECK(holds(refusal("depth: {file: \"*.png\"}\naugment: [mosaic, rain]\n"), "put rain before mosaic"));
  CHECK(refusal("depth: {file: \"*.png\"}\naugment: [rain, mosaic]\n").empty());
}

TEST_CASE("what no step can carry is refused before anything is done") {
  const AugmentRecipe moves = AugmentRecipe::parse("augment: [flip]\n", "recipe.yaml");
  const AugmentRecipe drops =
      AugmentRecipe::parse("augment: [flip]\nlabels: {amodal: drop}\n", "recipe.yaml");
  const AugmentRecipe none = AugmentRecipe::parse("augment: []\n", "recipe.yaml");
  CHECK(holds(uncarried(moves, {"id", "lefthand_kpts"}, {}), "would stay where it was"));
  CHECK(holds(uncarried(drops, {"id", "dp_x"}, {}), "unmoved: drop"));
  CHECK(uncarried(AugmentRecipe::parse("augment: [flip]\nlabels: {unmoved: drop}\n", "r"), {"id", "rbox"}, {})
            .empty());
  CHECK(AugmentRecipe::parse(AugmentRecipe::parse("augment: []\nlabels: {unmoved: drop}\n", "r").to_yaml(),
                             "again")
            .unmoved == Uncarried::drop);
  CHECK(holds(uncarried(moves, {"id", "a_segm"}, {}), "a_segm"));
  CHECK(uncarried(drops, {"id", "a_segm"}, {}).empty());
  CHECK(uncarried(none, {"id", "a_segm"}, {}).empty());
  const AugmentRecipe mixes = AugmentRecipe::parse("augment: [mixup, copy_paste]\n", "recipe.yaml");
  CHECK(uncarried(mixes, {"id", "neg_category_ids"}, {}).empty());
  const AugmentRecipe cars =
      AugmentRecipe::parse("augment:\n  - flip: {only: {classes: [cra]}}\n", "recipe.yaml");
  CHECK(holds(uncarried(cars, {}, {{1, "car", {}}}), "did you mean 'car'"));
}

TEST_CASE("maps are composed, rules drop, and every image has its own draws") {
  const AugmentRecipe recipe = AugmentRecipe::parse(
      "augment:\n  - flip\n  - crop: {width: 0.5, x: 0}\n  - flip\nlabels: {min_visibility: 0.3}\n",
      "recipe.yaml");
  Photo photo;
  photo.width_px = 40;
  photo.height_px = 20;
  photo.pixels = Image<Rgb8>(40, 20);
  for (int y = 0; y < 20; ++y) {
    for (int x = 0; x < 40; ++x) photo.pixels(x, y) = {uint8_t(x), uint8_t(y), 0};
  }
  for (const double x : {2.0, 18.0, 30.0}) {
    photo.objects.emplace_back();
    photo.objects.back().id = int64_t(x);
    photo.objects.back().segmentation = Polygons{{{x, 4}, {x + 8, 4}, {x + 8, 9}, {x, 9}}};
  }
  const std::string steps = apply_recipe(photo, recipe, {1, 0}, {}, {});
  CHECK(holds(steps, "\"crop\""));
  REQUIRE(photo.width_px == 20);
  CHECK(photo.pixels(0, 3) == Rgb8{20, 3, 0});  // the right half, as it was
  REQUIRE(photo.objects.size() == 2);
  CHECK(photo.objects[0].id == 18);
  CHECK(*photo.objects[0].box == RealBox{0, 4, 6, 5});
  CHECK(photo.objects[0].visibility == Approx(0.75));
  REQUIRE(photo.dropped.size() == 1);
  CHECK(photo.dropped[0].reason == "outside");
}

TEST_CASE("less than the pixels that are asked for is dropped whether a step has touched it or not") {
  const auto left = [](const std::string& recipe) {
    Photo photo;
    photo.width_px = 40;
    photo.height_px = 30;
    photo.pixels = Image<Rgb8>(40, 30);
    PhotoObject object;
    object.box = RealBox{4, 4, 10, 10};
    object.area_px = 100;
    photo.objects = {object};
    photo.objects.emplace_back().area_px = 0;  // has no extent: stays
    photo.objects[1].json = photo.objects[0].json = "{}";
    apply_recipe(photo, AugmentRecipe::parse(recipe, "recipe.yaml"), {1, 0}, {}, {});
    return photo.objects.size();
  };
  for (const char* steps : {"[]", "[flip]", "[brightness]"}) {
    CHECK(left("labels: {min_visible_px: 101}\naugment: " + std::string(steps)) == 1);
    CHECK(left("labels: {min_visible_px: 100}\naugment: " + std::string(steps)) == 2);
  }
}

TEST_CASE("what an untouched object shows is counted where its file has no area or a wrong one") {
  Photo photo;
  photo.width_px = 40;
  photo.height_px = 30;
  photo.pixels = Image<Rgb8>(40, 30);
  PhotoObject object;
  object.segmentation = Polygons{{{4, 4}, {14, 4}, {14, 14}, {4, 14}}};
  object.json = "{}";
  photo.objects = {object};
  apply_recipe(photo,
               AugmentRecipe::parse("labels: {min_visible_px: 50}\naugment: [brightness]\n", "recipe.yaml"),
               {1, 0}, {}, {});
  CHECK(photo.objects.size() == 1);
  CHECK(photo.objects[0].area_px == 0);  // as its file has it
}

TEST_CASE("a picture of one row fits into a letterbox") {
  Photo photo;
  photo.width_px = 640;
  photo.height_px = 2;
  photo.pixels = Image<Rgb8>(640, 2, Rgb8{200, 10, 10});
  apply_recipe(
      photo,
      AugmentRecipe::parse("augment:\n  - letterbox: {width_px: 128, height_px: 128}\n", "recipe.yaml"),
      {1, 0}, {}, {});
  CHECK(photo.pixels.width_px() == 128);
  CHECK(photo.pixels(64, 63)[0] == 200);
}

TEST_CASE("what is drawn for each is told, and the window that a crop came to") {
  Photo photo;
  photo.width_px = 40;
  photo.height_px = 30;
  photo.pixels = Image<Rgb8>(40, 30);
  const std::string done =
      apply_recipe(photo,
                   AugmentRecipe::parse("augment:\n  - erase: {count: 2, area: {sequence: [0.1]}, aspect: "
                                        "1}\n  - safe_crop: {width: 0.5, height: 0.4}\n",
                                        "recipe.yaml"),
                   {1, 0}, {}, {});
  CHECK(holds(done, R"("area":[0.1,0.1],"aspect":[1,1])"));
  CHECK(holds(done, R"("height_px":12)"));
  CHECK(holds(done, R"("width_px":20)"));
}

}  // namespace
}  // namespace understudy
