// SPDX-License-Identifier: Apache-2.0
// Which triangles of a mesh lie along a way, without looking at all of them: a binary tree of boxes, each
// halved at the median of its longest side.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include <glm/glm.hpp>

#include "scenes/mesh.h"

namespace understudy {

class TriangleTree {
 public:
  explicit TriangleTree(const Mesh& mesh);

  /// Calls visit(index of a triangle) for all that a straight way from `from` to `to` may meet, in no order
  /// that means anything, until one call returns false.
  template <typename Visit>
  void along(const glm::dvec3& from, const glm::dvec3& to, Visit visit) const;

 private:
  struct Node {
    glm::vec3 lower, upper;
    uint32_t first;  ///< of order_ where it is a leaf; else the second child: the first one follows
    uint32_t count;  ///< 0: no leaf

    bool is_met(const glm::dvec3& from, const glm::dvec3& way, double margin) const;
  };
  static constexpr uint32_t leaf_size = 4;
  static constexpr int deepest = 40;  ///< more than 2^32 triangles have

  uint32_t build(const Mesh& mesh, const std::vector<glm::vec3>& middles, uint32_t first, uint32_t end);

  double margin_;                ///< for rounding, m
  std::vector<uint32_t> order_;  ///< of triangles, leaf by leaf
  std::vector<Node> nodes_;
};

template <typename Visit>
void TriangleTree::along(const glm::dvec3& from, const glm::dvec3& to, Visit visit) const {
  const glm::dvec3 way = to - from;
  std::array<uint32_t, deepest> waiting{};
  int count = 0;
  if (!nodes_.empty()) waiting[size_t(count++)] = 0;
  while (count > 0) {
    const uint32_t at = waiting[size_t(--count)];
    const Node& node = nodes_[at];
    if (!node.is_met(from, way, margin_)) continue;
    for (uint32_t i = node.first; i < node.first + node.count; ++i)
      if (!visit(order_[i])) return;
    if (node.count == 0) {
      waiting[size_t(count++)] = node.first;
      waiting[size_t(count++)] = at + 1;
    }
  }
}

inline bool TriangleTree::Node::is_met(const glm::dvec3& from, const glm::dvec3& way, double margin) const {
  double enters = 0, leaves = 1;
  for (int i = 0; i < 3; ++i) {
    const double low = double(lower[i]) - margin - from[i], high = double(upper[i]) + margin - from[i];
    if (way[i] == 0) {
      if (low > 0 || high < 0) return false;
      continue;
    }
    const double a = low / way[i], b = high / way[i];
    enters = std::max(enters, std::min(a, b));
    leaves = std::min(leaves, std::max(a, b));
  }
  return enters <= leaves;
}

}  // namespace understudy
