// SPDX-License-Identifier: Apache-2.0
#include "pipeline/corrupt.h"

#include <filesystem>

#include "base/error.h"
#include "base/files.h"
#include "base/image_io.h"
#include "pipeline/verify.h"
#include "tests/catch.h"
#include "tests/scratch.h"

using namespace understudy;
using tests::contents_of;
using tests::Scratch;
namespace fs = std::filesystem;

namespace {

const char* const labels = R"({"images": [
  {"id": 9007199254740993, "file_name": "a/one.png", "width": 40, "height": 30, "mine": [1.50]},
  {"id": 2, "file_name": "two.jpg", "width": 32, "height": 24},
  {"id": 3, "file_name": "absent.jpg", "width": 32, "height": 24}],
 "categories": [{"id": 7, "name": "car"}],
 "annotations": [{"id": 1, "image_id": 2, "category_id": 7, "iscrowd": 0, "area": 16, "bbox": [1, 2, 4, 4],
                  "segmentation": [[1, 2, 5, 2, 5, 6, 1, 6]]}]})";

void make_input(const fs::path& folder) {
  fs::create_directories(folder / "photos/a");
  Image<Rgb8> image(40, 30);
  for (int i = 0; i < 1200; ++i) image[size_t(i)] = {uint8_t(i % 40 * 6), uint8_t(i / 40 * 8), 90};
  write_file_atomic(folder / "photos/a/one.png", encode_png(image));
  write_file_atomic(folder / "photos/two.jpg", encode_jpeg(Image<Rgb8>(32, 24, Rgb8{200, 60, 20}), 95));
  write_file_atomic(folder / "in.json", labels);
}

CorruptOptions options_for(const fs::path& folder, const std::string& out, int threads) {
  CorruptOptions options;
  options.instances = folder / "in.json";
  options.images = folder / "photos";
  options.out = folder / out;
  options.severities = {1, 5};
  options.threads = threads;
  return options;
}

TEST_CASE("corrupt: labels stay byte for byte, no byte depends on the threads, what is missing is listed") {
  const Scratch scratch("corrupt");
  const fs::path& folder = scratch.path;
  make_input(folder);
  const CorruptReport report = corrupt(options_for(folder, "one", 1));
  CHECK(report.left_out == std::vector<std::string>{"elastic_transform"});
  CHECK(report.skipped.size() == 1);
  CHECK(report.written == 18 * 2 * 2);
  corrupt(options_for(folder, "four", 4));
  const auto one = contents_of(folder / "one");
  CHECK(one.size() == 18 * 2 * 3 + 2 + 2);
  CHECK(one == contents_of(folder / "four"));
  CHECK(one.at("fog/5/instances.json") == labels);
  CHECK(one.at("fog/1/images/a/one.png") != one.at("fog/5/images/a/one.png"));

  // Of the three photos one is no picture and was skipped.
  const fs::path part = folder / "one/fog/1";
  VerifyOptions none;
  none.render = 0;
  const size_t skipped = verify(part, none).faults.size();
  const std::string picture = read_file(part / "images/two.jpg");
  write_file_atomic(part / "images/two.jpg", "junk");
  CHECK(verify(part, none).faults.size() == skipped + 1);
  write_file_atomic(part / "images/two.jpg", encode_jpeg(Image<Rgb8>(3, 3), 90));
  CHECK(verify(part, none).faults.size() == skipped + 1);
  write_file_atomic(part / "images/two.jpg", picture);
  write_file_atomic(part / "instances.json", std::string(labels) + " ");
  CHECK(verify(part, none).faults.size() == skipped + 1);
  write_file_atomic(part / "instances.json", labels);

  // Taken up where it was left.
  fs::remove(folder / "one/snow/1/images/two.jpg");
  CHECK(corrupt(options_for(folder, "one", 2)).written == 1);
  CHECK(contents_of(folder / "one") == one);
}

TEST_CASE("corrupt: a folder of another seed, quality or dataset is refused, the difference named") {
  const Scratch scratch("corrupt");
  const fs::path& folder = scratch.path;
  make_input(folder);
  CorruptOptions options = options_for(folder, "out", 1);
  options.names = {"fog"};
  corrupt(options);
  const auto before = contents_of(folder / "out");
  const auto refusal = [](const CorruptOptions& changed) -> std::string {
    try {
      corrupt(changed);
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  };
  CorruptOptions other = options;
  other.seed = 2;
  CHECK(refusal(other).find("'seed: 1'") != std::string::npos);
  other = options;
  other.jpeg_quality = 50;
  CHECK(refusal(other).find("jpeg_quality") != std::string::npos);
  other = options;
  other.out = folder / "photos";
  CHECK(refusal(other).find("not empty") != std::string::npos);
  write_file_atomic(folder / "in.json", std::string(labels) + "\n");
  CHECK(refusal(options).find("hash") != std::string::npos);
  write_file_atomic(folder / "in.json", labels);
  CHECK(contents_of(folder / "out") == before);
  options.names = {"fog", "snow"};
  CHECK(corrupt(options).written == 4);  // more of the same may be added
}

TEST_CASE("a folder that holds none of the photos is refused; where the one above it does it is named") {
  const Scratch scratch("corrupt");
  make_input(scratch.path);
  CorruptOptions options = options_for(scratch.path, "out", 1);
  const auto refusal = [&](const fs::path& images) -> std::string {
    options.images = images;
    try {
      corrupt(options);
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  };
  CHECK(refusal(scratch.path).find("none of the 3 photos") != std::string::npos);
  for (const char* folder : {"photos/a", "photos/a/"}) {
    const std::string above = refusal(scratch.path / folder);
    CHECK(above.find("say --images " + (scratch.path / "photos").string()) != std::string::npos);
  }
  CHECK(refusal(scratch.path / "in.json").find("expected a folder") != std::string::npos);
  CHECK(!fs::exists(scratch.path / "out"));
}

TEST_CASE("corrupt: what would part pixels from labels is refused") {
  const Scratch scratch("corrupt");
  const fs::path& folder = scratch.path;
  make_input(folder);
  CorruptOptions options = options_for(folder, "out", 1);
  options.names = {"elastic_transform"};
  CHECK_THROWS_AS(corrupt(options), UserError);
  options.names = {"fogg"};
  CHECK_THROWS_AS(corrupt(options), UserError);
  CHECK(!fs::exists(folder / "out"));
  write_file_atomic(folder / "in.json",
                    R"({"images": [{"id": 2, "file_name": "two.jpg"}], "annotations": []})");
  options.names = {"elastic_transform"};
  CHECK(corrupt(options).written == 2);
}

}  // namespace
