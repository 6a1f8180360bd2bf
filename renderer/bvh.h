// SPDX-License-Identifier: Apache-2.0
// Binary bounding volume hierarchies through Embree's builder (I. Wald et al., "Embree: a kernel framework
// for efficient CPU ray tracing", SIGGRAPH 2014), laid out for rays that have no stack: depth first, the
// nearer child first, once for each of the eight octants of a ray's direction, each node with the place where
// its subtree ends (B. Smits, "Efficiency issues for ray tracing", JGT 1998). Boxes are rounded outwards to a
// grid of 16 bits, so that a node is one texel: on a device without fast memory the fetches are what a ray
// costs.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <glm/glm.hpp>

namespace understudy {

struct Aabb {
  glm::vec3 lower, upper;
};

/// Coordinates of one tree's boxes: (position - base) * scale lies in 0..65535.
struct BvhGrid {
  glm::vec3 base{0};
  float scale = 1;
  float reach = 0;  ///< largest absolute coordinate of a position
};

/// One texel for trace.glsl. `planes[k]`: where rays of the node's octant enter the box along axis k, and in
/// the upper half where they leave it. `content`: of an inner node inner | the node that follows its subtree;
/// its nearer child is the next node. Of a leaf first << 3 | count; what follows it is the next node.
struct BvhNode {
  static constexpr uint32_t inner = 0x80000000u;
  uint32_t planes[3];
  uint32_t content;

  bool is_inner() const { return (content & inner) != 0; }
  /// Makes references that count from the tree's own first node and item count from a table's.
  void rebase(uint32_t first_node, uint32_t first_item) {
    content += is_inner() ? first_node : first_item << 3;
  }
};
static_assert(sizeof(BvhNode) == 16);

/// The tree for octant o has its root at o * node_count; bit k of an octant is set where the direction's
/// component k is negative.
struct Bvh {
  static constexpr uint32_t octants = 8;
  BvhGrid grid;
  uint32_t node_count = 0;      ///< for one octant
  std::vector<BvhNode> nodes;   ///< octants * node_count
  std::vector<uint32_t> order;  ///< indices of the boxes, leaf by leaf
};

class BvhBuilder {
 public:
  BvhBuilder();
  ~BvhBuilder();
  BvhBuilder(BvhBuilder&&) noexcept;

  /// At least one box, fewer than 2^26; at most `max_leaf` <= 7 boxes share a leaf.
  Bvh build(const std::vector<Aabb>& boxes, int max_leaf);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace understudy
