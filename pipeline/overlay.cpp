// SPDX-License-Identifier: Apache-2.0
#include "pipeline/overlay.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/random.h"
#include "pipeline/font.h"

namespace understudy {
namespace {

/// Hue in turns, full saturation and value scaled by `value`.
Rgb8 from_hue(double hue, double saturation, double value) {
  Rgb8 color;
  for (int c = 0; c < 3; ++c) {
    const double k = std::fmod(hue * 6 + (c == 0 ? 5 : c == 1 ? 3 : 1), 6.0);
    const double level = value - value * saturation * std::clamp(std::min(k, 4 - k), 0.0, 1.0);
    color[c] = static_cast<uint8_t>(std::lround(255 * level));
  }
  return color;
}

Rgb8 mix(Rgb8 below, Rgb8 above, double weight) {
  for (int c = 0; c < 3; ++c) {
    below[c] = static_cast<uint8_t>(std::lround(below[c] * (1 - weight) + above[c] * weight));
  }
  return below;
}

void draw_mask(Image<Rgb8>& image, const Image<uint8_t>& mask, Rgb8 color, bool filled) {
  const auto inside = [&](int x, int y) {
    return x >= 0 && y >= 0 && x < mask.width_px() && y < mask.height_px() && mask(x, y) != 0;
  };
  for (int y = 0; y < mask.height_px(); ++y) {
    for (int x = 0; x < mask.width_px(); ++x) {
      if (!inside(x, y)) continue;
      const bool edge = !inside(x - 1, y) || !inside(x + 1, y) || !inside(x, y - 1) || !inside(x, y + 1);
      if (edge || filled) image(x, y) = mix(image(x, y), color, edge ? 0.85 : 0.35);
    }
  }
}

void draw_box(Image<Rgb8>& image, const Box& box, Rgb8 color) {
  const auto put = [&](int x, int y) {
    if (x >= 0 && y >= 0 && x < image.width_px() && y < image.height_px()) image(x, y) = color;
  };
  // Drawn just outside the pixels of the mask, so that tightness can be seen.
  for (int x = box.x - 1; x <= box.x + box.width; ++x) {
    put(x, box.y - 1);
    put(x, box.y + box.height);
  }
  for (int y = box.y - 1; y <= box.y + box.height; ++y) {
    put(box.x - 1, y);
    put(box.x + box.width, y);
  }
}

bool overlap(const Box& a, const Box& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/// Where a caption stands: above its box, below it or inside at the top, the first of these that lies in the
/// image and on no caption before; in the worst case the first that lies in the image.
Box caption_place(const Image<Rgb8>& image, const OverlayItem& item, const std::vector<Box>& taken) {
  Box place{0, 0, static_cast<int>(item.text.size()) * font_advance_px + 3, font_height_px + 2};
  place.x = std::clamp(item.box.x - 1, 0, std::max(0, image.width_px() - place.width));
  const auto inside = [&](int y) { return y >= 0 && y + place.height <= image.height_px(); };
  std::optional<Box> first;
  for (const int y : {item.box.y - 1 - place.height, item.box.y + item.box.height + 1, item.box.y}) {
    if (!inside(y)) continue;
    place.y = y;
    if (std::none_of(taken.begin(), taken.end(), [&](const Box& other) { return overlap(place, other); }))
      return place;
    if (!first) first = place;
  }
  place.y = std::max(0, image.height_px() - place.height);
  return first.value_or(place);
}

void draw_caption(Image<Rgb8>& image, const OverlayItem& item, const Box& place) {
  for (int y = place.y; y < std::min(image.height_px(), place.y + place.height); ++y) {
    for (int x = place.x; x < std::min(image.width_px(), place.x + place.width); ++x)
      image(x, y) = item.color;
  }
  const int brightness = item.color[0] * 2 + item.color[1] * 5 + item.color[2];
  draw_text(image, place.x + 2, place.y + 1, item.text, 1,
            brightness > 1020 ? Rgb8{0, 0, 0} : Rgb8{255, 255, 255});
}

}  // namespace

Rgb8 category_color(uint32_t category) {
  // The golden ratio steps around the hue circle so that neighbours differ most.
  return from_hue(std::fmod(0.07 + category * 0.618033988749895, 1.0), 0.85, 1.0);
}

Rgb8 id_color(uint32_t id) {
  if (id == 0) return {0, 0, 0};
  const uint64_t hash = hash_bytes(&id, sizeof(id));
  return from_hue(double(hash & 0xffff) / 65536, 0.45 + double(hash >> 16 & 0xff) / 512,
                  0.55 + double(hash >> 24 & 0xff) / 580);
}

std::vector<OverlayItem> overlay_items(const std::vector<Annotation>& annotations, const Taxonomy& taxonomy) {
  std::vector<OverlayItem> items;
  for (const Annotation& annotation : annotations) {
    items.push_back({annotation.visible, annotation.box, taxonomy.category(annotation.category).name,
                     category_color(annotation.category.value), annotation.defect.has_value()});
  }
  return items;
}

void draw_overlay(Image<Rgb8>& image, const std::vector<OverlayItem>& items) {
  const auto is_defect = [](const OverlayItem& item) { return item.is_defect; };
  const bool any = std::any_of(items.begin(), items.end(), is_defect);
  for (const OverlayItem& item : items)
    draw_mask(image, decode_mask(item.mask), item.color, item.is_defect || !any);
  for (const OverlayItem& item : items) draw_box(image, item.box, item.color);
  std::vector<Box> taken;
  for (const OverlayItem& item : items) {
    taken.push_back(caption_place(image, item, taken));
    draw_caption(image, item, taken.back());
  }
}

}  // namespace understudy
