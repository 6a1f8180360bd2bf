// SPDX-License-Identifier: Apache-2.0
#include "augment/occluder.h"

#include "augment/cover.h"
#include "tests/augment/discs.h"
#include "tests/catch.h"

namespace understudy {
namespace {

using namespace discs;

TEST_CASE("a pasted object leaves the asked-for share of what it is put before, within two points") {
  const Photo before = photo_of(1, {disc(28, 45, 22), disc(90, 45, 25)});
  int met = 0;
  for (uint64_t i = 0; i < 40; ++i) {
    const double wanted = 0.2 + 0.7 * double(i) / 40;
    const Photo photo = after("  - occluder_paste: {count: 2, visibility: " + std::to_string(wanted) +
                                  ", blend: {choice: [hard, gaussian]}}\n",
                              i, before);
    REQUIRE(photo.objects.size() >= 2);
    int unmet = int(photo.notes.size());
    for (size_t k = 0; k < 2; ++k) {
      const bool is_met = std::abs(photo.objects[k].visibility - wanted) <= 0.02;
      met += is_met;
      unmet -= !is_met;
      // What is left and what the occluders hide is the object as it was.
      const MaskPatch was = outline_of(before.objects[k], width, height);
      const MaskPatch left = outline_of(photo.objects[k], width, height);
      int64_t hidden = 0;
      for (size_t o = 2; o < photo.objects.size(); ++o) {
        const MaskPatch occluder = outline_of(photo.objects[o], width, height);
        hidden += overlap_px(was, occluder);
        CHECK(overlap_px(left, occluder) == 0);
      }
      CHECK(left.area() + hidden == was.area());
    }
    CHECK(unmet == 0);  // what is not met is told
    for (size_t o = 2; o < photo.objects.size(); ++o) {
      CHECK(photo.objects[o].added);
      CHECK(photo.objects[o].provenance.find("donor_annotation_id") != std::string::npos);
    }
  }
  CHECK(met >= 76);
}

TEST_CASE("what cannot be met is told, and nothing is pasted") {
  PhotoSource tiny = source();
  tiny.read = [](uint64_t) -> std::optional<Photo> { return photo_of(2, {disc(60, 45, 6)}); };
  Photo photo = photo_of(1, {disc(60, 45, 40)});
  const AugmentRecipe recipe =
      AugmentRecipe::parse("augment:\n  - occluder_paste: {visibility: 0.1, size: 0.3}\n", "recipe.yaml");
  apply_recipe(photo, recipe, {1, 1}, tiny, {{1, "disc", {}}});
  CHECK(photo.objects.size() == 1);
  REQUIRE(photo.notes.size() == 1);
  CHECK(photo.notes[0].kind == "visibility_not_met");
}

TEST_CASE("a crowd is no target and no donor, but what is put before it is cut from it") {
  Photo before = photo_of(1, {disc(60, 45, 22), disc(60, 45, 43)});
  before.objects[1].crowd = true;
  cover_object(before.objects[1], outline_of(before.objects[0], width, height), width, height);
  const double was = before.objects[1].area_px;
  for (uint64_t i = 0; i < 5; ++i) {
    const Photo photo = after("  - occluder_paste: {count: 5, visibility: 0.5}\n", i, before);
    REQUIRE(photo.objects.size() == 3);
    CHECK(photo.objects[1].crowd);
    CHECK(photo.objects[1].area_px < was);
    CHECK_FALSE(photo.objects[2].crowd);
  }
}

}  // namespace
}  // namespace understudy
