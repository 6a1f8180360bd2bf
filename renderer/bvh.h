// SPDX-License-Identifier: Apache-2.0
// Binary bounding volume hierarchies through Embree's builder (I. Wald et al., "Embree: a kernel framework
// for efficient CPU ray tracing", SIGGRAPH 2014), threaded for the eight octants of a ray's direction, so
// that a traversal visits the nearer child first and needs no stack (after R. Torres, P. Martin, A.
// Gavilanes, "Ray casting using a roped BVH with CUDA", SCCG 2009).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <glm/glm.hpp>

namespace understudy {

struct Box {
  glm::vec3 lower, upper;
};

/// 64 bytes, four texels for trace.glsl. `content`: of an inner node inner | axis << 29 | its lower child
/// along that axis, which the other one follows; of a leaf first << 3 | count. `miss[o]`: the node to visit
/// next, for rays of octant o, when this one has been seen or missed; none at the end. Bit k of an octant is
/// set where the direction's component k is negative.
struct BvhNode {
  static constexpr uint32_t inner = 0x80000000u;
  static constexpr uint32_t none = 0xFFFFFFFFu;
  glm::vec3 lower;
  uint32_t content;
  glm::vec3 upper;
  uint32_t unused;
  uint32_t miss[8];

  bool is_inner() const { return (content & inner) != 0; }
  /// Makes references that count from the tree's own first node and item count from a table's.
  void rebase(uint32_t first_node, uint32_t first_item);
};
static_assert(sizeof(BvhNode) == 64);

/// Node 0 is the root.
struct Bvh {
  std::vector<BvhNode> nodes;
  std::vector<uint32_t> order;  ///< indices of the boxes, leaf by leaf
};

class BvhBuilder {
 public:
  BvhBuilder();
  ~BvhBuilder();
  BvhBuilder(BvhBuilder&&) noexcept;

  /// At least one box, fewer than 2^28; at most `max_leaf` <= 7 boxes share a leaf.
  Bvh build(const std::vector<Box>& boxes, int max_leaf);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace understudy
