// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/stages/heap.h"

#include <algorithm>
#include <cmath>

namespace understudy::inspection {
namespace {

/// Calls `cover(x, y, low, high)` for cells that together hold the triangle, in units of cells.
template <typename Cover>
void cover_triangle(const glm::vec3& a, const glm::vec3& b, const glm::vec3& c, const Cover& cover) {
  const glm::vec3 lower = glm::min(a, glm::min(b, c)), upper = glm::max(a, glm::max(b, c));
  const glm::ivec2 first = glm::floor(glm::vec2(lower)), last = glm::floor(glm::vec2(upper));
  if (last.x - first.x > 1 || last.y - first.y > 1) {
    const glm::vec3 ab = 0.5f * (a + b), bc = 0.5f * (b + c), ca = 0.5f * (c + a);
    cover_triangle(a, ab, ca, cover);
    cover_triangle(ab, b, bc, cover);
    cover_triangle(ca, bc, c, cover);
    cover_triangle(ab, bc, ca, cover);
    return;
  }
  for (int y = first.y; y <= last.y; ++y)
    for (int x = first.x; x <= last.x; ++x) cover(x, y, lower.z, upper.z);
}

}  // namespace

Heap::Heap(double half_side_m, int cells)
    : half_side_m_(half_side_m),
      cell_m_(2 * half_side_m / cells),
      cells_(cells),
      top_m_(size_t(cells) * size_t(cells), 0.0f) {}

std::vector<Heap::Column> Heap::columns_of(const Mesh& mesh, const glm::dmat4& to_world) const {
  std::vector<glm::vec3> points;
  for (const glm::vec3& p : mesh.positions) {
    const glm::dvec3 world = to_world * glm::dvec4(p, 1);
    points.emplace_back((world.x + half_side_m_) / cell_m_, (world.y + half_side_m_) / cell_m_, world.z);
  }
  std::vector<float> low(top_m_.size(), 1e9f), high(top_m_.size(), -1e9f);
  bool inside = true;
  for (const glm::vec3& p : points)
    inside = inside && p.x > 0 && p.y > 0 && p.x < float(cells_) && p.y < float(cells_);
  std::vector<Column> columns;
  if (!inside) return columns;
  for (const glm::uvec3& t : mesh.triangles)
    cover_triangle(points[t.x], points[t.y], points[t.z], [&](int x, int y, float z0, float z1) {
      const size_t cell = size_t(y * cells_ + x);
      low[cell] = std::min(low[cell], z0);
      high[cell] = std::max(high[cell], z1);
    });
  for (size_t i = 0; i < low.size(); ++i)
    if (low[i] <= high[i]) columns.push_back({int(i), low[i], high[i]});
  return columns;
}

std::optional<Heap::Rest> Heap::lower(const Mesh& mesh, const glm::dmat4& pose) const {
  const std::vector<Column> columns = columns_of(mesh, pose);
  if (columns.empty()) return std::nullopt;
  float lift = -1e9f;
  for (const Column& c : columns) lift = std::max(lift, top_m_[size_t(c.cell)] - c.low);
  double gap = 0;
  for (const Column& c : columns) gap += c.low + lift - top_m_[size_t(c.cell)];
  return Rest{pose[3].z + lift, gap / double(columns.size())};
}

void Heap::add(const Mesh& mesh, const glm::dmat4& to_world) {
  for (const Column& c : columns_of(mesh, to_world))
    top_m_[size_t(c.cell)] = std::max(top_m_[size_t(c.cell)], c.high);
}

}  // namespace understudy::inspection
