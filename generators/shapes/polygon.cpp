// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <utility>

#include "base/error.h"
#include "generators/shapes/extrusion.h"
#include "generators/shapes/solids.h"

namespace understudy {
namespace {

float turn(const glm::vec2& a, const glm::vec2& b, const glm::vec2& c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

bool inside(const glm::vec2& p, const glm::vec2& a, const glm::vec2& b, const glm::vec2& c) {
  return turn(a, b, p) >= 0 && turn(b, c, p) >= 0 && turn(c, a, p) >= 0;
}

/// Whether the corner at `i` can be cut off. Points that coincide with it are ends of a bridge: no obstacle.
bool is_ear(const std::vector<glm::vec2>& points, const std::vector<uint32_t>& left, size_t i) {
  const size_t n = left.size();
  const glm::vec2 a = points[left[(i + n - 1) % n]], b = points[left[i]], c = points[left[(i + 1) % n]];
  if (turn(a, b, c) <= 0) return false;
  return std::none_of(left.begin(), left.end(), [&](uint32_t k) {
    const glm::vec2 p = points[k];
    return p != a && p != b && p != c && inside(p, a, b, c);
  });
}

/// How far a corner that can be cut off is from a sliver: twice its area over its longest side squared; < 0:
/// no ear.
float ear_quality(const std::vector<glm::vec2>& points, const std::vector<uint32_t>& left, size_t i) {
  if (!is_ear(points, left, i)) return -1;
  const size_t n = left.size();
  const glm::vec2 a = points[left[(i + n - 1) % n]], b = points[left[i]], c = points[left[(i + 1) % n]];
  return turn(a, b, c) / std::max({glm::dot(b - a, b - a), glm::dot(c - b, c - b), glm::dot(a - c, a - c)});
}

/// Always the best ear. A cut changes its two neighbours; others are looked at anew when none is left.
std::vector<glm::uvec3> clip_ears(const std::vector<glm::vec2>& points, std::vector<uint32_t> left) {
  std::vector<float> quality;
  const auto judge_all = [&] {
    quality.clear();
    for (size_t i = 0; i < left.size(); ++i) quality.push_back(ear_quality(points, left, i));
  };
  judge_all();
  std::vector<glm::uvec3> triangles;
  while (left.size() > 3) {
    auto best = std::max_element(quality.begin(), quality.end());
    if (*best <= 0) {
      judge_all();
      best = std::max_element(quality.begin(), quality.end());
    }
    CHECK(*best > 0, "the outline is a simple polygon, counter-clockwise");
    const size_t ear = size_t(best - quality.begin()), n = left.size();
    triangles.emplace_back(left[(ear + n - 1) % n], left[ear], left[(ear + 1) % n]);
    left.erase(left.begin() + long(ear));
    quality.erase(best);
    for (const size_t i : {(ear + n - 2) % (n - 1), ear % (n - 1)}) quality[i] = ear_quality(points, left, i);
  }
  triangles.emplace_back(left[0], left[1], left[2]);
  return triangles;
}

/// Whether d lies within the circle through a, b, c (counter-clockwise), by more than rounding.
bool in_circle(const glm::dvec2& a, const glm::dvec2& b, const glm::dvec2& c, const glm::dvec2& d) {
  const glm::dvec2 p = a - d, q = b - d, r = c - d;
  const double pp = glm::dot(p, p), qq = glm::dot(q, q), rr = glm::dot(r, r);
  const double det = p.x * (q.y * rr - qq * r.y) - p.y * (q.x * rr - qq * r.x) + pp * (q.x * r.y - q.y * r.x);
  const double size = std::max({pp, qq, rr});
  return det > 1e-6 * size * size;
}

/// Flips the edge that two triangles share where that makes them less slender.
bool flip(const std::vector<glm::vec2>& points, glm::uvec3& one, glm::uvec3& other, int i, int j) {
  const uint32_t a = one[i], b = one[(i + 1) % 3], apex = one[(i + 2) % 3], opposite = other[(j + 2) % 3];
  if (!in_circle(points[a], points[b], points[apex], points[opposite])) return false;
  if (turn(points[a], points[opposite], points[apex]) <= 0 ||
      turn(points[opposite], points[b], points[apex]) <= 0)
    return false;
  one = {a, opposite, apex};
  other = {opposite, b, apex};
  return true;
}

/// Flips edges until all are Delaunay's or the outline's (C. Lawson, "Software for C1 surface interpolation",
/// 1977): what is cut into slivers later costs more triangles.
void make_delaunay(const std::vector<glm::vec2>& points, std::vector<glm::uvec3>& triangles) {
  constexpr int most_rounds = 200;
  bool flipped = true;
  for (int round = 0; flipped && round < most_rounds; ++round) {
    flipped = false;
    std::map<std::pair<uint32_t, uint32_t>, std::pair<size_t, int>> side;
    for (size_t t = 0; t < triangles.size(); ++t)
      for (int i = 0; i < 3; ++i) side[{triangles[t][i], triangles[t][(i + 1) % 3]}] = {t, i};
    std::vector<bool> touched(triangles.size());
    for (const auto& [ends, at] : side) {
      const auto across = side.find({ends.second, ends.first});
      if (ends.first > ends.second || across == side.end()) continue;
      const auto& [one, i] = at;
      const auto& [other, j] = across->second;
      if (touched[one] || touched[other] || !flip(points, triangles[one], triangles[other], i, j)) continue;
      touched[one] = touched[other] = flipped = true;
    }
  }
}

bool cross(const glm::vec2& a, const glm::vec2& b, const glm::vec2& c, const glm::vec2& d) {
  if (a == c || a == d || b == c || b == d) return false;
  return turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0;
}

/// The loop as one line that goes into the hole and back by way of its shortest bridge.
void join_hole(const std::vector<glm::vec2>& points, const std::vector<std::vector<uint32_t>>& loops,
               size_t hole, std::vector<uint32_t>& line, std::vector<bool>& used) {
  const std::vector<uint32_t>& inner = loops[hole];
  size_t from = 0;
  for (size_t i = 0; i < inner.size(); ++i)
    if (points[inner[i]].x > points[inner[from]].x) from = i;
  const glm::vec2 p = points[inner[from]];
  std::vector<size_t> order(line.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return glm::distance(points[line[a]], p) < glm::distance(points[line[b]], p);
  });
  const auto crosses = [&](const std::vector<uint32_t>& loop, uint32_t to) {
    for (size_t i = 0; i < loop.size(); ++i)
      if (cross(p, points[to], points[loop[i]], points[loop[(i + 1) % loop.size()]])) return true;
    return false;
  };
  const auto free = [&](size_t i) {
    if (used[line[i]] || crosses(line, line[i])) return false;
    return std::none_of(loops.begin() + long(hole), loops.end(),
                        [&](const auto& loop) { return crosses(loop, line[i]); });
  };
  const auto at = std::find_if(order.begin(), order.end(), free);
  CHECK(at != order.end(), "the holes lie in the outline, apart from one another");
  used[line[*at]] = used[inner[from]] = true;
  std::vector<uint32_t> way;
  for (size_t i = 0; i <= inner.size(); ++i) way.push_back(inner[(from + i) % inner.size()]);
  way.push_back(line[*at]);
  line.insert(line.begin() + long(*at) + 1, way.begin(), way.end());
}

}  // namespace

std::vector<glm::uvec3> triangulate(const std::vector<glm::vec2>& outline) {
  std::vector<uint32_t> left(outline.size());
  for (uint32_t i = 0; i < left.size(); ++i) left[i] = i;
  return clip_ears(outline, std::move(left));
}

std::vector<glm::uvec3> triangulate(const Outline& outline, const std::vector<Outline>& holes) {
  std::vector<glm::vec2> points;
  std::vector<std::vector<uint32_t>> loops;
  const auto add = [&](const Outline& loop) {
    loops.emplace_back();
    for (const glm::vec2& p : loop) {
      loops.back().push_back(uint32_t(points.size()));
      points.push_back(p);
    }
  };
  add(outline);
  for (const Outline& hole : holes) add(hole);
  std::vector<uint32_t> line = loops[0];
  std::vector<bool> used(points.size());
  std::vector<std::vector<uint32_t>> inner(loops.begin() + 1, loops.end());
  const auto rightmost = [&](const std::vector<uint32_t>& loop) {
    float x = points[loop[0]].x;
    for (const uint32_t i : loop) x = std::max(x, points[i].x);
    return x;
  };
  std::stable_sort(inner.begin(), inner.end(),
                   [&](const auto& a, const auto& b) { return rightmost(a) > rightmost(b); });
  for (size_t i = 0; i < inner.size(); ++i) join_hole(points, inner, i, line, used);
  std::vector<glm::uvec3> triangles = clip_ears(points, std::move(line));
  make_delaunay(points, triangles);
  return triangles;
}

Piece extrude(const std::vector<glm::vec2>& outline, float z0, float z1) {
  Piece piece;
  const auto n = uint32_t(outline.size());
  for (const float z : {z0, z1})
    for (const glm::vec2& p : outline) piece.positions.emplace_back(p, z);
  for (const glm::uvec3& t : triangulate(outline)) {
    piece.triangle(t.x, t.z, t.y);
    piece.triangle(t.x + n, t.y + n, t.z + n);
  }
  for (uint32_t i = 0; i < n; ++i) piece.quad(i, (i + 1) % n, (i + 1) % n + n, i + n);
  return piece;
}

}  // namespace understudy
