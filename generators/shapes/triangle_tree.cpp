// SPDX-License-Identifier: Apache-2.0
#include "generators/shapes/triangle_tree.h"

#include <limits>
#include <numeric>

namespace understudy {

TriangleTree::TriangleTree(const Mesh& mesh) : margin_(1e-7 * double(glm::length(mesh.upper - mesh.lower))) {
  std::vector<glm::vec3> middles;
  middles.reserve(mesh.triangles.size());
  for (const glm::uvec3& t : mesh.triangles)
    middles.push_back((mesh.positions[t.x] + mesh.positions[t.y] + mesh.positions[t.z]) / 3.0f);
  order_.resize(mesh.triangles.size());
  std::iota(order_.begin(), order_.end(), 0u);
  nodes_.reserve(order_.size());
  if (!order_.empty()) build(mesh, middles, 0, uint32_t(order_.size()));
}

/// Of the triangles from order_[first] on; returns its index.
uint32_t TriangleTree::build(const Mesh& mesh, const std::vector<glm::vec3>& middles, uint32_t first,
                             uint32_t end) {
  constexpr float far = std::numeric_limits<float>::max();
  const auto at = uint32_t(nodes_.size());
  glm::vec3 low(far), high(-far);
  if (end - first <= leaf_size) {
    for (uint32_t i = first; i < end; ++i) {
      for (int corner = 0; corner < 3; ++corner) {
        const glm::vec3& position = mesh.positions[mesh.triangles[order_[i]][corner]];
        low = glm::min(low, position), high = glm::max(high, position);
      }
    }
    nodes_.push_back({low, high, first, end - first});
    return at;
  }
  for (uint32_t i = first; i < end; ++i)
    low = glm::min(low, middles[order_[i]]), high = glm::max(high, middles[order_[i]]);
  const glm::vec3 extent = high - low;
  const int axis = extent.x >= extent.y && extent.x >= extent.z ? 0 : extent.y >= extent.z ? 1 : 2;
  const uint32_t half = first + (end - first) / 2;
  std::nth_element(order_.begin() + first, order_.begin() + half, order_.begin() + end,
                   [&](uint32_t a, uint32_t b) { return middles[a][axis] < middles[b][axis]; });
  nodes_.emplace_back();
  const Node one = nodes_[build(mesh, middles, first, half)];
  const uint32_t second = build(mesh, middles, half, end);
  const Node& other = nodes_[second];
  nodes_[at] = {glm::min(one.lower, other.lower), glm::max(one.upper, other.upper), second, 0};
  return at;
}

}  // namespace understudy
