// SPDX-License-Identifier: Apache-2.0
// Whole datasets as a user makes them: the same bytes twice, in parts, on one thread, after Ctrl-C and after
// a kill.
#include <chrono>
#include <set>
#include <thread>

#include <nlohmann/json.hpp>
#include <signal.h>

#include "tests/catch.h"
#include "tests/cli/program.h"

namespace understudy::proof {
namespace {

using test::differing;
using test::Files;
using test::Program;
using test::Result;
using test::ScratchFolder;
using test::snapshot;
using Json = nlohmann::json;

std::vector<std::string> generate(const std::filesystem::path& out, const std::vector<std::string>& more) {
  std::vector<std::string> command{UNDERSTUDY_PROGRAM,
                                   "generate",
                                   UNDERSTUDY_SOURCE_DIR "/assets/recipes/street.yaml",
                                   "--out",
                                   out.string(),
                                   "--size",
                                   "96x72",
                                   "--seed",
                                   "7",
                                   "--quality",
                                   "preview"};
  command.insert(command.end(), more.begin(), more.end());
  return command;
}

Files dataset(const ScratchFolder& scratch, const std::string& name, const std::vector<std::string>& more,
              const test::Setting& setting = {}) {
  const Result result = test::run(generate(scratch / name, more), setting);
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  return snapshot(scratch / name);
}

TEST_CASE("the same seed gives the same bytes: twice, on one thread, and one image alone") {
  const ScratchFolder scratch;
  const Files first = dataset(scratch, "first", {"--count", "6"});
  CHECK(first.size() >= 6 + 6 + 3);
  CHECK(differing(first, dataset(scratch, "again", {"--count", "6"})) == std::set<std::string>{});
  test::Setting one_thread;
  one_thread.environment = {{"LP_NUM_THREADS", "1"}};
  CHECK(differing(first, dataset(scratch, "one_thread", {"--count", "6"}, one_thread)) ==
        std::set<std::string>{});

  const Files alone = dataset(scratch, "alone", {"--start", "5", "--count", "1"});
  CHECK(alone.at("images/000005.jpg") == first.at("images/000005.jpg"));
  CHECK(alone.at("records/000005.json") == first.at("records/000005.json"));
  CHECK(alone.at("recipe.yaml") == first.at("recipe.yaml"));

  // The stored recipe makes the same dataset.
  std::vector<std::string> from_stored{UNDERSTUDY_PROGRAM,
                                       "generate",
                                       (scratch / "first/recipe.yaml").string(),
                                       "--out",
                                       (scratch / "stored").string(),
                                       "--count",
                                       "6"};
  const Result result = test::run(from_stored);
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  CHECK(differing(first, snapshot(scratch / "stored")) == std::set<std::string>{});
}

TEST_CASE("made in parts and out of order, a dataset is the one made at once") {
  const ScratchFolder scratch;
  const Files whole = dataset(scratch, "whole", {"--count", "4"});
  dataset(scratch, "parts", {"--start", "2", "--count", "2"});
  CHECK(differing(whole, dataset(scratch, "parts", {"--count", "4"})) == std::set<std::string>{});
}

void wait_for_records(const std::filesystem::path& folder, size_t count, Program& program) {
  while (program.running()) {
    size_t found = 0;
    if (std::filesystem::exists(folder / "records")) {
      for (const auto& entry : std::filesystem::directory_iterator(folder / "records")) {
        found += entry.path().extension() == ".json";
      }
    }
    if (found >= count) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

/// What every reader of COCO relies on, and that each image named is there.
void require_valid(const Files& files) {
  const Json coco = Json::parse(files.at("instances.json"));
  std::set<int64_t> images;
  for (const Json& image : coco.at("images")) {
    images.insert(image.at("id").get<int64_t>());
    const auto file = image.at("file_name").get<std::string>();
    CHECK((files.contains(file) || files.contains("images/" + file)));
  }
  int64_t expected_id = 1;
  for (const Json& annotation : coco.at("annotations")) {
    CHECK(annotation.at("id") == expected_id++);
    CHECK(images.contains(annotation.at("image_id").get<int64_t>()));
  }
  for (const auto& [name, bytes] : files) CHECK(name.find("tmp") == std::string::npos);
}

TEST_CASE("Ctrl-C or a closed terminal leave a valid dataset, and the same command goes on from there") {
  const int number = GENERATE(SIGINT, SIGHUP);
  const ScratchFolder scratch;
  Program program(generate(scratch / "stopped", {"--count", "400"}));
  wait_for_records(scratch / "stopped", 2, program);
  program.signal(number);
  if (number == SIGHUP) program.signal(number);  // a terminal may say so twice
  const Result result = program.wait();
  INFO(result.err);
  CHECK(result.exit_code == 130);
  const Files stopped = snapshot(scratch / "stopped");
  require_valid(stopped);
  const Json coco = Json::parse(stopped.at("instances.json"));
  CHECK(coco.at("images").size() >= 2);
  CHECK(coco.at("images").size() < 400);
  const std::string count = std::to_string(coco.at("images").size() + 1);
  CHECK(differing(dataset(scratch, "stopped", {"--count", count}),
                  dataset(scratch, "whole", {"--count", count})) == std::set<std::string>{});
}

TEST_CASE("a closed terminal does not end what nohup started") {
  const ScratchFolder scratch;
  std::vector<std::string> command = generate(scratch / "out", {"--count", "4"});
  command.insert(command.begin(), {"sh", "-c", "trap '' HUP; exec \"$0\" \"$@\""});
  Program program(command);
  wait_for_records(scratch / "out", 1, program);
  program.signal(SIGHUP);
  CHECK(program.wait().exit_code == 0);
}

TEST_CASE("killed at any moment and run again, a dataset has the same bytes") {
  const ScratchFolder scratch;
  const Files whole = dataset(scratch, "whole", {"--count", "5"});
  for (const size_t records : {0, 1, 3}) {
    const std::string name = "killed" + std::to_string(records);
    {
      Program program(generate(scratch / name, {"--count", "5"}));
      wait_for_records(scratch / name, records, program);
      std::this_thread::sleep_for(std::chrono::milliseconds(20 * records));
      program.signal(SIGKILL);
      program.wait();
    }
    CHECK(differing(whole, dataset(scratch, name, {"--count", "5"})) == std::set<std::string>{});
  }
}

TEST_CASE("a damaged image or record is noticed and made again") {
  const ScratchFolder scratch;
  const Files whole = dataset(scratch, "d", {"--count", "3"});
  test::spill(scratch / "d/images/000001.jpg", whole.at("images/000001.jpg").substr(0, 300));
  test::spill(scratch / "d/records/000002.json", whole.at("records/000002.json").substr(0, 200));
  CHECK(differing(whole, dataset(scratch, "d", {"--count", "3"})) == std::set<std::string>{});
}

}  // namespace
}  // namespace understudy::proof
