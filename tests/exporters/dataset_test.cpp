// SPDX-License-Identifier: Apache-2.0
#include "exporters/dataset.h"

#include <csignal>
#include <fstream>
#include <thread>

#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "exporters/record.h"
#include "tests/catch.h"
#include "tests/labels/random_samples.h"
#include "tests/scratch.h"

using namespace understudy;
using tests::contents_of;
using tests::Scratch;
namespace fs = std::filesystem;

namespace {

DatasetHeader header(const std::string& recipe = "generator: shapes\nseed: 1\n") {
  return {recipe, "shapes for the test", tests::small_taxonomy(), "no device", false};
}

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const UserError& error) {
    return error.what();
  }
  return {};
}

std::map<std::string, std::string> dataset_of(const std::vector<uint64_t>& order) {
  const Scratch scratch("order");
  DatasetWriter writer(scratch.path, header());
  for (uint64_t index : order) writer.add(tests::random_sample(1, index));
  writer.finish();
  return contents_of(scratch.path);
}

}  // namespace

TEST_CASE("a dataset has the same bytes in whatever order, and on whatever threads, its images come") {
  const auto expected = dataset_of({0, 1, 2, 3, 4, 5, 6, 7});
  CHECK(expected == dataset_of({7, 2, 0, 5, 6, 1, 4, 3}));
  const Scratch scratch("threads");
  DatasetWriter writer(scratch.path, header());
  std::vector<std::thread> threads;
  for (uint64_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (uint64_t index = t; index < 8; index += 4) writer.add(tests::random_sample(1, index));
    });
  }
  for (std::thread& thread : threads) thread.join();
  writer.finish();
  CHECK(expected == contents_of(scratch.path));
}

TEST_CASE("ids start at 1, follow images and instances, and occluders name annotations") {
  const Scratch scratch("coco");
  DatasetWriter writer(scratch.path, header());
  for (uint64_t index : {9u, 4u, 1000000u}) writer.add(tests::random_sample(3, index));
  writer.finish();
  const auto coco = nlohmann::json::parse(read_file(scratch.path / "instances.json"));
  REQUIRE(coco.at("images").size() == 3);
  CHECK(coco["images"][0]["id"] == 5);
  CHECK(coco["images"][0]["file_name"] == "000004.png");
  CHECK(coco["images"][2]["file_name"] == "1000000.png");
  CHECK(coco["categories"][2]["name"] == "stop sign");
  uint64_t expected_id = 1;
  for (const auto& annotation : coco["annotations"]) {
    REQUIRE(annotation["id"] == expected_id++);
    REQUIRE(annotation["iscrowd"] == 0);
    int64_t hidden = 0;
    for (const auto& occluder : annotation["occluders"]) {
      hidden += occluder["pixels"].get<int64_t>();
      if (occluder["annotation_id"].is_null()) continue;
      const auto& other = coco["annotations"][occluder["annotation_id"].get<size_t>() - 1];
      CHECK(other["instance_id"] == occluder["instance_id"]);
      CHECK(other["image_id"] == annotation["image_id"]);
    }
    CHECK(hidden == annotation["amodal_area"].get<int64_t>() - annotation["area"].get<int64_t>());
  }
  CHECK(expected_id > 5);
}

TEST_CASE("the report counts what was kept and lists what was dropped") {
  const Scratch scratch("report");
  DatasetWriter writer(scratch.path, header());
  size_t kept = 0, dropped = 0;
  for (uint64_t index = 0; index < 6; ++index) {
    Sample sample = tests::random_sample(4, index, {200, 0.5});
    if (index < 2) sample.provenance["unplaced.defects"] = "2";
    kept += sample.annotations.kept.size();
    dropped += sample.annotations.dropped.size();
    writer.add(sample);
  }
  writer.finish();
  const auto report = nlohmann::json::parse(read_file(scratch.path / "report.json"));
  CHECK(report["images"] == 6);
  CHECK(report["annotations"] == kept);
  CHECK(report["dropped"] == dropped);
  CHECK(report["unplaced"]["defects"] == 4);
  REQUIRE(dropped > 0);
  CHECK(report["dropped_instances"].size() == dropped);
  CHECK(report["images_per_device"]["no device"] == 6);
  size_t per_reason = 0;
  for (const auto& [reason, classes] : report["dropped_per_reason"].items()) {
    for (const auto& [name, count] : classes.items()) per_reason += count.get<size_t>();
  }
  CHECK(per_reason == dropped);
}

TEST_CASE("an empty dataset is valid") {
  const Scratch scratch("empty");
  DatasetWriter writer(scratch.path, header());
  writer.finish();
  const auto coco = nlohmann::json::parse(read_file(scratch.path / "instances.json"));
  CHECK(coco["images"].empty());
  CHECK(coco["annotations"].empty());
  CHECK(nlohmann::json::parse(read_file(scratch.path / "report.json"))["images"] == 0);
}

TEST_CASE("a run that dies anywhere is continued to the same bytes") {
  const auto expected = dataset_of({0, 1, 2, 3});
  const Scratch scratch("killed");
  {
    DatasetWriter writer(scratch.path, header());
    for (uint64_t index = 0; index < 4; ++index) writer.add(tests::random_sample(1, index));
  }
  const fs::path images = scratch.path / "images", records = scratch.path / "records";
  fs::remove(records / "000000.json");                                // died between image and record
  std::ofstream(images / "000009.png.tmp") << "half";                 // died while it wrote an image
  std::ofstream(records / "000003.json.tmp") << "{";                  // or a record
  std::ofstream(scratch.path / "instances.json.tmp") << "{\"info\"";  // or the assembly
  fs::resize_file(images / "000001.png", 10);                         // a disk that lost what it had promised
  {
    std::fstream file(records / "000002.json", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(100);
    file.put('#');
  }
  DatasetWriter writer(scratch.path, header());
  CHECK(writer.finished() == std::set<uint64_t>{3});
  for (uint64_t index = 0; index < 3; ++index) writer.add(tests::random_sample(1, index));
  writer.finish();
  CHECK(contents_of(scratch.path) == expected);
}

TEST_CASE("a record that is cut or altered anywhere does not count, and its image is reported") {
  const Scratch scratch("altered");
  DatasetWriter writer(scratch.path, header());
  writer.add(tests::random_sample(1, 0));
  writer.add(tests::random_sample(1, 1));
  const fs::path path = scratch.path / "records" / "000001.json";
  const std::string whole = read_file(path);
  for (size_t size = 0; size < whole.size(); size += 1 + whole.size() / 97) {
    write_file_atomic(path, whole.substr(0, size));
    REQUIRE(writer.finished() == std::set<uint64_t>{0});
    std::string altered = whole;
    altered[size] = char(altered[size] ^ 1);
    write_file_atomic(path, altered);
    REQUIRE(writer.finished() == std::set<uint64_t>{0});
  }
  writer.finish();
  const auto report = nlohmann::json::parse(read_file(scratch.path / "report.json"));
  CHECK(report["damaged_indices"] == std::vector<int>{1});
  CHECK(report["images"] == 1);
}

TEST_CASE("a record in which a real number stands where an integer belongs does not count") {
  const auto counts = [](const char* key, const Json& value) {
    Json record{{"format", record_format}, {"index", 0}};
    record[key] = value;
    return read_record(frame_record(record)).has_value();
  };
  CHECK(counts("distance_m", -17.5));
  CHECK(counts("seed", uint64_t(-1)));
  CHECK_FALSE(counts("seed", 1.0));
  CHECK_FALSE(counts("index", -3.5));
  CHECK_FALSE(counts("amodal_area", 9.4e71));
  CHECK_FALSE(counts("bbox", Json::array({0, 0, 1e10, 5})));
}

TEST_CASE("a dataset of another recipe and a folder of other things are refused and left as they are") {
  const Scratch scratch("refused");
  {
    DatasetWriter writer(scratch.path, header("seed: 1\ncount: 2\n"));
    writer.add(tests::random_sample(1, 0));
    writer.finish();
  }
  const auto before = contents_of(scratch.path);
  const std::string other = message_of([&] { DatasetWriter(scratch.path, header("seed: 1\ncount: 3\n")); });
  CHECK(other.find("line 2") != std::string::npos);
  CHECK(other.find("'count: 2'") != std::string::npos);
  CHECK(other.find("'count: 3'") != std::string::npos);
  CHECK(!message_of([&] { DatasetWriter(scratch.path, header("seed: 1\n")); }).empty());
  CHECK(contents_of(scratch.path) == before);

  const Scratch foreign("foreign");
  fs::create_directories(foreign.path);
  write_file_atomic(foreign.path / "recipe.yaml", "seed: 1\n");  // someone's recipes, no dataset
  CHECK(message_of([&] { DatasetWriter(foreign.path, header("seed: 1\n")); }).find("not empty") !=
        std::string::npos);
  CHECK(contents_of(foreign.path).size() == 1);
  CHECK(message_of([&] { DatasetWriter(foreign.path / "recipe.yaml", header()); }).find("is a file") !=
        std::string::npos);
  CHECK(!message_of([&] { DatasetWriter("/proc/nowhere", header()); }).empty());
}

TEST_CASE("a dataset whose run ended before its first image becomes another recipe's") {
  const Scratch scratch("unbegun");
  DatasetWriter(scratch.path, header("seed: 1\n")).finish();
  std::ofstream(scratch.path / "images" / "000000.png.tmp") << "half";
  {
    DatasetWriter writer(scratch.path, header("seed: 2\n"));
    CHECK(read_file(scratch.path / "recipe.yaml") == "seed: 2\n");
    writer.add(tests::random_sample(1, 0));
  }
  CHECK(!message_of([&] { DatasetWriter(scratch.path, header("seed: 1\n")); }).empty());
}

TEST_CASE("a dataset that another run is writing is refused and left as it is") {
  const Scratch scratch("locked");
  {
    DatasetWriter writer(scratch.path, header());
    writer.add(tests::random_sample(1, 0));
    std::ofstream(scratch.path / "images" / "000001.png.tmp")
        << "half";  // the other run is in the midst of it
    const auto before = contents_of(scratch.path);
    CHECK(message_of([&] { DatasetWriter(scratch.path, header()); }).find("another run is writing") !=
          std::string::npos);
    CHECK(contents_of(scratch.path) == before);
  }
  CHECK(DatasetWriter(scratch.path, header()).finished() == std::set<uint64_t>{0});
}

TEST_CASE("a full disk stops with one sentence and leaves a valid dataset") {
  const Scratch scratch("full");
  DatasetWriter writer(scratch.path, header());
  writer.add(tests::random_sample(1, 0));
  Sample large = tests::random_sample(1, 1);
  large.encoded.assign(1 << 20, 'x');
  // No file of this process may grow beyond 64 KiB: what write() then reports is what a full disk reports.
  rlimit old{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &old) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = old;
  small.rlim_cur = 1 << 16;
  REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
  const std::string message = message_of([&] { writer.add(large); });
  setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, handler);
  CHECK(message.find("cannot write") != std::string::npos);
  CHECK(writer.finished() == std::set<uint64_t>{0});
  writer.finish();
  CHECK(contents_of(scratch.path).count("images/000001.png.tmp") == 0);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // which keep what is freed
TEST_CASE("memory does not grow with the number of images") {
  const bool ram = fs::is_directory("/dev/shm");  // a thousand flushed files take a disk seconds
  const fs::path folder = (ram ? fs::path("/dev/shm") : fs::temp_directory_path()) /
                          ("understudy-exporters-memory-" + std::to_string(::getpid()));
  DatasetWriter writer(folder, header());
  Sample sample = tests::random_sample(1, 5);
  sample.provenance["long"] = std::string(40000, 'x');
  for (sample.key.index = 0; sample.key.index < 1000; ++sample.key.index) writer.add(sample);
  rusage before{}, after{};
  getrusage(RUSAGE_SELF, &before);
  writer.finish();
  getrusage(RUSAGE_SELF, &after);
  CHECK(fs::file_size(folder / "instances.json") > 40'000'000);
  CHECK(after.ru_maxrss - before.ru_maxrss < 10'000);  // KiB
  fs::remove_all(folder);
}
#endif
