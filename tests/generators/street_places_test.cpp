// SPDX-License-Identifier: Apache-2.0
// What there is room for is there, and what there is none for is told of.
#include <string>

#include "base/unplaced.h"
#include "tests/catch.h"
#include "tests/generators/scene_tools.h"

using namespace understudy;

namespace {

/// "what count" for all that found no place.
std::string unplaced(const Scene& scene) {
  std::string text;
  for (const auto& [what, count] : scene.provenance)
    if (what.starts_with(unplaced_prefix)) text += what + " " + count + "\n";
  return text;
}

void require_all_placed(const Recipe& recipe, uint64_t images) {
  for (uint64_t index = 0; index < images; ++index) {
    INFO("image " << index);
    CHECK(unplaced(compose_image(recipe, 1, index)) == "");
  }
}

}  // namespace

TEST_CASE("one car finds its place in a row of empty ones") {
  const Recipe recipe = street_recipe(
      "street: {parking_lanes: true, cars: {parked_count: 1, moving_count: 0}, pedestrians: {count: 0}, "
      "cyclists: {count: 0}, bicycles: {count: 0}, furniture: {count: 0}}\n");
  require_all_placed(recipe, 20);
}

TEST_CASE("a busy street has all that was asked for") {
  const Recipe recipe = street_recipe(
      "street: {parking_lanes: true, cars: {parked_count: 10}, pedestrians: {count: 10}, bicycles: {count: "
      "6}}\n");
  require_all_placed(recipe, 12);
}

TEST_CASE("cars that should park where nobody may are told of") {
  const Recipe recipe = street_recipe("street: {parking_lanes: false, cars: {parked_count: 4}}\n");
  CHECK(unplaced(compose_image(recipe, 1)).find("unplaced.parked_cars 4") != std::string::npos);
}
