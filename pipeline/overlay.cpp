// SPDX-License-Identifier: Apache-2.0
#include "pipeline/overlay.h"

#include <algorithm>
#include <cmath>

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

void draw_mask(Image<Rgb8>& image, const Image<uint8_t>& mask, Rgb8 color) {
  const auto inside = [&](int x, int y) {
    return x >= 0 && y >= 0 && x < mask.width_px() && y < mask.height_px() && mask(x, y) != 0;
  };
  for (int y = 0; y < mask.height_px(); ++y) {
    for (int x = 0; x < mask.width_px(); ++x) {
      if (!inside(x, y)) continue;
      const bool edge = !inside(x - 1, y) || !inside(x + 1, y) || !inside(x, y - 1) || !inside(x, y + 1);
      image(x, y) = mix(image(x, y), color, edge ? 0.85 : 0.35);
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

void draw_caption(Image<Rgb8>& image, const OverlayItem& item) {
  const int width = static_cast<int>(item.text.size()) * font_advance_px + 3;
  const int height = font_height_px + 4;
  const int x0 = std::clamp(item.box.x - 1, 0, std::max(0, image.width_px() - width));
  const int y0 = item.box.y - 1 - height >= 0 ? item.box.y - 1 - height
                                              : std::min(item.box.y, image.height_px() - height);
  for (int y = std::max(0, y0); y < std::min(image.height_px(), y0 + height); ++y) {
    for (int x = x0; x < std::min(image.width_px(), x0 + width); ++x) image(x, y) = item.color;
  }
  const int brightness = item.color[0] * 2 + item.color[1] * 5 + item.color[2];
  draw_text(image, x0 + 2, y0 + 2, item.text, 1, brightness > 1020 ? Rgb8{0, 0, 0} : Rgb8{255, 255, 255});
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
                     category_color(annotation.category.value)});
  }
  return items;
}

void draw_overlay(Image<Rgb8>& image, const std::vector<OverlayItem>& items) {
  for (const OverlayItem& item : items) draw_mask(image, decode_mask(item.mask), item.color);
  for (const OverlayItem& item : items) draw_box(image, item.box, item.color);
  for (const OverlayItem& item : items) draw_caption(image, item);
}

}  // namespace understudy
