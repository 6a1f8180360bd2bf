// SPDX-License-Identifier: Apache-2.0
#include "pipeline/generate.h"

#include <atomic>
#include <filesystem>
#include <map>
#include <string>

#include "base/files.h"
#include "exporters/verify.h"
#include "pipeline/verify.h"
#include "tests/catch.h"
#include "tests/message.h"
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

TEST_CASE("a dataset does not go on with another mesh of the same name, and verify says that it is another") {
  const tests::Scratch scratch("pipeline-generate-mesh");
  const auto write_mesh = [&](const std::string& top) {
    scratch.write("a.obj",
                  "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 " + top + "\nf 1 3 2\nf 1 2 4\nf 2 3 4\nf 3 1 4\n");
  };
  const fs::path out = scratch.path / "out";
  const auto generate_to = [&](uint64_t count) {
    RecipeOverrides overrides;
    overrides.size_px = {48, 48};
    overrides.quality = "preview";
    GenerateOptions options;
    options.out = out;
    options.count = count;
    return generate(load_recipe(scratch.path / "r.yaml", overrides), options);
  };
  scratch.write("r.yaml", "generator: inspection\nobject: {mesh: a.obj, size_m: 0.05, unit: m}\n");
  write_mesh("1");
  CHECK(generate_to(1).images == 1);
  CHECK(generate_to(2).images_kept == 1);
  VerifyOptions one;
  one.render = 1;
  CHECK(verify(out, one).faults.empty());
  write_mesh("2");
  const std::map<std::string, std::string> before = files_of(out);
  CHECK(message_of([&] { generate_to(3); }).find("# object.mesh: a.obj (hash ") != std::string::npos);
  CHECK(message_of([&] { verify(out, one); }).find("a.obj has changed since") != std::string::npos);
  CHECK(files_of(out) == before);
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
