// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/error.h"
#include "generators/shapes/solids.h"

namespace understudy {
namespace {

float turn(const glm::vec2& a, const glm::vec2& b, const glm::vec2& c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

bool inside(const glm::vec2& p, const glm::vec2& a, const glm::vec2& b, const glm::vec2& c) {
  return turn(a, b, p) >= 0 && turn(b, c, p) >= 0 && turn(c, a, p) >= 0;
}

bool is_ear(const std::vector<glm::vec2>& outline, const std::vector<uint32_t>& left, size_t i) {
  const size_t n = left.size();
  const uint32_t a = left[(i + n - 1) % n], b = left[i], c = left[(i + 1) % n];
  if (turn(outline[a], outline[b], outline[c]) <= 0) return false;
  return std::none_of(left.begin(), left.end(), [&](uint32_t k) {
    return k != a && k != b && k != c && inside(outline[k], outline[a], outline[b], outline[c]);
  });
}

}  // namespace

std::vector<glm::uvec3> triangulate(const std::vector<glm::vec2>& outline) {
  std::vector<uint32_t> left(outline.size());
  for (uint32_t i = 0; i < left.size(); ++i) left[i] = i;
  std::vector<glm::uvec3> triangles;
  while (left.size() > 3) {
    size_t ear = 0;
    while (ear < left.size() && !is_ear(outline, left, ear)) ++ear;
    CHECK(ear < left.size(), "the outline is a simple polygon, counter-clockwise");
    const size_t n = left.size();
    triangles.emplace_back(left[(ear + n - 1) % n], left[ear], left[(ear + 1) % n]);
    left.erase(left.begin() + long(ear));
  }
  triangles.emplace_back(left[0], left[1], left[2]);
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
