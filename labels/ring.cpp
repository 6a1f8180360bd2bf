// SPDX-License-Identifier: Apache-2.0
#include "labels/ring.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "labels/patch.h"

namespace understudy {
namespace {

/// x >= 0 of a turned plane: `along` runs along the line, `depth` into the half plane.
struct HalfPlane {
  int axis;  ///< 0: x is compared, 1: y
  double bound;
  double sign;  ///< 1: what is above the bound is kept, -1: what is below

  double depth(Point p) const { return sign * ((axis == 0 ? p.x : p.y) - bound); }
  double along(Point p) const { return axis == 0 ? p.y : p.x; }
  /// Where the edge from a to b meets the line; lies on it exactly.
  Point crossing(Point a, Point b) const {
    const double da = depth(a), db = depth(b), t = da / (da - db);
    const double other = along(a) + t * (along(b) - along(a));
    return axis == 0 ? Point{bound, other} : Point{other, bound};
  }
};

/// A stretch of the ring within the half plane, from crossing to crossing.
using Chain = RealRing;

std::vector<Chain> chains_within(const RealRing& ring, const HalfPlane& half) {
  const size_t n = ring.size();
  size_t start = 0;
  while (half.depth(ring[start]) >= 0) ++start;  // begins outside, so every chain is met whole
  std::vector<Chain> chains;
  for (size_t k = 0; k < n; ++k) {
    const Point a = ring[(start + k) % n], b = ring[(start + k + 1) % n];
    const bool a_in = half.depth(a) >= 0, b_in = half.depth(b) >= 0;
    if (!a_in && b_in) chains.push_back({half.crossing(a, b)});
    if (b_in) chains.back().push_back(b);
    if (a_in && !b_in) chains.back().push_back(half.crossing(a, b));
  }
  return chains;
}

void remove_repeats(RealRing& ring) {
  ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
  while (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
}

/// Along the line, inside and outside alternate from crossing to crossing: so crossings, in that order, are
/// joined in pairs, and the chains close to rings.
std::vector<RealRing> joined(const std::vector<Chain>& chains, const HalfPlane& half) {
  struct End {
    double along;
    size_t chain;
    bool front;
  };
  std::vector<End> ends;
  for (size_t i = 0; i < chains.size(); ++i) {
    ends.push_back({half.along(chains[i].front()), i, true});
    ends.push_back({half.along(chains[i].back()), i, false});
  }
  std::stable_sort(ends.begin(), ends.end(), [](const End& a, const End& b) { return a.along < b.along; });
  std::vector<std::array<size_t, 2>> place(chains.size());  // of a chain's front and back among the ends
  for (size_t i = 0; i < ends.size(); ++i) place[ends[i].chain][ends[i].front ? 0 : 1] = i;

  std::vector<bool> used(chains.size(), false);
  std::vector<RealRing> rings;
  for (size_t first = 0; first < chains.size(); ++first) {
    if (used[first]) continue;
    RealRing ring;
    bool forwards = true;
    for (size_t chain = first; !used[chain];) {
      used[chain] = true;
      if (forwards) {
        ring.insert(ring.end(), chains[chain].begin(), chains[chain].end());
      } else {
        ring.insert(ring.end(), chains[chain].rbegin(), chains[chain].rend());
      }
      const End& next = ends[place[chain][forwards ? 1 : 0] ^ 1];
      chain = next.chain;
      forwards = next.front;
    }
    remove_repeats(ring);
    if (ring.size() >= 3 && (signed_area(ring) != 0 || region_area(ring) > 0))
      rings.push_back(std::move(ring));
  }
  return rings;
}

std::vector<RealRing> clip(const RealRing& ring, const HalfPlane& half) {
  size_t inside = 0;
  for (Point p : ring) inside += half.depth(p) >= 0;
  if (inside == ring.size()) return {ring};
  if (inside == 0) return {};
  return joined(chains_within(ring, half), half);
}

constexpr int grid = 5;  ///< COCO's mask API rounds corners to a fifth of a pixel

/// Where, down its column, the region of a ring begins or ends.
struct Toggle {
  int x, y;
  auto operator<=>(const Toggle&) const = default;
};

/// `at` runs over the columns of pixel centres that the step from u to u + 1 crosses: one or none.
void add_toggle(int u, int v, int width_px, int height_px, std::vector<Toggle>& toggles) {
  if (u < 0 || u % grid != grid / 2 || u / grid >= width_px) return;
  const double row = std::clamp((v + 0.5) / grid - 0.5, 0.0, double(height_px));
  toggles.push_back({u / grid, int(std::ceil(row))});
}

/// Walks an edge on the grid of fifths, always from its smaller end so that both directions agree.
void walk_edge(Point from, Point to, int width_px, int height_px, std::vector<Toggle>& toggles) {
  const auto on_grid = [](double c) { return int(grid * c + 0.5); };
  int xs = on_grid(from.x), ys = on_grid(from.y), xe = on_grid(to.x), ye = on_grid(to.y);
  const int dx = std::abs(xe - xs), dy = std::abs(ye - ys);
  if (dx == 0) return;
  const bool flat = dx >= dy;
  if (flat ? xs > xe : ys > ye) std::swap(xs, xe), std::swap(ys, ye);
  const double slope = flat ? double(ye - ys) / dx : double(xe - xs) / dy;
  int u = flat ? xs : int(xs + 0.5), v = flat ? int(ys + 0.5) : ys;
  for (int t = 1; t <= (flat ? dx : dy); ++t) {
    const int next_u = flat ? xs + t : int(xs + slope * t + 0.5);
    const int next_v = flat ? int(ys + slope * t + 0.5) : ys + t;
    if (next_u != u) add_toggle(std::min(u, next_u), std::min(v, next_v), width_px, height_px, toggles);
    u = next_u;
    v = next_v;
  }
}

std::vector<Toggle> toggles_of(const RealRing& ring, int width_px, int height_px) {
  std::vector<Toggle> toggles;
  for (size_t i = 0; i < ring.size(); ++i) {
    walk_edge(ring[i], ring[(i + 1) % ring.size()], width_px, height_px, toggles);
  }
  std::sort(toggles.begin(), toggles.end());
  return toggles;
}

/// The region of a ring and what its pixels become.
struct Filling {
  std::vector<Toggle> toggles;
  uint8_t value;
};

void add_filling(const RealRing& ring, uint8_t value, int width_px, int height_px,
                 std::vector<Filling>& fillings) {
  // Far outside the walk would be long for nothing, or leave the range of int.
  const double far = width_px + height_px + 1.0;
  const bool is_far = std::any_of(ring.begin(), ring.end(),
                                  [far](Point p) { return std::abs(p.x) > far || std::abs(p.y) > far; });
  if (!is_far) {
    fillings.push_back({toggles_of(ring, width_px, height_px), value});
    return;
  }
  for (const RealRing& near : clip_ring(ring, width_px, height_px))
    fillings.push_back({toggles_of(near, width_px, height_px), value});
}

MaskPatch filled(const std::vector<Filling>& fillings) {
  int x0 = std::numeric_limits<int>::max(), x1 = -1, y0 = x0, y1 = 0;
  for (const Filling& filling : fillings) {
    for (const Toggle& t : filling.toggles) {
      x0 = std::min(x0, t.x);
      x1 = std::max(x1, t.x);
      y0 = std::min(y0, t.y);
      y1 = std::max(y1, t.y);
    }
  }
  if (x1 < x0 || y1 <= y0) return {};
  MaskPatch patch{x0, y0, Image<uint8_t>(x1 - x0 + 1, y1 - y0, 0)};
  for (const auto& [toggles, value] : fillings) {
    for (size_t i = 0; i + 1 < toggles.size(); i += 2) {
      for (int y = toggles[i].y; y < toggles[i + 1].y; ++y) patch.inside(toggles[i].x - x0, y - y0) = value;
    }
  }
  return tightened(std::move(patch));
}

}  // namespace

std::vector<RealRing> clip_ring(const RealRing& ring, double width, double height) {
  std::vector<RealRing> rings{ring};
  for (const HalfPlane half :
       {HalfPlane{0, 0, 1}, HalfPlane{0, width, -1}, HalfPlane{1, 0, 1}, HalfPlane{1, height, -1}}) {
    std::vector<RealRing> pieces;
    for (const RealRing& piece : rings) {
      for (RealRing& p : clip(piece, half)) pieces.push_back(std::move(p));
    }
    rings = std::move(pieces);
  }
  return rings;
}

MaskPatch rasterize(const std::vector<RealRing>& rings, int width_px, int height_px) {
  std::vector<Filling> fillings;
  for (const RealRing& ring : rings) add_filling(ring, 1, width_px, height_px, fillings);
  return filled(fillings);
}

MaskPatch rasterize_outlines(std::vector<Outline> outlines, int width_px, int height_px) {
  std::stable_sort(outlines.begin(), outlines.end(), [](const Outline& a, const Outline& b) {
    return std::abs(signed_area(a.ring)) > std::abs(signed_area(b.ring));
  });
  std::vector<Filling> fillings;
  for (const Outline& o : outlines) add_filling(o.ring, o.hole ? 0 : 1, width_px, height_px, fillings);
  return filled(fillings);
}

}  // namespace understudy
