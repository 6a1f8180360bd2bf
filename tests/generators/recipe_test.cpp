// SPDX-License-Identifier: Apache-2.0
#include "generators/recipe.h"

#include <filesystem>

#include "base/files.h"
#include "sensor/sensor.h"
#include "tests/catch.h"
#include "tests/generators/scene_tools.h"

using namespace understudy;
namespace fs = std::filesystem;

namespace {

/// The message with which the text is refused; empty where it is not.
std::string refusal(const std::string& text) {
  try {
    Recipe::parse(text, "r.yaml", sensor_parameters());
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

void require_mentions(const std::string& text, std::initializer_list<const char*> words) {
  const std::string message = refusal(text);
  CAPTURE(text, message);
  REQUIRE_FALSE(message.empty());
  for (const char* word : words) CHECK(message.find(word) != std::string::npos);
}

}  // namespace

TEST_CASE("a recipe of one line takes every default") {
  const Recipe recipe = street_recipe("");
  CHECK(recipe.width_px == 640);
  CHECK(recipe.height_px == 480);
  CHECK(recipe.image_format == "jpg");
  CHECK(recipe.quality == "standard");
  CHECK(recipe.seed == 1);
  CHECK(recipe.min_visible_px == 16);
  CHECK(recipe.min_visibility == Approx(0.02));
  CHECK(recipe.description.empty());
}

TEST_CASE("settings are read") {
  const Recipe recipe = Recipe::parse(
      "generator: street\ndescription: 'two: \"words\" \\ and a backslash'\nseed: 9007199254740992\nquality: "
      "high\n"
      "image: {width_px: 320, height_px: 200, format: png}\nlabels: {min_visible_px: 4, min_visibility: "
      "0.5}\n",
      "r.yaml", sensor_parameters());
  CHECK(recipe.description == "two: \"words\" \\ and a backslash");
  CHECK(recipe.seed == 9007199254740992ull);
  CHECK(recipe.quality == "high");
  CHECK(recipe.width_px == 320);
  CHECK(recipe.height_px == 200);
  CHECK(recipe.image_format == "png");
  CHECK(recipe.min_visible_px == 4);
  CHECK(recipe.min_visibility == Approx(0.5));
}

TEST_CASE("a resolved recipe reads back to itself and composes the same") {
  Recipe recipe =
      street_recipe("description: \"line\\nbreak, 'quotes' and # no comment\"\ncamera: {mode: dashcam}\n");
  recipe.seed = 12;  // as the command line overrides
  recipe.width_px = 333;
  const std::string text = recipe.to_yaml();
  const Recipe again = Recipe::parse(text, "again.yaml", sensor_parameters());
  CHECK(again.to_yaml() == text);
  CHECK(again.seed == 12);
  CHECK(again.width_px == 333);
  CHECK(again.description == recipe.description);
  CHECK(fingerprint(compose_image(again, 3)) == fingerprint(compose_image(recipe, 3)));
}

TEST_CASE("bad recipes are refused in one sentence that names the place") {
  require_mentions("", {"r.yaml"});
  require_mentions("[1, 2]\n", {"r.yaml"});
  require_mentions("camera: {mode: driver}\n", {"generator"});
  require_mentions("generator: streat\n", {"r.yaml:1", "streat", "street"});
  require_mentions("generator: street\nstreet:\n  cars:\n    parkd_count: 3\n",
                   {"r.yaml:4", "parkd_count", "parked_count"});
  require_mentions("generator: street\nsky: {time: noon}\n", {"r.yaml:2", "sky.time", "noon", "golden_hour"});
  require_mentions("generator: street\nimage: {width_px: 0}\n", {"r.yaml:2", "image.width_px", "16"});
  require_mentions("generator: street\nimage: {width_px: 100000}\n", {"image.width_px", "8192"});
  require_mentions("generator: street\nimage: {width_px: {uniform: [100, 200]}}\n",
                   {"r.yaml:2", "image.width_px"});
  require_mentions("generator: street\ncamera: {height_m: {uniform: [3, 1]}}\n",
                   {"r.yaml:2", "camera.height_m"});
  require_mentions("generator: street\ncamera: {height_m: -4}\n", {"r.yaml:2", "camera.height_m", "0.3"});
  require_mentions("generator: street\nquality: best\n", {"r.yaml:2", "quality", "preview"});
  require_mentions("generator: street\nseed: -1\n", {"r.yaml:2", "seed"});
  require_mentions("generator: street\nstreet: 3\n", {"r.yaml:2", "street"});
  require_mentions("generator: street\ngenerator: street\n", {"r.yaml:2", "generator"});
  require_mentions("generator: street\n\tsky: {}\n", {"r.yaml"});
  require_mentions("generator: street\nsky: {cloudiness: {depends: sky.tim, cases: {night: 1, else: 0}}}\n",
                   {"r.yaml:2", "sky.tim"});
}

TEST_CASE("a street has its own default of the sensor's exposure: a night is not metered to a day's grey") {
  const Recipe night = street_recipe("sky: {time: night}\n"), day = street_recipe("sky: {time: day}\n");
  const Recipe fixed = street_recipe("sky: {time: night}\nsensor: {exposure_ev: 0.25}\n");
  for (uint64_t index = 0; index < 20; ++index) {
    const auto exposure_ev = [&](const Recipe& recipe) {
      return draw_sensor(Draw(recipe.parameters, Key{1, index})).exposure_ev;
    };
    CHECK(exposure_ev(night) <= -0.2);
    CHECK(exposure_ev(day) >= -0.8);
    CHECK(exposure_ev(fixed) == 0.25);
  }
}

TEST_CASE("every recipe in assets parses and composes") {
  int recipes = 0;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(fs::path(UNDERSTUDY_SOURCE_DIR) / "assets/recipes")) {
    if (entry.path().extension() != ".yaml") continue;
    CAPTURE(entry.path().filename().string());
    if (read_file(entry.path()).find("\ngenerator:") == std::string::npos)
      continue;  // of photos, not of scenes
    const Recipe recipe = Recipe::read(entry.path(), sensor_parameters());
    for (uint64_t index = 0; index < 6; ++index) compose_image(recipe, recipe.seed, index).check();
    ++recipes;
  }
  CHECK(recipes >= 3);
}

TEST_CASE(
    "the schemas in assets are what the program says; else: understudy schema GENERATOR > "
    "assets/schema/GENERATOR.schema.json") {
  for (const std::string& name : generator_names()) {
    CAPTURE(name);
    const std::string stored =
        read_file(fs::path(UNDERSTUDY_SOURCE_DIR) / "assets/schema" / (name + ".schema.json"));
    CHECK((stored == recipe_schema(*make_generator(name), sensor_parameters())));
  }
}
