// SPDX-License-Identifier: Apache-2.0
// A device that fails in the middle of a run: one clear sentence, what was finished is a valid dataset, and
// the same command goes on from there with the bytes of a run that never failed.
#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/image_io.h"
#include "tests/catch.h"
#include "tests/fake_vulkan/fake.h"

namespace understudy::test {
namespace {

constexpr int all_images = 2;

/// What a run without a failure writes, and which calls it made, in order.
struct WholeRun {
  Files files;
  std::vector<std::string> calls;
};

/// Made once, for all tests of this file.
const WholeRun& whole_run(const RealDriver& real) {
  static const WholeRun run = [&] {
    const ScratchFolder scratch;
    const Result result =
        generate(scratch / "whole", all_images, machine_with_fake(real, "", scratch / "calls"));
    INFO(result.err);
    REQUIRE(result.exit_code == 0);
    WholeRun whole{snapshot(scratch / "whole"), {}};
    std::istringstream log(slurp(scratch / "calls"));
    for (std::string call; log >> call;) whole.calls.push_back(call);
    return whole;
  }();
  return run;
}

uint64_t count(const std::vector<std::string>& calls, const std::string& call) {
  return uint64_t(std::count(calls.begin(), calls.end(), call));
}

/// How many of these calls come before the first submission.
uint64_t early(const std::vector<std::string>& calls, const std::string& call) {
  return uint64_t(std::count(calls.begin(), std::find(calls.begin(), calls.end(), "submit"), call));
}

/// The folder holds some first images, each with the bytes of the whole run, and no part of another. How
/// many.
size_t require_first_images(const Files& files, const Files& whole) {
  size_t pictures = 0, records = 0;
  for (const auto& [name, bytes] : files) {
    if (name == "instances.json" || name == "report.json") continue;
    INFO(name);
    pictures += name.starts_with("images/");
    records += name.starts_with("records/");
    REQUIRE(whole.contains(name));
    CHECK((bytes == whole.at(name)));
  }
  CHECK(records == pictures);
  const auto coco = nlohmann::json::parse(files.at("instances.json"));
  REQUIRE(coco.at("images").size() == pictures);
  for (size_t i = 0; i < pictures; ++i) CHECK(coco.at("images")[i].at("id") == i + 1);
  return pictures;
}

/// How many images a run leaves whose device plays this part. Everything that it leaves is checked.
size_t finished_before(const std::string& part, const std::string& words, const RealDriver& real,
                       const std::filesystem::path& out) {
  const Result failed = generate(out, all_images, machine_with_fake(real, part));
  INFO("part: " << part << "\n" << failed.err);
  CHECK(failed.exit_code == device_failure);
  const size_t message = failed.err.find("understudy: " + words);
  REQUIRE(message != std::string::npos);
  CHECK(failed.err.find('\n', message) == failed.err.size() - 1);

  const size_t finished = require_first_images(snapshot(out), whole_run(real).files);
  const Result verified = understudy({"verify", out.string(), "--render", "0"}, machine_with(real.manifest));
  INFO(verified.err);
  CHECK(verified.exit_code == 0);
  return finished;
}

void require_resumed(const RealDriver& real, const std::filesystem::path& out) {
  const Result resumed = generate(out, all_images, machine_with(real.manifest));
  INFO(resumed.err);
  CHECK(resumed.exit_code == 0);
  CHECK(differing(whole_run(real).files, snapshot(out)) == std::set<std::string>{});
}

const std::string no_memory = "the device ran out of memory while allocating memory: choose";
const std::string lost = "the device was lost while rendering: ";

TEST_CASE("the fake driver changes nothing when it plays no part") {
  const auto real = real_driver();
  if (!real) return;
  const ScratchFolder scratch;
  require_resumed(*real, scratch / "out");
}

TEST_CASE("a device of another kind takes other ways to the same bytes") {
  const auto real = real_driver();
  if (!real) return;
  const ScratchFolder scratch;
  // Copies to and from memory of its own, and tables that are read from storage buffers.
  const Setting other = machine_with_fake(*real, "discrete texel-elements=65536");
  const Result result = generate(scratch / "out", all_images, other);
  INFO(result.err);
  CHECK(result.exit_code == 0);
  CHECK(differing(whole_run(*real).files, snapshot(scratch / "out")) == std::set<std::string>{});
}

TEST_CASE("out of memory before the first image") {
  const auto real = real_driver();
  if (!real) return;
  const uint64_t n = early(whole_run(*real).calls, "allocate");
  REQUIRE(n > 1);
  const ScratchFolder scratch;
  CHECK(finished_before(fmt::format("no-memory-from={}", n), no_memory, *real, scratch / "out") == 0);
}

TEST_CASE("out of memory in the midst of a later image") {
  const auto real = real_driver();
  if (!real) return;
  const auto& calls = whole_run(*real).calls;
  const uint64_t n = count(calls, "allocate");
  REQUIRE(n > early(calls, "allocate"));
  const ScratchFolder scratch;
  CHECK(finished_before(fmt::format("no-memory-from={}", n), no_memory, *real, scratch / "out") < all_images);
  require_resumed(*real, scratch / "out");
}

TEST_CASE("a kernel that the driver does not compile, and another size in the same folder") {
  const auto real = real_driver();
  if (!real) return;
  const uint64_t n = early(whole_run(*real).calls, "compile");
  const ScratchFolder scratch;
  const std::string words = "the device's driver failed while compiling a kernel (";
  CHECK(finished_before(fmt::format("no-kernel-from={}", n), words, *real, scratch / "out") == 0);
  const Result again =
      understudy({"generate", UNDERSTUDY_SOURCE_DIR "/assets/recipes/street.yaml", "--out",
                  (scratch / "out").string(), "--size", "48x48", "--count", "1", "--quality", "preview"},
                 machine_with(real->manifest));
  INFO(again.err);
  CHECK(again.exit_code == 0);
}

TEST_CASE("lost at the first submission") {
  const auto real = real_driver();
  if (!real) return;
  const ScratchFolder scratch;
  CHECK(finished_before("lost-at-submit=1", lost, *real, scratch / "out") == 0);
  require_resumed(*real, scratch / "out");
}

TEST_CASE("lost at the last submission") {
  const auto real = real_driver();
  if (!real) return;
  const uint64_t n = count(whole_run(*real).calls, "submit");
  REQUIRE(n >= all_images);
  const ScratchFolder scratch;
  const std::string part = fmt::format("lost-at-submit={}", n);
  CHECK(finished_before(part, lost, *real, scratch / "out") == all_images - 1);
}

TEST_CASE("lost while an image is awaited") {
  const auto real = real_driver();
  if (!real) return;
  const auto& calls = whole_run(*real).calls;
  REQUIRE(count(calls, "wait") == count(calls, "submit"));
  const ScratchFolder scratch;
  const std::string part = fmt::format("lost-at-wait={}", count(calls, "wait"));
  CHECK(finished_before(part, lost, *real, scratch / "out") == all_images - 1);
  require_resumed(*real, scratch / "out");
}

TEST_CASE("an image that is too large for the device's buffers comes in windows") {
  const auto real = real_driver();
  if (!real) return;
  const ScratchFolder scratch;
  const Result made =
      understudy({"generate", UNDERSTUDY_SOURCE_DIR "/assets/recipes/street.yaml", "--out",
                  (scratch / "out").string(), "--size", "2048x1536", "--count", "1", "--quality", "preview"},
                 machine_with_fake(*real, "storage-range=134217728"));
  INFO(made.err);
  REQUIRE(made.exit_code == 0);
  const auto coco = nlohmann::json::parse(slurp(scratch / "out/instances.json"));
  CHECK(coco.at("images")[0].at("height") == 1536);
  CHECK(!coco.at("annotations").empty());
}

TEST_CASE("a texture that is too large for the device's buffers is refused in one sentence") {
  const auto real = real_driver();
  if (!real) return;
  const ScratchFolder scratch;
  write_file_atomic(scratch / "large.png", encode_png(Image<Rgb8>(6000, 6000)));
  write_file_atomic(scratch / "part.mtl", "newmtl a\nmap_Kd large.png\n");
  write_file_atomic(scratch / "part.obj",
                    "mtllib part.mtl\nv 0 0 0\nv 0.1 0 0\nv 0.1 0.1 0\nv 0 0 0.1\nvt 0 0\nvt 1 0\nvt 1 1\n"
                    "usemtl a\nf 1/1 3/3 2/2\nf 1/1 2/2 4/3\nf 2/2 3/3 4/1\nf 3/3 1/1 4/2\n");
  // Tables are read from storage buffers where texel buffers are small.
  const Result failed =
      understudy({"generate", UNDERSTUDY_SOURCE_DIR "/assets/recipes/inspect-metal.yaml", "--out",
                  (scratch / "out").string(), "--size", "64x64", "--count", "1", "--quality", "preview",
                  "--set", "object.mesh=" + (scratch / "part.obj").string()},
                 machine_with_fake(*real, "storage-range=134217728 texel-elements=65536"));
  INFO(failed.err);
  CHECK(failed.exit_code == device_failure);
  const size_t message = failed.err.find("understudy: this scene needs a table of 144 MB, ");
  REQUIRE(message != std::string::npos);
  CHECK(failed.err.find("storage buffers hold 134 MB: choose smaller textures") != std::string::npos);
  CHECK(std::count(failed.err.begin() + std::ptrdiff_t(message), failed.err.end(), '\n') == 1);
}

TEST_CASE("memory that is refused at the start leaves nothing") {
  const auto real = real_driver();
  if (!real) return;
  const ScratchFolder scratch;
  const Result failed = generate(scratch / "out", all_images, machine_with_fake(*real, "no-memory-from=1"));
  INFO(failed.err);
  CHECK(failed.exit_code == device_failure);
  CHECK(failed.err.starts_with("understudy: the device ran out of memory"));
  CHECK(std::count(failed.err.begin(), failed.err.end(), '\n') == 1);
  CHECK_FALSE(std::filesystem::exists(scratch / "out"));
}

}  // namespace
}  // namespace understudy::test
