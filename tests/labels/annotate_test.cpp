// SPDX-License-Identifier: Apache-2.0
#include "labels/annotate.h"

#include "tests/catch.h"
#include "tests/labels/random_samples.h"

using namespace understudy;

namespace {

/// A frame of one row of pixels, each with the list of what its ray meets: {instance, t}.
tests::RandomFrame row_of(const std::vector<std::vector<LayerEntry>>& pixels) {
  tests::RandomFrame result;
  Frame& frame = result.frame;
  const int width = int(pixels.size());
  frame.width_px = width;
  frame.height_px = 1;
  frame.instances = Image<uint32_t>(width, 1);
  frame.hits = Image<Hit>(width, 1);
  frame.parts = Image<uint32_t>(width, 1);
  result.scene.taxonomy = tests::small_taxonomy();
  std::map<uint32_t, Extent>& extents = frame.extents;
  for (int x = 0; x < width; ++x) {
    frame.layers.begin.push_back(uint32_t(frame.layers.entries.size()));
    for (const LayerEntry& entry : pixels[size_t(x)]) {
      frame.layers.entries.push_back(entry);
      if (entry.instance == 0) continue;
      if (extents.count(entry.instance) == 0) extents[entry.instance] = {0, x, 0, x, 0, false};
      extents[entry.instance].x1 = x;
      ++extents[entry.instance].amodal_px;
    }
    if (pixels[size_t(x)].empty()) continue;
    frame.instances(x, 0) = pixels[size_t(x)][0].instance;
    frame.hits(x, 0).t_m = pixels[size_t(x)][0].t_m;
  }
  frame.layers.begin.push_back(uint32_t(frame.layers.entries.size()));
  for (const auto& [id, extent] : extents) {
    result.scene.instances.push_back({InstanceId(id), CategoryId(1), {{"id", std::to_string(id)}}});
  }
  return result;
}

constexpr LabelRules keep_all{1, 0};

}  // namespace

TEST_CASE("visibility, occluders, distance and parts of a row of pixels, by hand") {
  // pixel:          0            1                     2                      3                4
  auto row = row_of({{{7, 5}}, {{9, 2}, {7, 5.5f}}, {{0, 1}, {7, 6}, {9, 7}}, {{9, 3}, {0, 4}}, {}});
  row.frame.parts(0, 0) = 1;
  row.frame.parts(3, 0) = 2;
  row.frame.extents[9].amodal_px = 12;
  row.frame.extents[9].x1 = 40;
  row.frame.extents[9].capped = true;
  const Annotations result = annotate(row.frame, row.scene, keep_all);
  CHECK(result.dropped.empty());
  REQUIRE(result.kept.size() == 2);
  const Annotation &seven = result.kept[0], &nine = result.kept[1];
  CHECK(seven.instance == InstanceId(7));
  CHECK(seven.area_px == 1);
  CHECK(seven.box == Box{0, 0, 1, 1});
  CHECK(seven.amodal_area_px == 3);
  CHECK(seven.amodal_box == Box{0, 0, 3, 1});
  CHECK(seven.visibility == 1.0 / 3);
  CHECK(seven.truncation == 0);
  REQUIRE(seven.occluders.size() == 2);
  CHECK(seven.occluders[0].instance == background);
  CHECK(seven.occluders[0].hidden_px == 1);
  CHECK(seven.occluders[1].instance == InstanceId(9));
  CHECK(seven.occluders[1].hidden_px == 1);
  CHECK(seven.distance_m == 5);
  CHECK(seven.part_px == std::map<std::string, int64_t>{{"wheel", 1}});
  CHECK(seven.provenance.at("id") == "7");
  CHECK(nine.area_px == 2);
  CHECK(nine.box == Box{1, 0, 3, 1});
  CHECK(nine.amodal_box == Box{1, 0, 40, 1});
  CHECK(nine.truncation == 0.75);
  CHECK(nine.truncation_capped);
  CHECK(nine.distance_m == 2);
  REQUIRE(nine.occluders.size() == 1);  // pixel 2: the front surface is charged, not 7, which is hidden too
  CHECK(nine.occluders[0].instance == background);
  CHECK(nine.part_px == std::map<std::string, int64_t>{{"head", 1}});
}

TEST_CASE("what is dropped is listed with the first rule that it broke; exactly at a threshold is kept") {
  const auto row = row_of(
      {{{1, 5}}, {{1, 5}, {2, 6}}, {{1, 5}, {3, 6}}, {{1, 5}, {3, 6}}, {{3, 6}, {4, 9}}, {{4, 9}}, {{4, 9}}});
  const Annotations result = annotate(row.frame, row.scene, {2, 2.0 / 3});
  REQUIRE(result.kept.size() == 2);
  CHECK(result.kept[0].instance == InstanceId(1));
  CHECK(result.kept[1].instance == InstanceId(4));  // 2 px, visibility 2/3
  REQUIRE(result.dropped.size() == 2);
  CHECK(result.dropped[0].instance == InstanceId(2));
  CHECK(result.dropped[0].reason == "hidden");
  CHECK(result.dropped[1].instance == InstanceId(3));
  CHECK(result.dropped[1].reason == "min_visible_px");
  CHECK(annotate(row.frame, row.scene, {1, 0.5}).dropped.back().reason == "min_visibility");
}

TEST_CASE("an object has the pixels of its defects; a defect knows its object and what hides it") {
  // Object 4 with defects 5 and 6; object 7 with defect 8 stands in front of pixel 4.
  auto row = row_of({{{4, 5}},
                     {{5, 5}},
                     {{5, 5}, {4, 6}},
                     {{4, 5}, {5, 6}},
                     {{8, 2}, {7, 2.5f}, {6, 5}},
                     {{6, 5}},
                     {{7, 3}}});
  row.scene.instances.clear();
  for (const uint32_t id : {4, 5, 6, 7, 8}) {
    Instance instance{InstanceId(id), CategoryId(id == 4 || id == 7 ? 1 : 2), {}};
    if (id == 5 || id == 6) instance.parent = InstanceId(4);
    if (id == 8) instance.parent = InstanceId(7);
    if (instance.parent != background) instance.defect = {0.5, 3, 2, 1};
    row.scene.instances.push_back(instance);
  }
  Instance unmet = row.scene.instances.back();  // a defect of 4 between two rays
  unmet.id = InstanceId(9);
  unmet.parent = InstanceId(4);
  row.scene.instances.push_back(unmet);
  row.frame.extents[4] = {6, 0, 0, 5, 0, false};
  row.frame.extents[7] = {2, 4, 0, 6, 0, false};
  const Annotations result = annotate(row.frame, row.scene, {3, 0, 1});
  REQUIRE(find_violation(result, 7, 1) == "");
  REQUIRE(result.kept.size() == 3);
  const Annotation &object = result.kept[0], &five = result.kept[1], &six = result.kept[2];
  CHECK(object.instance == InstanceId(4));
  CHECK(!object.defect);
  CHECK(object.area_px == 5);
  CHECK(object.amodal_area_px == 6);
  REQUIRE(object.occluders.size() == 1);
  CHECK(object.occluders[0].instance == InstanceId(7));  // whose defect is in front
  CHECK(five.defect->parent == InstanceId(4));
  CHECK(five.defect->facts.length_mm == 3);
  CHECK(five.defect->size_px == SizePx{2, 1});
  CHECK(!five.defect->contrast);
  CHECK(five.area_px == 2);
  CHECK(five.amodal_area_px == 3);
  REQUIRE(five.occluders.size() == 1);
  CHECK(five.occluders[0].instance == InstanceId(4));
  CHECK(six.visibility == 0.5);
  CHECK(six.occluders[0].instance == InstanceId(8));
  // Object 7 has two pixels, too few; its defect has enough, but stands for nothing without it.
  REQUIRE(result.dropped.size() == 3);
  CHECK(result.dropped[0].reason == "min_visible_px");
  CHECK(result.dropped[1].instance == InstanceId(8));
  CHECK(result.dropped[1].reason == "parent_dropped");
  CHECK(result.dropped[2].instance == InstanceId(9));
  CHECK(result.dropped[2].reason == "no_pixel");
}

TEST_CASE("a defect of the surroundings stands alone, beside objects and what is part of them") {
  // Object 4 with defect 5, a pothole 6 partly behind it, and object 7.
  auto row = row_of({{{4, 5}}, {{5, 5}}, {{4, 5}, {6, 8}}, {{6, 8}}, {{6, 8}}, {{7, 9}}, {{7, 9}}});
  row.scene.instances[1].parent = InstanceId(4);
  row.scene.instances[1].defect = DefectFacts{0.5, 3, 2, 1};
  row.scene.instances[2].defect = DefectFacts{0.75, 600, 400, 60};
  row.frame.extents[4] = {3, 0, 0, 2, 0, false};
  const Annotations result = annotate(row.frame, row.scene, {1, 0, 1});
  REQUIRE(find_violation(result, 7, 1) == "");
  REQUIRE(result.kept.size() == 4);
  const Annotation& hole = result.kept[2];
  CHECK(hole.instance == InstanceId(6));
  REQUIRE(hole.defect);
  CHECK(hole.defect->parent == background);
  CHECK(hole.defect->facts.severity == 0.75);
  CHECK(hole.defect->size_px == SizePx{2, 1});
  CHECK(hole.area_px == 2);
  REQUIRE(hole.occluders.size() == 1);
  CHECK(hole.occluders[0].instance == InstanceId(4));
  // Small defects are kept by a rule of their own.
  const Annotations large = annotate(row.frame, row.scene, {4, 0, 2});
  REQUIRE(large.kept.size() == 1);
  CHECK(large.kept[0].instance == InstanceId(6));
  // Its pixels are nobody else's.
  Annotations overlapping = result;
  overlapping.kept[2].visible = result.kept[3].visible;
  overlapping.kept[2].box = result.kept[3].box;
  overlapping.kept[2].amodal = result.kept[3].amodal;
  overlapping.kept[2].amodal_box = result.kept[3].amodal_box;
  overlapping.kept[2].amodal_area_px = 2;
  overlapping.kept[2].visibility = 1;
  overlapping.kept[2].occluders.clear();
  CHECK(find_violation(overlapping, 7, 1).find("overlaps") != std::string::npos);
  Annotations worse = result;
  worse.kept[2].defect->facts.severity = 1.5;
  CHECK(find_violation(worse, 7, 1).find("severity") != std::string::npos);
}

TEST_CASE("the size of a mask is measured along its own axes") {
  const auto size_of = [](const std::function<bool(int, int)>& inside) {
    Image<uint8_t> mask(60, 50);
    for (int y = 0; y < 50; ++y)
      for (int x = 0; x < 60; ++x) mask(x, y) = inside(x, y);
    return principal_size_px(encode_mask(mask));
  };
  CHECK(size_of([](int x, int y) { return x == 7 && y == 9; }) == SizePx{1, 1});
  CHECK(size_of([](int x, int y) { return y == 9 && x >= 10 && x < 30; }) == SizePx{20, 1});
  CHECK(size_of([](int x, int y) { return x >= 10 && x < 14 && y >= 3 && y < 33; }) == SizePx{30, 4});
  const SizePx diagonal = size_of([](int x, int y) { return x == y && x < 30; });
  CHECK(diagonal.length == Approx(29 * std::sqrt(2.0) + 1).margin(0.01));
  CHECK(diagonal.width == 1);
}

TEST_CASE("contrast is the mean of the largest change of a channel over the most changed visible pixels") {
  auto row = row_of({{{4, 5}}, {{5, 5}}, {{5, 5}}, {{4, 5}}});
  row.scene.instances[1].parent = InstanceId(4);
  row.scene.instances[1].defect.emplace();
  row.frame.extents[4] = {4, 0, 0, 3, 0, false};
  Annotations annotations = annotate(row.frame, row.scene, keep_all);
  Image<Rgb8> good(4, 1), bad(4, 1);
  bad(0, 0) = {200, 0, 0};  // outside of the defect: does not count
  good(1, 0) = {10, 20, 30}, bad(1, 0) = {10, 0, 31};
  good(2, 0) = {90, 20, 30}, bad(2, 0) = {59, 20, 30};
  measure_contrast(bad, good, annotations);
  REQUIRE(annotations.kept.size() == 2);
  CHECK(!annotations.kept[0].defect);
  CHECK(*annotations.kept[1].defect->contrast == (20 + 31) / (2 * 255.0));
}

TEST_CASE("contrast is not diluted by pixels that change little") {
  auto row = row_of(std::vector<std::vector<LayerEntry>>(40, {{5, 4.5f}}));
  row.scene.instances.insert(row.scene.instances.begin(), {InstanceId(4), CategoryId(1), {}});
  row.scene.instances[1].parent = InstanceId(4);
  row.scene.instances[1].defect.emplace();
  row.frame.extents[4] = row.frame.extents[5] = {40, 0, 0, 39, 0, false};
  Annotations annotations = annotate(row.frame, row.scene, keep_all);
  Image<Rgb8> good(40, 1), bad(40, 1);
  for (int x = 0; x < 40; ++x) bad(x, 0) = {uint8_t(x < 16 ? 100 : 1), 0, 0};
  measure_contrast(bad, good, annotations);
  CHECK(*annotations.kept[1].defect->contrast == 100 / 255.0);
}

TEST_CASE("random frames keep every invariant, and agree with counting pixel by pixel") {
  for (uint64_t seed = 0; seed < 80; ++seed) {
    const tests::RandomFrame random = tests::random_frame(seed);
    const Annotations result = annotate(random.frame, random.scene, keep_all);
    REQUIRE(find_violation(result, random.frame.width_px, random.frame.height_px) == "");
    Image<uint32_t> painted(random.frame.width_px, random.frame.height_px);
    for (const Annotation& a : result.kept) {
      std::map<uint32_t, int64_t> hidden;
      double nearest = 1e30;
      const Image<uint8_t> visible = decode_mask(a.visible);
      for (size_t p = 0; p < painted.size(); ++p) {
        if (visible[p] != 0) {
          painted[p] = a.instance.value;
          nearest = std::min(nearest, double(random.frame.hits[p].t_m));
        }
        for (uint32_t i = random.frame.layers.begin[p]; i < random.frame.layers.begin[p + 1]; ++i) {
          const uint32_t id = random.frame.layers.entries[i].instance;
          if (id == a.instance.value && random.frame.instances[p] != id) ++hidden[random.frame.instances[p]];
        }
      }
      REQUIRE(a.distance_m == nearest);
      REQUIRE(hidden.size() == a.occluders.size());
      for (const Occluder& occluder : a.occluders)
        REQUIRE(hidden.at(occluder.instance.value) == occluder.hidden_px);
    }
    REQUIRE(painted == random.frame.instances);  // the union of all masks is what is not background
  }
}

TEST_CASE("each invariant that is broken is named") {
  const tests::RandomFrame random = tests::random_frame(5);
  const int width = random.frame.width_px, height = random.frame.height_px;
  const Annotations good = annotate(random.frame, random.scene, keep_all);
  REQUIRE(good.kept.size() >= 2);
  REQUIRE(find_violation(good, width, height) == "");
  const auto broken = [&](const std::function<void(Annotation&)>& change) {
    Annotations bad = good;
    change(bad.kept[1]);
    return find_violation(bad, width, height);
  };
  CHECK(broken([](Annotation&) {}).empty());
  // Two objects cannot be each other's part: their masks are disjoint.
  CHECK(broken([&](Annotation& a) {
          a.defect = DefectLabel{good.kept[0].instance, {}, principal_size_px(a.visible), {}};
        }).find("not its object's") != std::string::npos);
  CHECK(broken([](Annotation& a) {
          a.defect = DefectLabel{InstanceId(999), {}, {}, {}};
        }).find("defect of nothing") != std::string::npos);
  CHECK(broken([](Annotation& a) { ++a.area_px; }).find("area") != std::string::npos);
  CHECK(broken([](Annotation& a) { ++a.amodal_area_px; }).find("amodal area") != std::string::npos);
  CHECK(broken([](Annotation& a) { ++a.box.width; }).find("tight") != std::string::npos);
  CHECK(broken([](Annotation& a) { a.amodal_box = {}; }).find("amodal box") != std::string::npos);
  CHECK(broken([](Annotation& a) { a.visibility *= 0.99; }).find("visibility") != std::string::npos);
  CHECK(broken([](Annotation& a) { a.truncation = 1; }).find("truncation") != std::string::npos);
  CHECK(broken([](Annotation& a) { a.distance_m = 0; }).find("distance") != std::string::npos);
  CHECK(broken([](Annotation& a) {
          a.occluders.push_back({background, 1});
        }).find("add up") != std::string::npos);
  CHECK(broken([](Annotation& a) { a.part_px["wheel"] += 100000; }).find("parts") != std::string::npos);
  CHECK(broken([](Annotation& a) { a.instance = InstanceId(0); }).find("ascending") != std::string::npos);
  CHECK(broken([](Annotation& a) { a.visible.counts.pop_back(); }).find("fill") != std::string::npos);
  CHECK(broken([&](Annotation& a) {
          a = good.kept[0];
          a.instance = good.kept[1].instance;
        }).find("overlaps") != std::string::npos);
  CHECK(broken([&](Annotation& a) {
          a.amodal = encode_mask(Image<uint8_t>(width, height));
          a.amodal_area_px = 0;
        }).find("amodal mask") != std::string::npos);
}
