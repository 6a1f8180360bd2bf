// SPDX-License-Identifier: Apache-2.0
#include "pipeline/generate.h"

#include <atomic>
#include <filesystem>
#include <map>
#include <string>

#include "base/files.h"
#include "exporters/verify.h"
#include "tests/catch.h"
#include "tests/scratch.h"

using namespace understudy;
namespace fs = std::filesystem;

namespace {

Recipe small_street() {
  RecipeOverrides overrides;
  overrides.size_px = {64, 48};
  overrides.quality = "preview";
  return load_recipe(fs::path(UNDERSTUDY_SOURCE_DIR) / "assets/recipes/street.yaml", overrides);
}

/// Names and bytes of a dataset's files.
std::map<std::string, std::string> files_of(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files[fs::relative(entry.path(), folder)] = read_file(entry.path());
  return files;
}

/// Generates `count` images into `folder`; asks to stop when `stop_after` of this run are made.
GenerateReport generate_until(const fs::path& folder, uint64_t count, uint64_t stop_after) {
  std::atomic<bool> stop{false};
  GenerateOptions options;
  options.out = folder;
  options.count = count;
  options.stop = &stop;
  options.progress = [&](uint64_t done, uint64_t) { stop = done == stop_after; };
  return generate(small_street(), options);
}

}  // namespace

TEST_CASE(
    "a run that is stopped leaves a valid dataset, and one that was done anyway is not called stopped") {
  const tests::Scratch scratch("pipeline-generate");
  const GenerateReport first = generate_until(scratch.path, 2, 1);
  CHECK(first.stopped);
  CHECK(first.images == 1);
  const Verification found = verify_dataset(scratch.path);
  CHECK(found.images == 1);
  CHECK(found.faults.empty());

  const GenerateReport second = generate_until(scratch.path, 2, 1);
  CHECK_FALSE(second.stopped);
  CHECK(second.images == 1);
  CHECK(second.images_kept == 1);
  CHECK(verify_dataset(scratch.path).images == 2);
}

TEST_CASE("1 and 16 threads write the same bytes") {
  const tests::Scratch few("pipeline-generate-1"), many("pipeline-generate-16");
  for (const auto& [folder, threads] : {std::pair(few.path, 1), std::pair(many.path, 16)}) {
    GenerateOptions options;
    options.out = folder;
    options.count = 5;
    options.threads = threads;
    CHECK(generate(small_street(), options).images == 5);
  }
  CHECK(files_of(few.path) == files_of(many.path));
}
