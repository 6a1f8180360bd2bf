// SPDX-License-Identifier: Apache-2.0
#include "pipeline/verify.h"

#include <filesystem>

#include "base/files.h"
#include "pipeline/generate.h"
#include "tests/catch.h"
#include "tests/scratch.h"

using namespace understudy;
namespace fs = std::filesystem;

TEST_CASE("verify finds a dataset true, and any image that its recipe does not give") {
  const tests::Scratch scratch("pipeline-verify");
  const fs::path& folder = scratch.path;
  RecipeOverrides overrides;
  overrides.size_px = {64, 48};
  overrides.quality = "preview";
  overrides.image_format = "png";
  GenerateOptions options;
  options.out = folder;
  options.count = 2;
  generate(load_recipe(fs::path(UNDERSTUDY_SOURCE_DIR) / "assets/recipes/street.yaml", overrides), options);
  VerifyOptions all;
  all.render = 2;
  CHECK(verify(folder, all).faults.empty());
  CHECK(!fs::exists(folder / ".verify"));

  // The recipe is altered after the images were made: checksums and masks still hold, only rendering can
  // tell.
  std::string recipe = read_file(folder / "recipe.yaml");
  const size_t at = recipe.find("seed: ");
  REQUIRE(at != std::string::npos);
  recipe.replace(at, recipe.find('\n', at) - at, "seed: 987");
  write_file_atomic(folder / "recipe.yaml", recipe);
  VerifyOptions none;
  none.render = 0;
  CHECK(verify(folder, none).faults.empty());
  CHECK(!verify(folder, all).faults.empty());
}
