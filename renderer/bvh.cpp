// SPDX-License-Identifier: Apache-2.0
#include "renderer/bvh.h"

#include <algorithm>
#include <array>
#include <cmath>

#if UNDERSTUDY_EMBREE >= 4
#include <embree4/rtcore.h>
#else
#include <embree3/rtcore.h>
#endif

#include "base/error.h"

namespace understudy {
namespace {

constexpr int kMaxLeaf = 7;

/// A node of the binary tree: a leaf where `count` > 0.
struct BinaryNode {
  Aabb bounds[2];
  BinaryNode* children[2];
  uint32_t count;
  uint32_t items[kMaxLeaf];
};

void* create_node(RTCThreadLocalAllocator allocator, unsigned int, void*) {
  auto* node = static_cast<BinaryNode*>(rtcThreadLocalAlloc(allocator, sizeof(BinaryNode), 16));
  node->count = 0;
  return node;
}

void set_children(void* node, void** children, unsigned int count, void*) {
  CHECK(count == 2, "the builder was asked for a binary tree");
  for (unsigned int i = 0; i < 2; ++i)
    static_cast<BinaryNode*>(node)->children[i] = static_cast<BinaryNode*>(children[i]);
}

void set_bounds(void* node, const RTCBounds** bounds, unsigned int count, void*) {
  CHECK(count == 2, "the builder was asked for a binary tree");
  for (unsigned int i = 0; i < 2; ++i) {
    const RTCBounds& b = *bounds[i];
    static_cast<BinaryNode*>(node)->bounds[i] = {{b.lower_x, b.lower_y, b.lower_z},
                                                 {b.upper_x, b.upper_y, b.upper_z}};
  }
}

void* create_leaf(RTCThreadLocalAllocator allocator, const RTCBuildPrimitive* primitives, size_t count,
                  void*) {
  auto* node = static_cast<BinaryNode*>(rtcThreadLocalAlloc(allocator, sizeof(BinaryNode), 16));
  CHECK(count >= 1 && count <= kMaxLeaf, "the builder made a leaf of another size than asked for");
  node->count = uint32_t(count);
  for (size_t i = 0; i < count; ++i) node->items[i] = primitives[i].primID;
  return node;
}

Aabb join(const Aabb& a, const Aabb& b) { return {glm::min(a.lower, b.lower), glm::max(a.upper, b.upper)}; }

/// The axis along which the centres of two boxes are farthest apart.
int axis_between(const Aabb& a, const Aabb& b) {
  const glm::vec3 apart = glm::abs((a.lower + a.upper) - (b.lower + b.upper));
  return apart.x >= apart.y && apart.x >= apart.z ? 0 : apart.y >= apart.z ? 1 : 2;
}

constexpr double kGridSteps = 65535;

BvhGrid grid_over(const Aabb& box) {
  const glm::vec3 size = box.upper - box.lower;
  const float longest = std::max({size.x, size.y, size.z, 1e-6f});
  const glm::vec3 far = glm::max(glm::abs(box.lower), glm::abs(box.upper));
  return {box.lower, float(kGridSteps / double(longest) * (1 - 1e-6)), std::max({far.x, far.y, far.z})};
}

/// A box on the grid, rounded outwards.
struct GridBox {
  uint16_t lower[3], upper[3];
};

GridBox on_grid(const Aabb& box, const BvhGrid& grid) {
  GridBox result;
  for (int axis = 0; axis < 3; ++axis) {
    const double base = grid.base[axis], scale = grid.scale;
    const auto step = [](double at) { return uint16_t(std::clamp(at, 0.0, kGridSteps)); };
    result.lower[axis] = step(std::floor((double(box.lower[axis]) - base) * scale));
    result.upper[axis] = step(std::ceil((double(box.upper[axis]) - base) * scale));
  }
  return result;
}

/// A node before it is laid out for the octants.
struct FlatNode {
  GridBox box;
  uint32_t leaf = 0;                   ///< content of a leaf, 0 of an inner node
  int axis = 0;                        ///< which orders the children ...
  std::array<uint32_t, 2> children{};  ///< ... the lower one first
  uint32_t subtree_nodes = 1;          ///< itself included
};

/// Appends the subtree of `binary` and returns its index.
uint32_t flatten(const BinaryNode* binary, const Aabb& bounds, Bvh& bvh, std::vector<FlatNode>& flat) {
  const auto index = uint32_t(flat.size());
  FlatNode node;
  flat.emplace_back();
  node.box = on_grid(bounds, bvh.grid);
  if (binary->count > 0) {
    node.leaf = uint32_t(bvh.order.size()) << 3 | binary->count;
    bvh.order.insert(bvh.order.end(), binary->items, binary->items + binary->count);
  } else {
    const Aabb* boxes = binary->bounds;
    node.axis = axis_between(boxes[0], boxes[1]);
    const bool swapped = boxes[0].lower[node.axis] + boxes[0].upper[node.axis] >
                         boxes[1].lower[node.axis] + boxes[1].upper[node.axis];
    for (int i = 0; i < 2; ++i) {
      const int child = swapped ? 1 - i : i;
      node.children[i] = flatten(binary->children[child], boxes[child], bvh, flat);
      node.subtree_nodes += flat[node.children[i]].subtree_nodes;
    }
  }
  flat[index] = node;
  return index;
}

/// The planes of a box as rays of an octant meet them.
void set_planes(const GridBox& box, uint32_t octant, BvhNode& node) {
  for (int axis = 0; axis < 3; ++axis) {
    const uint32_t lower = box.lower[axis], upper = box.upper[axis];
    node.planes[axis] = octant >> axis & 1 ? upper | lower << 16 : lower | upper << 16;
  }
}

/// The trees of all octants, one after another. `flat` is depth first, the parent before its children: one
/// pass over it tells each node's children where they go in each octant's order.
std::vector<BvhNode> lay_out(const std::vector<FlatNode>& flat) {
  std::vector<BvhNode> nodes(flat.size() * Bvh::octants);
  std::vector<std::array<uint32_t, Bvh::octants>> places(flat.size());
  for (uint32_t octant = 0; octant < Bvh::octants; ++octant)
    places[0][octant] = octant * uint32_t(flat.size());
  for (size_t index = 0; index < flat.size(); ++index) {
    const FlatNode& node = flat[index];
    const auto [lower, upper] = node.children;
    for (uint32_t octant = 0; octant < Bvh::octants; ++octant) {
      const uint32_t at = places[index][octant];
      BvhNode& out = nodes[at];
      set_planes(node.box, octant, out);
      out.content = node.leaf;
      if (node.leaf != 0) continue;
      out.content = BvhNode::inner | (at + node.subtree_nodes);
      const bool upper_is_nearer = octant >> node.axis & 1;
      places[lower][octant] = at + 1 + (upper_is_nearer ? flat[upper].subtree_nodes : 0);
      places[upper][octant] = at + 1 + (upper_is_nearer ? 0 : flat[lower].subtree_nodes);
    }
  }
  return nodes;
}

}  // namespace

struct BvhBuilder::State {
  RTCDevice device = rtcNewDevice(nullptr);
  RTCBVH bvh = rtcNewBVH(device);
  std::vector<RTCBuildPrimitive> primitives;
  ~State() {
    rtcReleaseBVH(bvh);
    rtcReleaseDevice(device);
  }
  const BinaryNode* build_binary(const std::vector<Aabb>& boxes, int max_leaf);
};

BvhBuilder::BvhBuilder() : state_(std::make_unique<State>()) {}
BvhBuilder::~BvhBuilder() = default;
BvhBuilder::BvhBuilder(BvhBuilder&&) noexcept = default;

const BinaryNode* BvhBuilder::State::build_binary(const std::vector<Aabb>& boxes, int max_leaf) {
  primitives.clear();
  for (size_t i = 0; i < boxes.size(); ++i) {
    const Aabb& b = boxes[i];
    primitives.push_back({b.lower.x, b.lower.y, b.lower.z, 0, b.upper.x, b.upper.y, b.upper.z, uint32_t(i)});
  }
  RTCBuildArguments arguments = rtcDefaultBuildArguments();
  arguments.maxBranchingFactor = 2;
  arguments.maxDepth = 1024;
  arguments.minLeafSize = 1;
  arguments.maxLeafSize = unsigned(max_leaf);
  arguments.traversalCost = 1;
  arguments.intersectionCost = 0.25f;
  arguments.bvh = bvh;
  arguments.primitives = primitives.data();
  arguments.primitiveCount = arguments.primitiveArrayCapacity = primitives.size();
  arguments.createNode = create_node;
  arguments.setNodeChildren = set_children;
  arguments.setNodeBounds = set_bounds;
  arguments.createLeaf = create_leaf;
  return static_cast<const BinaryNode*>(rtcBuildBVH(&arguments));
}

Bvh BvhBuilder::build(const std::vector<Aabb>& boxes, int max_leaf) {
  CHECK(!boxes.empty() && boxes.size() < (1u << 26) && max_leaf <= kMaxLeaf,
        "a tree of this size cannot be built");
  Aabb all = boxes[0];
  for (const Aabb& box : boxes) all = join(all, box);
  const BinaryNode* root = state_->build_binary(boxes, max_leaf);
  CHECK(root, "Embree built no tree");
  Bvh bvh;
  bvh.grid = grid_over(all);
  bvh.order.reserve(boxes.size());
  std::vector<FlatNode> flat;
  flat.reserve(boxes.size() * 2);
  flatten(root, all, bvh, flat);
  bvh.node_count = uint32_t(flat.size());
  bvh.nodes = lay_out(flat);
  return bvh;
}

}  // namespace understudy
