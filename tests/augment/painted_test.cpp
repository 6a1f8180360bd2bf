// SPDX-License-Identifier: Apache-2.0
// Defects painted on surfaces in photos.
#include "augment/cover.h"
#include "augment/defects/painter.h"
#include "tests/augment/discs.h"
#include "tests/catch.h"

namespace understudy {
namespace {

using namespace discs;

/// A grained surface with two discs, and a crowd.
Photo surface_photo() {
  Photo photo = photo_of(1, {disc(32, 45, 28), disc(88, 45, 27), disc(60, 8, 7)});
  photo.objects[2].crowd = true;
  for (size_t i = 0; i < photo.pixels.size(); ++i) {
    const auto grain = uint8_t(hash_number(3, i) % 24);
    photo.pixels[i] = {uint8_t(120 + grain), uint8_t(110 + grain), uint8_t(100 + grain)};
  }
  return photo;
}

std::string step_of(const std::string& kind, const std::string& more = "") {
  return "  - paint_defects: {count: 3, kind: " + kind + ", size: {uniform: [0.2, 0.6]}" + more + "}\n";
}

const std::vector<PhotoCategory>& categories() {
  static const std::vector<PhotoCategory> all = [] {
    std::vector<PhotoCategory> list{{1, "disc", {}}};
    for (const PaintKind& kind : paint_kinds()) list.push_back({int64_t(list.size()) + 1, kind.category, {}});
    return list;
  }();
  return all;
}

Photo painted(const std::string& steps, uint64_t index, const Photo& before) {
  Photo photo = before;
  apply_recipe(photo, AugmentRecipe::parse("augment:\n" + steps, "recipe.yaml"), {1, index}, source(),
               categories());
  return photo;
}

TEST_CASE("each kind: masks within their object and disjoint, nothing else changed, contrast as measured") {
  const Photo before = surface_photo();
  for (const PaintKind& kind : paint_kinds()) {
    int count = 0;
    for (uint64_t i = 0; i < 6; ++i) {
      const Photo photo = painted(step_of(kind.name), i, before);
      INFO(kind.name << ", photo " << i);
      Image<uint8_t> changed(width, height, 0);
      for (size_t k = 0; k < photo.pixels.size(); ++k) changed[k] = photo.pixels[k] != before.pixels[k];
      for (size_t k = 0; k < 3; ++k) CHECK((photo.objects[k].segmentation == before.objects[k].segmentation));
      for (size_t k = 3; k < photo.objects.size(); ++k) {
        const PhotoObject& object = photo.objects[k];
        ++count;
        REQUIRE(object.defect);
        const MaskPatch mask = outline_of(object, width, height);
        int on = -1;
        for (int parent = 0; parent < 2; ++parent) {
          if (photo.objects[size_t(parent)].handle == object.defect->on) on = parent;
        }
        REQUIRE(on >= 0);
        CHECK(overlap_px(mask, outline_of(before.objects[size_t(on)], width, height)) == mask.area());
        double sum = 0;
        int repainted = 0;
        for (int y = 0; y < height; ++y) {
          for (int x = 0; x < width; ++x) {
            if (!mask.holds(x, y)) continue;
            repainted += changed(x, y) == 2;  // was in another defect's mask already
            changed(x, y) = 2;
            const Rgb8 a = photo.pixels(x, y), b = before.pixels(x, y);
            sum += std::max({std::abs(a[0] - b[0]), std::abs(a[1] - b[1]), std::abs(a[2] - b[2])});
          }
        }
        CHECK(repainted == 0);
        CHECK(object.defect->mean_contrast == Approx(sum / 255 / double(mask.area())));
        CHECK(object.defect->mean_contrast >= 0.05);
        CHECK(object.defect->contrast >= object.defect->mean_contrast - 1e-9);
      }
      CHECK(std::count(changed.begin(), changed.end(), 1) == 0);
      CHECK(photo.objects.size() - 3 + photo.notes.size() == 3);  // what is not painted is told
    }
    INFO(kind.name);
    CHECK(count >= 12);
  }
}

TEST_CASE("a contrast that cannot be met leaves the photo as it was; one that can be is met") {
  const Photo before = surface_photo();
  const Photo none = painted(step_of("{choice: [stain, scratch]}", ", min_contrast: 1"), 1, before);
  CHECK((none.pixels == before.pixels));
  CHECK(none.objects.size() == 3);
  REQUIRE(none.notes.size() == 3);
  CHECK(none.notes[0].kind == "defect_not_painted");
  CHECK(none.notes[0].detail.find("1.000 was asked for") != std::string::npos);
  int strong = 0;
  for (uint64_t i = 0; i < 10; ++i) {
    const Photo faint = painted(step_of("stain", ", severity: 0, min_contrast: 0"), i, before);
    const Photo forced = painted(step_of("stain", ", severity: 0, min_contrast: 0.18"), i, before);
    for (size_t k = 3; k < forced.objects.size(); ++k) CHECK(forced.objects[k].defect->mean_contrast >= 0.18);
    // The first of both is the same but for its strength.
    if (forced.objects.size() < 4 || faint.objects[3].defect->mean_contrast >= 0.18) continue;
    strong += forced.objects[3].segmentation == faint.objects[3].segmentation;
  }
  CHECK(strong > 0);
}

TEST_CASE("the twin goes through the later steps too and differs in the masks alone") {
  const Photo before = surface_photo();
  for (uint64_t i = 0; i < 6; ++i) {
    const Photo photo =
        painted(step_of("{choice: [crack, missing]}", ", pair: true") +
                    "  - flip\n  - gaussian_noise\n  - erase: {area: 0.05, fill: noise}\n  - brightness\n",
                i, before);
    REQUIRE(photo.good.size() == photo.pixels.size());
    MaskPatch all{0, 0, Image<uint8_t>(width, height, 0)};
    for (const PhotoObject& object : photo.objects) {
      if (!object.defect) continue;
      const MaskPatch mask = outline_of(object, width, height);
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) all.inside(x, y) |= mask.holds(x, y);
      }
    }
    int within = 0, beyond = 0;
    for (size_t k = 0; k < photo.pixels.size(); ++k)
      (all.inside[k] != 0 ? within : beyond) += photo.pixels[k] != photo.good[k];
    CHECK(beyond == 0);
    CHECK(within > 0);
  }
}

TEST_CASE("a crowd is no surface, the frame is one if asked for, and a lost object takes its defects along") {
  Photo before = surface_photo();
  before.objects.erase(before.objects.begin(), before.objects.begin() + 2);
  const Photo none = painted(step_of("crack"), 1, before);
  CHECK((none.pixels == before.pixels));
  REQUIRE(none.notes.size() == 1);
  CHECK(none.notes[0].kind == "no_surface");
  const Photo framed = painted(step_of("crack", ", surface: frame"), 1, before);
  REQUIRE(framed.objects.size() > 1);
  CHECK(framed.objects[1].defect->on == 0);
  const Photo lost = painted(step_of("stain") + "  - erase: {area: 1, aspect: 1.3333}\n", 1, surface_photo());
  CHECK(lost.objects.empty());
  int with_parent = 0;
  for (const PhotoDropped& dropped : lost.dropped) with_parent += dropped.reason == "parent_dropped";
  CHECK(with_parent > 0);
}

TEST_CASE("contrast is that of the picture in the end; what became too faint is dropped") {
  const Photo before = surface_photo();
  int kept = 0, dropped = 0;
  for (uint64_t i = 0; i < 8; ++i) {
    for (const double factor : {0.15, 0.6}) {
      const Photo photo = painted(
          step_of("stain", ", pair: true") + "  - contrast: {factor: " + std::to_string(factor) + "}\n", i,
          before);
      for (const PhotoDropped& one : photo.dropped) dropped += one.reason == "min_contrast";
      for (const PhotoObject& object : photo.objects) {
        if (!object.defect) continue;
        ++kept;
        const PaintContrast contrast =
            contrast_of(photo.pixels, photo.good, outline_of(object, width, height));
        CHECK(object.defect->mean_contrast == contrast.mean);
        CHECK(object.defect->contrast == contrast.plainest);
        CHECK(contrast.mean >= 0.05);
      }
    }
  }
  CHECK(kept > 0);
  CHECK(dropped > 0);
  CHECK(painted(step_of("stain"), 1, before).good.empty());  // no pair is wanted
}

}  // namespace
}  // namespace understudy
