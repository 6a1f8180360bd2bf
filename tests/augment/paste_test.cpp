// SPDX-License-Identifier: Apache-2.0
#include "augment/paste.h"

#include "augment/cover.h"
#include "augment/seamless.h"
#include "tests/augment/discs.h"
#include "tests/catch.h"

namespace understudy {
namespace {

using namespace discs;

/// Colours that differ from pixel to pixel.
Image<Rgb8> speckled(int width_px, int height_px, uint64_t seed) {
  Image<Rgb8> image(width_px, height_px);
  for (size_t i = 0; i < image.size(); ++i) {
    const uint64_t bits = hash_number(seed, i);
    image[i] = {uint8_t(bits), uint8_t(bits >> 8), uint8_t(bits >> 16)};
  }
  return image;
}

/// A photo with a disc below and a crowd, and what is pasted over both.
Photo pasted(const EdgeLook& edge) {
  Photo photo = photo_of(1, {disc(40, 45, 30), disc(100, 45, 15)});
  photo.pixels = speckled(width, height, 1);
  photo.objects[1].crowd = true;
  Photo donor = photo_of(2, {disc(30, 40, 18.3)});
  donor.pixels = speckled(width, height, 2);
  const Homography map = composed(scaling(1.2, 1.2), translation(35, 2));
  CHECK(paste_object(photo, donor, map, edge, {}));
  return photo;
}

const std::vector<EdgeLook>& looks() {
  static const std::vector<EdgeLook> all{{Blend::hard, 0, 0},       {Blend::feather, 5, 0},
                                         {Blend::gaussian, 6, 0},   {Blend::motion, 7, 30},
                                         {Blend::motion, 7.5, 100}, {Blend::poisson, 0, 0}};
  return all;
}

TEST_CASE("whatever the blend, the labels are the same, disjoint, and a crowd is cut and stays one") {
  const Photo hard = pasted(looks()[0]);
  REQUIRE(hard.objects.size() == 3);
  for (const EdgeLook& look : looks()) {
    const Photo photo = pasted(look);
    for (size_t i = 0; i < 3; ++i) {
      CHECK((photo.objects[i].segmentation == hard.objects[i].segmentation));
      CHECK(photo.objects[i].box == hard.objects[i].box);
      CHECK(photo.objects[i].visibility == hard.objects[i].visibility);
    }
  }
  const MaskPatch paste = outline_of(hard.objects[2], width, height);
  const Photo before = photo_of(1, {disc(40, 45, 30), disc(100, 45, 15)});
  for (size_t i = 0; i < 2; ++i) {
    const MaskPatch was = outline_of(before.objects[i], width, height);
    const MaskPatch left = outline_of(hard.objects[i], width, height);
    CHECK(overlap_px(left, paste) == 0);
    CHECK(overlap_px(was, paste) > 0);
    CHECK(left.area() + overlap_px(was, paste) == was.area());
  }
  CHECK(hard.objects[1].crowd);
}

TEST_CASE("blends differ near the edge alone; the seamless one within the mask alone") {
  const Photo hard = pasted(looks()[0]);
  const MaskPatch mask = outline_of(hard.objects[2], width, height);
  const auto near_edge = [&](int x, int y, int reach) {
    bool in = false, out = false;
    for (int j = -reach; j <= reach; ++j) {
      for (int i = -reach; i <= reach; ++i) (mask.holds(x + i, y + j) ? in : out) = true;
    }
    return in && out;
  };
  for (const EdgeLook& look : looks()) {
    const Photo photo = pasted(look);
    int changed = 0, stray = 0;
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        if (photo.pixels(x, y) == hard.pixels(x, y)) continue;
        ++changed;
        stray += look.blend == Blend::poisson ? !mask.holds(x, y) : !near_edge(x, y, edge_reach_px(look));
      }
    }
    CHECK(stray == 0);
    CHECK((changed > 100) == (look.blend != Blend::hard));
  }
}

TEST_CASE("the mask is where the paste's opacity is half or more, also of thin things and at the frame") {
  Image<uint8_t> inside(60, 40, 0);
  for (int y = 0; y < 40; ++y) {
    for (int x = 0; x < 60; ++x) inside(x, y) = x == 20 || (x > 40 && y > 25) || (x + y) % 13 == 0;
  }
  for (const EdgeLook& look : looks()) {
    const Image<uint8_t> opacity = edge_opacity(inside, look);
    int wrong = 0;
    for (size_t i = 0; i < inside.size(); ++i) wrong += (opacity[i] >= 128) != (inside[i] != 0);
    CHECK(wrong == 0);
    CHECK(opacity(55, 39) == 255);  // the frame is no edge
  }
}

TEST_CASE("a straight edge's ramp is as wide as asked for, in every soft blend") {
  Image<uint8_t> inside(80, 40, 0);
  for (int y = 0; y < 40; ++y) {
    for (int x = 40; x < 80; ++x) inside(x, y) = 1;
  }
  for (const Blend blend : {Blend::feather, Blend::gaussian, Blend::motion}) {
    const Image<uint8_t> opacity = edge_opacity(inside, {blend, 12, 0});
    double area = 0;  // between the ramp and the step
    for (int x = 0; x < 80; ++x) area += std::abs(opacity(x, 20) / 255.0 - inside(x, 20));
    // Of a linear ramp of width w it is w / 4, of a Gaussian of deviation w / 4: w / 4 * sqrt(2 / pi).
    CHECK(area == Approx(blend == Blend::gaussian ? 3 * 0.798 : 3).margin(0.25));
    CHECK(opacity(32, 20) == 0);
    CHECK(opacity(47, 20) == 255);
  }
}

TEST_CASE("seamless cloning: what has the target's steps becomes the target, what has none leaves it") {
  Image<Rgb8> target(150, 110), brighter = target, flat(150, 110, {9, 200, 60});
  Image<uint8_t> inside(150, 110, 0);
  for (int y = 0; y < 110; ++y) {
    for (int x = 0; x < 150; ++x) {
      const auto value = uint8_t(60 + x / 2 + (x / 9 + y / 7) % 2 * 40);
      target(x, y) = {value, uint8_t(value / 2), uint8_t(200 - value)};
      brighter(x, y) = {uint8_t(value + 50), uint8_t(value / 2 + 100), uint8_t(210 - value)};
      // Up to the frame's edge on one side.
      inside(x, y) = std::hypot(x - 60, y - 40) < 55;
    }
  }
  for (const Image<Rgb8>& source : {brighter, flat}) {
    Image<Rgb8> result = target;
    clone_seamlessly(result, source, inside);
    int worst = 0;
    for (size_t i = 0; i < result.size(); ++i) {
      for (size_t c = 0; c < 3; ++c) worst = std::max(worst, std::abs(result[i][c] - target[i][c]));
      if (inside[i] == 0) CHECK(result[i] == target[i]);
    }
    CHECK(worst <= 2);
  }
}

TEST_CASE("a set is one composite in every cell of the grid: the same labels, other pixels") {
  const AugmentRecipe recipe = AugmentRecipe::parse(
      "copies: 6\nsets: true\naugment:\n"
      "  - copy_paste: {count: 3, blend_px: 4, blend: {grid: [hard, gaussian, poisson]}}\n  - flip: "
      "{probability: 0.5}\n",
      "recipe.yaml");
  const Photo before = photo_of(1, {disc(28, 45, 22), disc(90, 45, 25)});
  std::vector<Photo> photos;
  for (uint64_t i = 0; i < 6; ++i) {
    photos.push_back(before);
    apply_recipe(photos.back(), recipe, recipe.key_of(12 + i), source(), {{1, "disc", {}}});
  }
  const auto same_labels = [&](size_t a, size_t b) {
    if (photos[a].objects.size() != photos[b].objects.size()) return false;
    for (size_t i = 0; i < photos[a].objects.size(); ++i) {
      if (photos[a].objects[i].segmentation != photos[b].objects[i].segmentation) return false;
    }
    return true;
  };
  for (const size_t first : {size_t(0), size_t(3)}) {
    for (const size_t other : {first + 1, first + 2}) {
      CHECK(same_labels(first, other));
      CHECK_FALSE((photos[first].pixels == photos[other].pixels));
    }
  }
  CHECK_FALSE(same_labels(0, 3));
}

}  // namespace
}  // namespace understudy
