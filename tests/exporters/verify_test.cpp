// SPDX-License-Identifier: Apache-2.0
#include "exporters/verify.h"

#include <fstream>
#include <regex>

#include "base/error.h"
#include "base/files.h"
#include "exporters/dataset.h"
#include "tests/catch.h"
#include "tests/labels/random_samples.h"
#include "tests/scratch.h"

using namespace understudy;
namespace fs = std::filesystem;

namespace {

void write_dataset(const fs::path& folder, bool polygons, bool pairs = false) {
  DatasetWriter writer(folder, {"seed: 2\n", "shapes", tests::small_taxonomy(), "none", polygons});
  for (uint64_t index = 0; index < 40; ++index) writer.add(tests::random_sample(2, index, {16, 0.02}, pairs));
  writer.finish();
}

std::string joined(const Verification& verification) {
  std::string all;
  for (const std::string& fault : verification.faults) all += fault + "\n";
  return all;
}

/// Replaces the `occurrence`-th match of `pattern` by `text`.
std::string replaced(const std::string& content, const std::string& pattern, const std::string& text,
                     int occurrence) {
  const std::regex regex(pattern);
  auto match = std::sregex_iterator(content.begin(), content.end(), regex);
  for (int k = 0; k < occurrence && match != std::sregex_iterator(); ++k) ++match;
  REQUIRE(match != std::sregex_iterator());
  std::string result = content;
  return result.replace(size_t(match->position()), size_t(match->length()), text);
}

}  // namespace

TEST_CASE("a dataset as it was written is true, with RLE and with polygons") {
  for (bool polygons : {false, true}) {
    const tests::Scratch scratch("verify");
    write_dataset(scratch.path, polygons);
    const Verification verification = verify_dataset(scratch.path);
    CHECK(joined(verification) == "");
    CHECK(verification.images == 40);
    CHECK(verification.annotations > 10);
  }
}

TEST_CASE("whatever is altered afterwards is found") {
  const tests::Scratch scratch("altered-labels");
  write_dataset(scratch.path, false);
  const fs::path path = scratch.path / "instances.json";
  const std::string good = read_file(path);
  const auto fault_of = [&](const std::string& pattern, const std::string& text, int occurrence = 3) {
    write_file_atomic(path, replaced(good, pattern, text, occurrence));
    return joined(verify_dataset(scratch.path));
  };
  CHECK(fault_of(R"("area":\d+)", R"("area":3)").find("area") != std::string::npos);
  CHECK(fault_of(R"("bbox":\[\d+)", R"("bbox":[777)").find("box") != std::string::npos);
  CHECK(fault_of(R"("visibility":[0-9.e-]+)", R"("visibility":0.123)").find("visibility") !=
        std::string::npos);
  CHECK(fault_of(R"("counts":")", R"("counts":"0)").find("run lengths") != std::string::npos);
  CHECK(fault_of(R"("pixels":)", R"("pixels":1)", 0).find("add up") != std::string::npos);
  CHECK(fault_of(R"("annotation_id":\d+)", R"("annotation_id":999)", 0).find("occluder") !=
        std::string::npos);
  CHECK(fault_of(R"("image_id":\d+)", R"("image_id":99)").find("names no image") != std::string::npos);
  CHECK(fault_of(R"(\{"id":9,"im)", R"({"id":10,"im)", 0).find("annotation 10 stands") != std::string::npos);
  CHECK(fault_of(R"("height":\d+)", R"("height":7000)").find("image 3") != std::string::npos);
  CHECK(fault_of(R"("fx":500.0)", R"("fx":501.0)").find("image 3") != std::string::npos);
  write_file_atomic(path, good.substr(0, good.size() / 2));
  CHECK(joined(verify_dataset(scratch.path)).find("no end") != std::string::npos);
  write_file_atomic(path, good);
  fs::resize_file(scratch.path / "images" / "000004.png", 20);
  CHECK(joined(verify_dataset(scratch.path)).find("image 4") != std::string::npos);
  fs::remove(path);
  CHECK_THROWS_AS(verify_dataset(scratch.path), UserError);
}

TEST_CASE("defects and matched pairs are written, read and verified") {
  const tests::Scratch scratch("pairs");
  write_dataset(scratch.path, false, true);
  CHECK(joined(verify_dataset(scratch.path)) == "");
  const fs::path path = scratch.path / "instances.json";
  const std::string good = read_file(path);
  const auto fault_of = [&](const std::string& pattern, const std::string& text) {
    write_file_atomic(path, replaced(good, pattern, text, 0));
    return joined(verify_dataset(scratch.path));
  };
  CHECK(good.find(R"("severity":0.25,"size_mm":{"length":12.5,"width":0.75,"depth":0.1},"size_px":{)") !=
        std::string::npos);
  CHECK(good.find(R"("contrast":0.125)") != std::string::npos);
  CHECK(fault_of(R"("parent_id":\d+)", R"("parent_id":1000)").find("parent_id") != std::string::npos);
  CHECK(fault_of(R"("size_px":\{"length":)", R"("size_px":{"length":9)").find("size") != std::string::npos);
  CHECK(fault_of(R"("severity":0.25)", R"("severity":1.25)").find("severity") != std::string::npos);
  CHECK(fault_of(R"("good_file_name":"000000)", R"("good_file_name":"000001)").find("good_file_name") !=
        std::string::npos);
  write_file_atomic(path, good);
  const fs::path picture = scratch.path / "good" / "000004.png";
  const std::string bytes = read_file(picture);
  write_file_atomic(picture, bytes.substr(0, bytes.size() - 1) + "x");
  CHECK(joined(verify_dataset(scratch.path)).find("image 4") != std::string::npos);
  // What is damaged is made again, and a killed run's leftovers go.
  write_file_atomic(picture, "");
  std::ofstream(scratch.path / "good" / "000005.png.tmp") << "left";
  const DatasetWriter again(scratch.path, {"seed: 2\n", "shapes", tests::small_taxonomy(), "none", false});
  CHECK(again.finished().count(4) == 0);
  CHECK(again.finished().size() == 39);
}

TEST_CASE("random damage to instances.json never crashes the check") {
  const tests::Scratch scratch("fuzz-labels");
  write_dataset(scratch.path, true);
  const fs::path path = scratch.path / "instances.json";
  const std::string good = read_file(path);
  Stream stream({5, 0}, "damage");
  for (int k = 0; k < 300; ++k) {
    std::string text = good;
    for (int n = int(stream.uniform_int(1, 3)); n > 0; --n) {
      const size_t at = size_t(stream.uniform_int(0, int64_t(text.size()) - 1));
      if (stream.chance(0.3)) {
        text.erase(at, size_t(stream.uniform_int(1, 40)));
      } else {
        text[at] = char(stream.uniform_int(32, 126));
      }
    }
    std::ofstream(path, std::ios::binary) << text;
    CHECK(verify_dataset(scratch.path).faults.size() <= 20);
  }
}
