// SPDX-License-Identifier: Apache-2.0
#include "labels/patch.h"

#include <algorithm>
#include <numeric>

#include "base/error.h"

namespace understudy {
namespace {

/// The pixels that both patches cover, whether inside or not.
Box common_box(const MaskPatch& a, const MaskPatch& b) {
  const int x0 = std::max(a.x, b.x), y0 = std::max(a.y, b.y);
  const int x1 = std::min(a.x + a.inside.width_px(), b.x + b.inside.width_px());
  const int y1 = std::min(a.y + a.inside.height_px(), b.y + b.inside.height_px());
  if (x0 >= x1 || y0 >= y1) return {};
  return {x0, y0, x1 - x0, y1 - y0};
}

/// Calls visit(pixel of a, pixel of b) for each pixel that both cover.
template <typename A, typename Visit>
void visit_common(A& a, const MaskPatch& b, Visit visit) {
  const Box box = common_box(a, b);
  for (int y = box.y; y < box.y + box.height; ++y) {
    auto* pa = &a.inside(box.x - a.x, y - a.y);
    const uint8_t* pb = &b.inside(box.x - b.x, y - b.y);
    for (int i = 0; i < box.width; ++i) visit(pa[i], pb[i]);
  }
}

}  // namespace

int64_t MaskPatch::area() const { return std::accumulate(inside.begin(), inside.end(), int64_t(0)); }

MaskPatch tightened(MaskPatch patch) {
  const int width = patch.inside.width_px(), height = patch.inside.height_px();
  int x0 = width, x1 = -1, y0 = height, y1 = -1;
  for (int y = 0; y < height; ++y) {
    const uint8_t* row = patch.inside.data() + size_t(y) * size_t(width);
    const uint8_t* first = std::find(row, row + width, 1);
    if (first == row + width) continue;
    int last = width - 1;
    while (row[last] == 0) --last;
    x0 = std::min(x0, int(first - row));
    x1 = std::max(x1, last);
    y0 = std::min(y0, y);
    y1 = y;
  }
  if (x1 < 0) return {};
  if (x0 == 0 && y0 == 0 && x1 == width - 1 && y1 == height - 1) return patch;
  MaskPatch tight{patch.x + x0, patch.y + y0, Image<uint8_t>(x1 - x0 + 1, y1 - y0 + 1)};
  for (int y = y0; y <= y1; ++y) {
    std::copy_n(&patch.inside(x0, y), x1 - x0 + 1, &tight.inside(0, y - y0));
  }
  return tight;
}

MaskPatch patch_of(const Rle& rle) {
  const Box box = rle.box();
  if (box.width == 0) return {};
  MaskPatch patch{box.x, box.y, Image<uint8_t>(box.width, box.height, 0)};
  uint64_t position = 0;
  for (size_t i = 0; i < rle.counts.size(); position += rle.counts[i], ++i) {
    if (i % 2 == 0) continue;
    int x = int(position / rle.height_px), y = int(position % rle.height_px);
    for (uint32_t k = 0; k < rle.counts[i]; ++k) {
      patch.inside(x - box.x, y - box.y) = 1;
      if (++y == int(rle.height_px)) y = 0, ++x;
    }
  }
  return patch;
}

Rle rle_of(const MaskPatch& patch, int width_px, int height_px) {
  const int w = patch.inside.width_px(), h = patch.inside.height_px();
  CHECK(w == 0 || (patch.x >= 0 && patch.y >= 0 && patch.x + w <= width_px && patch.y + h <= height_px),
        "a mask beyond its frame");
  Rle rle{uint32_t(height_px), uint32_t(width_px), {}};
  uint32_t written = 0;  // pixels that the counts cover so far
  bool inside = false;
  const auto turn_at = [&](uint32_t position) {
    rle.counts.push_back(position - written);
    written = position;
    inside = !inside;
  };
  for (int i = 0; i < w; ++i) {
    const uint32_t column = uint32_t(patch.x + i) * uint32_t(height_px) + uint32_t(patch.y);
    for (int j = 0; j < h; ++j) {
      if ((patch.inside(i, j) != 0) != inside) turn_at(column + uint32_t(j));
    }
    // Below the patch lies nothing, unless this column ends where the next begins.
    if (inside && h < height_px) turn_at(column + uint32_t(h));
  }
  const uint32_t all = uint32_t(width_px) * uint32_t(height_px);
  if (written < all) rle.counts.push_back(all - written);
  return rle;
}

int64_t overlap_px(const MaskPatch& patch, const MaskPatch& other) {
  int64_t pixels = 0;
  visit_common(patch, other, [&](uint8_t a, uint8_t b) { pixels += a & b; });
  return pixels;
}

void subtract(MaskPatch& patch, const MaskPatch& other) {
  visit_common(patch, other, [](uint8_t& a, uint8_t b) { a = uint8_t(a & ~b); });
}

}  // namespace understudy
