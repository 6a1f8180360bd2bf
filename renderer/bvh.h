// SPDX-License-Identifier: Apache-2.0
// Bounding volume hierarchies through Embree's builder (I. Wald et al., "Embree: a kernel framework for
// efficient CPU ray tracing", SIGGRAPH 2014), collapsed to four children whose boxes are quantised to 8 bits
// (H. Ylitie, T. Karras, S. Laine, "Efficient incoherent ray traversal on GPUs through compressed wide BVHs",
// HPG 2017).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <glm/glm.hpp>

namespace understudy {

struct Box {
  glm::vec3 lower, upper;
};

/// 64 bytes, four texels for trace.glsl. The box of child i along axis k reaches from origin + lower * 2^e to
/// origin + upper * 2^e, where lower and upper are byte i of lower[k] and upper[k] and e + 127 is byte k of
/// exponents. It holds the child's box. Children: inner | node, or first << 3 | count, or 0 where there is
/// none.
struct BvhNode {
  static constexpr uint32_t inner = 0x80000000u;
  glm::vec3 origin;
  uint32_t exponents;
  uint32_t children[4];
  uint32_t lower[3];
  uint32_t upper[3];
  uint32_t unused[2];
};
static_assert(sizeof(BvhNode) == 64);

/// Node 0 is the root; it is never a leaf.
struct Bvh {
  std::vector<BvhNode> nodes;
  std::vector<uint32_t> order;  ///< indices of the boxes, leaf by leaf
  int stack_entries = 0;        ///< the most that a traversal can have to remember
};

class BvhBuilder {
 public:
  BvhBuilder();
  ~BvhBuilder();
  BvhBuilder(BvhBuilder&&) noexcept;

  /// At least one box, fewer than 2^28; at most `max_leaf` <= 7 boxes share a leaf. A tree that would need
  /// more than `max_stack` entries is built again by halving, which is always shallow enough.
  Bvh build(const std::vector<Box>& boxes, int max_leaf, int max_stack);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace understudy
