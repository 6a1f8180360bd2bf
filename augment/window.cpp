// SPDX-License-Identifier: Apache-2.0
#include "augment/window.h"

#include <algorithm>
#include <cmath>

namespace understudy {
namespace {

double area_within(const Polygons& rings, const Box& window) {
  double area = 0;
  for (const RealRing& ring : rings) {
    RealRing moved;
    for (const Point& p : ring) moved.push_back({p.x - window.x, p.y - window.y});
    area += area_of(clip_ring(moved, window.width, window.height));
  }
  return area;
}

int64_t pixels_within(const MaskPatch& patch, const Box& window) {
  const int x0 = std::max(window.x - patch.x, 0),
            x1 = std::min(window.x + window.width - patch.x, patch.inside.width_px());
  const int y0 = std::max(window.y - patch.y, 0),
            y1 = std::min(window.y + window.height - patch.y, patch.inside.height_px());
  int64_t count = 0;
  for (int y = y0; y < y1; ++y) {
    for (int x = x0; x < x1; ++x) count += patch.inside(x, y);
  }
  return count;
}

double area_within(const RealBox& box, const Box& window) {
  const double w =
      std::min(box.x + box.width, double(window.x + window.width)) - std::max(box.x, double(window.x));
  const double h =
      std::min(box.y + box.height, double(window.y + window.height)) - std::max(box.y, double(window.y));
  return std::max(w, 0.0) * std::max(h, 0.0);
}

/// The object that most easily becomes one of those kept: the one that is shown most of, else the nearest.
const WindowShare& next_to_keep(const Box& window, const std::vector<WindowShare>& objects,
                                double least_share, int width_px, int height_px) {
  const auto cost = [&](const WindowShare& object) {
    const Box grown = united(window, object.whole(width_px, height_px));
    return int64_t(grown.width) * grown.height;
  };
  const WindowShare* best = nullptr;
  for (const WindowShare& object : objects) {
    if (object.in(window) >= least_share) continue;
    if (best == nullptr || cost(object) < cost(*best)) best = &object;
  }
  return *best;
}

struct Count {
  int kept = 0;
  const WindowShare* cut = nullptr;  ///< one that is shown, but too little of
};

constexpr int most_px = 1 << 16;  ///< of a side of any picture

Count count(const Box& window, const std::vector<WindowShare>& objects, double least_share) {
  Count count;
  for (const WindowShare& object : objects) {
    const double share = object.in(window);
    if (share > 0 && share < least_share) count.cut = &object;
    if (share > 0 && share >= least_share) ++count.kept;
  }
  return count;
}

}  // namespace

WindowShare::WindowShare(const PhotoObject& object) : box_(object.box.value_or(RealBox{})) {
  if (const auto* rings = std::get_if<Polygons>(&object.segmentation)) {
    if (object.lobed) {
      const Box all = whole(most_px, most_px);
      pixels_ = rasterize(*rings, all.x + all.width, all.y + all.height);
      area_px_ = double(pixels_.area());
      return;
    }
    rings_ = *rings;
    area_px_ = area_of(rings_);
  } else if (const auto* rle = std::get_if<Rle>(&object.segmentation)) {
    pixels_ = patch_of(*rle);
    area_px_ = double(pixels_.area());
  } else {
    area_px_ = box_.width * box_.height;
  }
}

double WindowShare::in(const Box& window) const {
  const double of_box = area_within(box_, window);
  if (of_box <= 0 || area_px_ <= 0) return 0;
  if (of_box == box_.width * box_.height) return 1;
  const double shown = !rings_.empty()    ? area_within(rings_, window)
                       : !pixels_.empty() ? double(pixels_within(pixels_, window))
                                          : of_box;
  return std::min(shown / area_px_, 1.0);
}

Box WindowShare::whole(int width_px, int height_px) const {
  const int x0 = std::clamp(int(std::floor(box_.x)), 0, width_px - 1),
            y0 = std::clamp(int(std::floor(box_.y)), 0, height_px - 1);
  const int x1 = std::clamp(int(std::ceil(box_.x + box_.width)), x0 + 1, width_px),
            y1 = std::clamp(int(std::ceil(box_.y + box_.height)), y0 + 1, height_px);
  return {x0, y0, x1 - x0, y1 - y0};
}

Box united(const Box& a, const Box& b) {
  const int x0 = std::min(a.x, b.x), y0 = std::min(a.y, b.y);
  return {x0, y0, std::max(a.x + a.width, b.x + b.width) - x0, std::max(a.y + a.height, b.y + b.height) - y0};
}

bool keeps(const Box& window, const std::vector<WindowShare>& objects, double least_share, int least_count) {
  const Count now = count(window, objects, least_share);
  return now.cut == nullptr && now.kept >= std::min(least_count, int(objects.size()));
}

Box grown_to_keep(Box window, const std::vector<WindowShare>& objects, double least_share, int least_count,
                  int width_px, int height_px) {
  const int wanted = std::min(least_count, int(objects.size()));
  const Box frame{0, 0, width_px, height_px};
  while (window != frame) {
    const Count now = count(window, objects, least_share);
    if (now.cut == nullptr && now.kept >= wanted) break;
    const WindowShare& object =
        now.cut != nullptr ? *now.cut : next_to_keep(window, objects, least_share, width_px, height_px);
    const Box grown = united(window, object.whole(width_px, height_px));
    // A label that reaches beyond the frame can never be whole: only the frame itself ends this.
    window = grown == window ? frame : grown;
  }
  return window;
}

}  // namespace understudy
