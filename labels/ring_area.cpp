// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "labels/ring.h"

namespace understudy {
namespace {

struct Edge {
  Point a, b;
  size_t number;
  double left() const { return std::min(a.x, b.x); }
  double right() const { return std::max(a.x, b.x); }
};

std::vector<Edge> edges_from_left(const RealRing& ring) {
  std::vector<Edge> edges;
  edges.reserve(ring.size());
  for (size_t i = 0; i < ring.size(); ++i) {
    const Point a = ring[i], b = ring[(i + 1) % ring.size()];
    if (a != b) edges.push_back({a, b, edges.size()});
  }
  std::sort(edges.begin(), edges.end(), [](const Edge& e, const Edge& f) { return e.left() < f.left(); });
  return edges;
}

/// Positive where p lies to the right of the edge, on the screen.
double side(const Edge& edge, Point p) {
  return (edge.b.x - edge.a.x) * (p.y - edge.a.y) - (edge.b.y - edge.a.y) * (p.x - edge.a.x);
}

/// Also where they only touch.
bool meet(const Edge& e, const Edge& f) {
  if (std::max(e.a.y, e.b.y) < std::min(f.a.y, f.b.y) || std::max(f.a.y, f.b.y) < std::min(e.a.y, e.b.y))
    return false;
  return side(e, f.a) * side(e, f.b) <= 0 && side(f, e.a) * side(f, e.b) <= 0;
}

/// Length of the region along a line of constant y.
double length_at(const RealRing& ring, double y, std::vector<double>& crossings) {
  crossings.clear();
  for (size_t i = 0; i < ring.size(); ++i) {
    const Point a = ring[i], b = ring[(i + 1) % ring.size()];
    if ((a.y <= y) != (b.y <= y)) crossings.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
  }
  std::sort(crossings.begin(), crossings.end());
  double length = 0;
  for (size_t i = 0; i + 1 < crossings.size(); i += 2) length += crossings[i + 1] - crossings[i];
  return length;
}

/// Also where they only touch.
bool meets_itself(const RealRing& ring) {
  const std::vector<Edge> edges = edges_from_left(ring);
  const size_t n = edges.size();
  // Edges that all lie above each other would take forever: such a ring may as well meet itself.
  size_t pairs_left = 1000000 + 64 * n;
  for (size_t i = 0; i < n; ++i) {
    for (size_t k = i + 1; k < n && edges[k].left() <= edges[i].right(); ++k) {
      if (--pairs_left == 0) return true;
      const size_t apart = (edges[i].number + n - edges[k].number) % n;
      if (apart != 1 && apart != n - 1 && meet(edges[i], edges[k])) return true;
    }
  }
  return false;
}

/// Of the area: what a hand left, and what lines cannot tell.
constexpr double speck = 0.01;

}  // namespace

double signed_area(const RealRing& ring) {
  double sum = 0;
  for (size_t i = 0; i < ring.size(); ++i) {
    // Relative to the first corner: far from the origin no digits are lost.
    const Point a = ring[i], b = ring[(i + 1) % ring.size()], o = ring[0];
    sum += (a.x - o.x) * (b.y - o.y) - (b.x - o.x) * (a.y - o.y);
  }
  return sum / 2;
}

double area_of(const std::vector<RealRing>& rings) {
  double area = 0;
  for (const RealRing& ring : rings) area += std::abs(signed_area(ring));
  return area;
}

bool has_lobes(const RealRing& ring) {
  if (ring.size() < 4 || !meets_itself(ring)) return false;
  const double region = region_area(ring);
  return std::abs(region - std::abs(signed_area(ring))) > speck * region;
}

double region_area(const RealRing& ring) {
  constexpr int lines = 1000;
  double low = ring[0].y, high = low;
  for (const Point& p : ring) low = std::min(low, p.y), high = std::max(high, p.y);
  const double step = (high - low) / lines;
  std::vector<double> crossings;
  double sum = 0;
  for (int i = 0; i < lines; ++i) sum += length_at(ring, low + (i + 0.5) * step, crossings);
  return sum * step;
}

}  // namespace understudy
