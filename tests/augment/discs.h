// SPDX-License-Identifier: Apache-2.0
// Photos of one colour with discs of no colour of their own in them: what is pasted or covered is counted.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "augment/apply.h"
#include "augment/remap_labels.h"

namespace understudy::discs {

inline constexpr int width = 120, height = 90;

inline RealRing disc(double x, double y, double radius) {
  RealRing ring;
  for (int i = 0; i < 40; ++i) {
    const double angle = i * 2 * 3.14159265358979 / 40;
    ring.push_back({x + radius * std::cos(angle), y + radius * std::sin(angle)});
  }
  return ring;
}

inline Photo photo_of(int64_t id, const std::vector<RealRing>& rings) {
  Photo photo;
  photo.id = id;
  photo.width_px = width;
  photo.height_px = height;
  photo.pixels = Image<Rgb8>(width, height, {uint8_t(20 * id), 100, 200});
  for (const RealRing& ring : rings) {
    photo.objects.emplace_back();
    PhotoObject& object = photo.objects.back();
    object.id = 10 * id + int64_t(photo.objects.size());
    object.category = 1;
    object.segmentation = Polygons{ring};
    object.json = "{}";
    measure(object);
  }
  return photo;
}

inline PhotoSource source() {
  PhotoSource source;
  source.count = 3;
  source.read = [](uint64_t index) -> std::optional<Photo> {
    return photo_of(int64_t(index) + 2, {disc(30, 40, 18), disc(80, 50, 25)});
  };
  return source;
}

inline Photo after(const std::string& steps, uint64_t index, const Photo& before) {
  Photo photo = before;
  apply_recipe(photo, AugmentRecipe::parse("augment:\n" + steps, "recipe.yaml"), {1, index}, source(),
               {{1, "disc", {}}});
  return photo;
}

}  // namespace understudy::discs
