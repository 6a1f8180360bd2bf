// SPDX-License-Identifier: Apache-2.0
#include "exporters/mvtec.h"

#include <algorithm>
#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "base/image_io.h"
#include "exporters/dataset.h"
#include "exporters/dataset_reader.h"
#include "tests/catch.h"
#include "tests/labels/random_samples.h"
#include "tests/scratch.h"

using namespace understudy;
using tests::Scratch;
namespace fs = std::filesystem;

namespace {

constexpr uint64_t image_count = 12;

/// Of each image's defects every second one has the contrast `faint`.
void write_pairs(const fs::path& folder, bool pairs, double faint = 0.125) {
  DatasetWriter writer(
      folder, {"generator: shapes\nseed: 1\n", "shapes", tests::small_taxonomy(), "no device", false});
  for (uint64_t index = 0; index < image_count; ++index) {
    Sample sample = tests::random_sample(5, index, {1, 0}, pairs);
    int number = 0;
    for (Annotation& a : sample.annotations.kept)
      if (a.defect && number++ % 2 == 0) a.defect->contrast = faint;
    writer.add(sample);
  }
  writer.finish();
}

/// Images 0, 1, ... of which `change` decides what they show.
template <typename Change>
void write_changed(const fs::path& folder, uint64_t count, Change change) {
  DatasetWriter writer(
      folder, {"generator: shapes\nseed: 1\n", "shapes", tests::small_taxonomy(), "no device", false});
  for (uint64_t index = 0; index < count; ++index) {
    Sample sample = tests::random_sample(5, index, {1, 0}, true);
    change(index, sample.annotations.kept);
    writer.add(sample);
  }
  writer.finish();
}

std::vector<std::string> files_below(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), folder).generic_string());
  std::sort(files.begin(), files.end());
  return files;
}

size_t count_with(const std::vector<std::string>& files, const std::string& text) {
  return size_t(std::count_if(files.begin(), files.end(),
                              [&](const std::string& file) { return file.find(text) != std::string::npos; }));
}

}  // namespace

TEST_CASE("MVTec's layout: training sees good pictures of images that are not tested") {
  const Scratch source("mvtec-source"), out("mvtec-out");
  write_pairs(source.path, true);
  const MvtecReport report = export_mvtec(source.path, tests::small_taxonomy(), out.path, {0.25});
  CHECK(report.all.train_good == 3);
  CHECK(report.all.test_good == 9 - report.without_object);
  CHECK(report.without_object < 3);
  const std::vector<std::string> files = files_below(out.path);
  CHECK(count_with(files, "/train/good/") == 3);
  CHECK(count_with(files, "/test/good/") == report.all.test_good);
  CHECK(count_with(files, "/train/") == 3);
  size_t tested = 0;
  for (const auto& [folder, count] : report.all.test_defects) tested += count;
  CHECK(tested + report.without_defect == report.all.test_good);
  CHECK(tested > 0);
  CHECK(count_with(files, "_mask.png") == tested);
  CHECK(files.size() == 3 + report.all.test_good + 2 * tested);
  for (const std::string& file : files) {
    if (file.find("/train/good/") == std::string::npos) continue;
    CHECK(count_with(files, fs::path(file).filename().string()) == 1);
  }
}

TEST_CASE("MVTec's layout: every part with two images has some to train on and some to test") {
  const Scratch source("mvtec-parts-source"), out("mvtec-parts-out"), all("mvtec-parts-all");
  // Cars and pedestrians in turn, one stop sign; image 4 shows nothing.
  write_changed(source.path, 9, [](uint64_t index, std::vector<Annotation>& kept) {
    for (Annotation& a : kept) a.category = CategoryId(index == 2 ? 3 : 1 + uint32_t(index % 2));
    if (index % 3 == 0) std::erase_if(kept, [](const Annotation& a) { return a.defect.has_value(); });
  });
  const MvtecReport report = export_mvtec(source.path, tests::small_taxonomy(), out.path, {0.1});
  REQUIRE(report.parts.size() == 3);
  CHECK(report.without_object == 1);
  for (const char* part : {"car", "pedestrian"}) CHECK(report.parts.at(part).train_good == 1);
  CHECK(report.parts.at("car").test_good == 2);
  CHECK(report.parts.at("pedestrian").test_good == 3);
  // What shows no defect is trained on first: of cars 0 and 6, of pedestrians 3.
  CHECK(fs::exists(out.path / "car/train/good/000000.png") !=
        fs::exists(out.path / "car/train/good/000006.png"));
  CHECK(fs::exists(out.path / "pedestrian/train/good/000003.png"));
  CHECK(report.parts.at("stop_sign").train_good + report.parts.at("stop_sign").test_good == 1);
  // All for training is all.
  const MvtecReport trained = export_mvtec(source.path, tests::small_taxonomy(), all.path, {1});
  CHECK(trained.all.train_good == 8);
  CHECK(trained.all.test_good == 0);
}

TEST_CASE("MVTec's layout: damage that is part of no object is the street's") {
  const Scratch source("mvtec-street-source"), out("mvtec-street-out");
  // Image 0 shows damage of the road alone, 1 beside objects, 2 and 4 nothing, 3 whole objects, 5 damaged
  // ones.
  write_changed(source.path, 6, [](uint64_t index, std::vector<Annotation>& kept) {
    if (index == 2) kept.clear();
    if (index == 0) std::erase_if(kept, [](const Annotation& a) { return !a.defect; });
    if (index == 3) std::erase_if(kept, [](const Annotation& a) { return a.defect.has_value(); });
    for (Annotation& a : kept)
      if (a.defect && index < 2) a.defect->parent = background;
  });
  const MvtecReport report = export_mvtec(source.path, tests::small_taxonomy(), out.path, {0.5});
  REQUIRE(report.parts.count("street") == 1);
  CHECK(report.parts.size() == 2);
  CHECK(report.without_object == 0);
  for (const char* good : {"000002.png", "000003.png", "000004.png"})
    CHECK(fs::exists(out.path / "street/train/good" / good));
  const std::vector<std::string> files = files_below(out.path / "street");
  for (const char* bad : {"000000", "000001"}) {
    CHECK(count_with(files, std::string("test/good/") + bad + ".png") == 1);
    CHECK(count_with(files, std::string(bad) + "_mask.png") == 1);
  }
}

TEST_CASE("MVTec's layout: a dataset that shows nothing labelled is refused before anything is written") {
  const Scratch source("mvtec-nothing-source"), out("mvtec-nothing-out");
  write_changed(source.path, 3, [](uint64_t, std::vector<Annotation>& kept) { kept.clear(); });
  CHECK_THROWS_AS(export_mvtec(source.path, tests::small_taxonomy(), out.path, {}), UserError);
  CHECK_FALSE(fs::exists(out.path));
}

TEST_CASE("MVTec's layout: a mask beside every defect, of its visible pixels") {
  const Scratch source("mvtec-masks-source"), out("mvtec-masks-out");
  write_pairs(source.path, true);
  export_mvtec(source.path, tests::small_taxonomy(), out.path, {0});
  size_t compared = 0;
  for (const std::string& file : files_below(out.path)) {
    const size_t at = file.find("/ground_truth/");
    if (at == std::string::npos) continue;
    const std::string stem = fs::path(file).stem().string().substr(0, 6);
    const std::string defect = fs::path(file).parent_path().filename().string();
    CHECK(fs::exists(out.path / file.substr(0, at) / "test" / defect / (stem + ".png")));
    const StoredImage image = read_stored_image(source.path, std::stoull(stem));
    const Image<Rgba8> mask = decode_png(read_file(out.path / file), file);
    Image<uint8_t> expected(image.width_px, image.height_px);
    for (const StoredAnnotation& annotation : image.annotations) {
      const Image<uint8_t> one = decode_mask(annotation.visible);
      for (size_t p = 0; p < one.size(); ++p)
        if (annotation.is_defect && one[p] != 0) expected[p] = 255;
    }
    REQUIRE(mask.size() == expected.size());
    size_t wrong = 0;
    for (size_t p = 0; p < expected.size(); ++p) wrong += mask[p][0] != expected[p];
    CHECK(wrong == 0);
    ++compared;
  }
  CHECK(compared > 3);
}

TEST_CASE("MVTec's layout: defects that nobody sees are in no mask") {
  const Scratch source("mvtec-faint-source"), out("mvtec-faint-out"), none("mvtec-faint-none");
  write_pairs(source.path, true, 0.01);
  const MvtecReport report = export_mvtec(source.path, tests::small_taxonomy(), out.path, {0, 0.02});
  CHECK(report.too_faint > 3);
  size_t masks = 0;
  for (const std::string& file : files_below(out.path)) {
    if (file.find("/ground_truth/") == std::string::npos) continue;
    const StoredImage image =
        read_stored_image(source.path, std::stoull(fs::path(file).stem().string().substr(0, 6)));
    size_t expected = 0, found = 0;
    for (const StoredAnnotation& annotation : image.annotations) {
      if (!annotation.is_defect || annotation.contrast < 0.02) continue;
      for (const uint8_t one : decode_mask(annotation.visible)) expected += one != 0;
    }
    for (const Rgba8& texel : decode_png(read_file(out.path / file), file)) found += texel[0] != 0;
    CHECK(found == expected);
    ++masks;
  }
  CHECK(masks > 2);
  const MvtecReport all = export_mvtec(source.path, tests::small_taxonomy(), none.path, {0, 0.5});
  CHECK(all.all.test_defects.empty());
  CHECK_THROWS_AS(export_mvtec(source.path, tests::small_taxonomy(), none.path / "new", {0, 2}), UserError);
}

TEST_CASE(
    "MVTec's layout: a dataset without pairs and a folder in use are refused before anything is written") {
  const Scratch source("mvtec-single"), out("mvtec-refused");
  write_pairs(source.path, false);
  CHECK_THROWS_AS(export_mvtec(source.path, tests::small_taxonomy(), out.path, {}), UserError);
  CHECK_FALSE(fs::exists(out.path));
  const Scratch pairs("mvtec-pairs");
  write_pairs(pairs.path, true);
  fs::create_directories(out.path);
  write_file_atomic(out.path / "mine.txt", "mine");
  CHECK_THROWS_AS(export_mvtec(pairs.path, tests::small_taxonomy(), out.path, {}), UserError);
  CHECK(files_below(out.path) == std::vector<std::string>{"mine.txt"});
  CHECK_THROWS_AS(export_mvtec(pairs.path, tests::small_taxonomy(), out.path / "new", {1.5}), UserError);
}
