// SPDX-License-Identifier: Apache-2.0
// Traces the pixel edges between inside and outside, inside on the right hand (clockwise on a screen with y
// down), and joins them at their corners. Where two inside pixels touch only at a corner the ring turns
// right, which keeps them apart (4-connected inside, 8-connected outside): so a mask has a hole only where
// the outside cannot leave it even diagonally. A ring that runs round a hole has negative shoelace area.
#include "labels/polygon.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "labels/sweep.h"

namespace understudy {

namespace {

/// The pixels of a mask's box with one empty pixel around, so that no step needs a range check.
class Window {
 public:
  Window(const Rle& rle, const Box& box)
      : box_(box), stride_(box.width + 2), inside_(size_t(stride_) * size_t(box.height + 2), 0) {
    uint64_t position = 0;
    for (size_t i = 0; i < rle.counts.size(); position += rle.counts[i], ++i) {
      if (i % 2 == 0) continue;
      int x = int(position / rle.height_px), y = int(position % rle.height_px);
      for (uint32_t k = 0; k < rle.counts[i]; ++k) {
        inside_[index(x, y)] = 1;
        if (++y == int(rle.height_px)) y = 0, ++x;
      }
    }
  }
  bool at(int x, int y) const { return inside_[index(x, y)] != 0; }
  const Box& box() const { return box_; }

 private:
  size_t index(int x, int y) const { return size_t(y - box_.y + 1) * stride_ + size_t(x - box_.x + 1); }
  Box box_;
  int stride_;
  std::vector<uint8_t> inside_;
};

enum Direction { right, down, left, up };
constexpr std::array<int, 4> step_x = {1, 0, -1, 0}, step_y = {0, 1, 0, -1};

/// Is there an edge from corner (x, y) in this direction, with inside on its right and outside on its left?
bool edge_leaves(const Window& window, int x, int y, Direction direction) {
  const bool north_west = window.at(x - 1, y - 1), north_east = window.at(x, y - 1);
  const bool south_west = window.at(x - 1, y), south_east = window.at(x, y);
  switch (direction) {
    case right:
      return south_east && !north_east;
    case down:
      return south_west && !south_east;
    case left:
      return north_west && !south_west;
    case up:
      return north_east && !north_west;
  }
  return false;
}

/// Follows the ring whose first edge leaves (x, y) to the right, marking in `traced` the edges that do so.
Ring trace(const Window& window, int x, int y, std::vector<uint8_t>& traced) {
  const Box& box = window.box();
  const int start_x = x, start_y = y;
  Ring ring = {x, y};
  Direction direction = right;
  while (true) {
    if (direction == right) traced[size_t(y - box.y) * size_t(box.width + 1) + size_t(x - box.x)] = 1;
    x += step_x[direction];
    y += step_y[direction];
    // Turning right first keeps pixels apart that touch at this corner.
    Direction next = Direction((direction + 1) % 4);
    if (!edge_leaves(window, x, y, next)) next = direction;
    if (!edge_leaves(window, x, y, next)) next = Direction((direction + 3) % 4);
    if (x == start_x && y == start_y && next == right) break;
    if (next != direction) ring.insert(ring.end(), {x, y});
    direction = next;
  }
  return ring;
}

int64_t shoelace(const Ring& ring) {
  int64_t twice = 0;
  for (size_t i = 0; i < ring.size(); i += 2) {
    const size_t j = (i + 2) % ring.size();
    twice += int64_t(ring[i]) * ring[j + 1] - int64_t(ring[j]) * ring[i + 1];
  }
  return twice / 2;
}

/// Calls add(ring) for each, until it returns false.
template <typename Add>
void trace_all(const Rle& rle, Add add) {
  const Box box = rle.box();
  if (box.width == 0) return;
  const Window window(rle, box);
  std::vector<uint8_t> traced(size_t(box.width + 1) * size_t(box.height + 1), 0);
  for (int y = box.y; y <= box.y + box.height; ++y) {
    for (int x = box.x; x < box.x + box.width; ++x) {
      const bool seen = traced[size_t(y - box.y) * size_t(box.width + 1) + size_t(x - box.x)] != 0;
      if (seen || !edge_leaves(window, x, y, right)) continue;
      if (!add(trace(window, x, y, traced))) return;
    }
  }
}

}  // namespace

std::vector<Ring> outlines_of(const Rle& rle) {
  std::vector<Ring> rings;
  trace_all(rle, [&](Ring ring) {
    rings.push_back(std::move(ring));
    return true;
  });
  return rings;
}

std::optional<std::vector<Ring>> polygons_of(const Rle& rle) {
  std::vector<Ring> rings;
  bool has_hole = false;
  trace_all(rle, [&](Ring ring) {
    has_hole = shoelace(ring) < 0;
    rings.push_back(std::move(ring));
    return !has_hole;
  });
  return has_hole ? std::nullopt : std::optional(std::move(rings));
}

Rle mask_of(const std::vector<Ring>& rings, int width_px, int height_px) {
  // Down a column the mask begins or ends at each horizontal edge above it.
  std::vector<std::vector<uint32_t>> toggles(static_cast<size_t>(width_px));
  for (const Ring& ring : rings) {
    if (ring.size() < 8 || ring.size() % 2 != 0)
      throw UserError("a ring of pixel edges has at least 4 corners");
    for (size_t i = 0; i < ring.size(); i += 2) {
      const size_t j = (i + 2) % ring.size();
      const int x = ring[i], y = ring[i + 1];
      if (x < 0 || y < 0 || x > width_px || y > height_px) throw UserError("a polygon leaves the image");
      if (x != ring[j] && y != ring[j + 1]) throw UserError("a polygon does not run along pixel edges");
      const int last = std::clamp(std::max(x, ring[j]), 0, width_px);
      for (int column = std::max(0, std::min(x, ring[j])); column < last; ++column) {
        toggles[size_t(column)].push_back(uint32_t(y));
      }
    }
  }
  RunTable runs(width_px, height_px);
  for (size_t x = 0; x < toggles.size(); ++x) {
    std::vector<uint32_t>& rows = toggles[x];
    std::sort(rows.begin(), rows.end());
    const uint32_t column = uint32_t(x) * uint32_t(height_px);
    for (size_t i = 0; i + 1 < rows.size(); i += 2) {
      if (rows[i] != rows[i + 1]) runs.add(1, column + rows[i], column + rows[i + 1]);
    }
  }
  std::map<uint32_t, Rle> mask = std::move(runs).finish();
  const uint32_t width = uint32_t(width_px), height = uint32_t(height_px);
  return mask.empty() ? Rle{height, width, {width * height}} : mask.at(1);
}

}  // namespace understudy
