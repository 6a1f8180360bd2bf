// SPDX-License-Identifier: Apache-2.0
#include "renderer/bvh.h"

#include <algorithm>
#include <cmath>

#include <embree3/rtcore.h>

#include "base/error.h"

namespace understudy {
namespace {

constexpr int kMaxLeaf = 7;

/// A node of the binary tree: a leaf where `count` > 0.
struct BinaryNode {
  Box bounds[2];
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

Box join(const Box& a, const Box& b) { return {glm::min(a.lower, b.lower), glm::max(a.upper, b.upper)}; }

/// The axis along which the centres of two boxes are farthest apart.
int axis_between(const Box& a, const Box& b) {
  const glm::vec3 apart = glm::abs((a.lower + a.upper) - (b.lower + b.upper));
  return apart.x >= apart.y && apart.x >= apart.z ? 0 : apart.y >= apart.z ? 1 : 2;
}

/// Writes the subtree of `binary` into the node `index`, whose links are set. Depth first: what is visited
/// together lies together.
void flatten(const BinaryNode* binary, const Box& bounds, size_t index, Bvh& bvh) {
  bvh.nodes[index].lower = bounds.lower;
  bvh.nodes[index].upper = bounds.upper;
  if (binary->count > 0) {
    bvh.nodes[index].content = uint32_t(bvh.order.size()) << 3 | binary->count;
    bvh.order.insert(bvh.order.end(), binary->items, binary->items + binary->count);
    return;
  }
  const Box* boxes = binary->bounds;
  const int axis = axis_between(boxes[0], boxes[1]);
  const int low =
      boxes[0].lower[axis] + boxes[0].upper[axis] <= boxes[1].lower[axis] + boxes[1].upper[axis] ? 0 : 1;
  const size_t first = bvh.nodes.size();
  bvh.nodes.resize(first + 2);
  bvh.nodes[index].content = BvhNode::inner | uint32_t(axis) << 29 | uint32_t(first);
  for (uint32_t octant = 0; octant < 8; ++octant) {
    const size_t near = first + (octant >> axis & 1), far = first + 1 - (octant >> axis & 1);
    bvh.nodes[near].miss[octant] = uint32_t(far);
    bvh.nodes[far].miss[octant] = bvh.nodes[index].miss[octant];
  }
  flatten(binary->children[low], boxes[low], first, bvh);
  flatten(binary->children[1 - low], boxes[1 - low], first + 1, bvh);
}

}  // namespace

void BvhNode::rebase(uint32_t first_node, uint32_t first_item) {
  content += is_inner() ? first_node : first_item << 3;
  for (uint32_t& link : miss)
    if (link != none) link += first_node;
}

struct BvhBuilder::State {
  RTCDevice device = rtcNewDevice(nullptr);
  RTCBVH bvh = rtcNewBVH(device);
  std::vector<RTCBuildPrimitive> primitives;
  ~State() {
    rtcReleaseBVH(bvh);
    rtcReleaseDevice(device);
  }
  const BinaryNode* build_binary(const std::vector<Box>& boxes, int max_leaf);
};

BvhBuilder::BvhBuilder() : state_(std::make_unique<State>()) {}
BvhBuilder::~BvhBuilder() = default;
BvhBuilder::BvhBuilder(BvhBuilder&&) noexcept = default;

const BinaryNode* BvhBuilder::State::build_binary(const std::vector<Box>& boxes, int max_leaf) {
  primitives.clear();
  for (size_t i = 0; i < boxes.size(); ++i) {
    const Box& b = boxes[i];
    primitives.push_back({b.lower.x, b.lower.y, b.lower.z, 0, b.upper.x, b.upper.y, b.upper.z, uint32_t(i)});
  }
  RTCBuildArguments arguments = rtcDefaultBuildArguments();
  arguments.maxBranchingFactor = 2;
  arguments.maxDepth = 1024;
  arguments.minLeafSize = 1;
  arguments.maxLeafSize = unsigned(max_leaf);
  arguments.traversalCost = 1;
  arguments.intersectionCost = 1;
  arguments.bvh = bvh;
  arguments.primitives = primitives.data();
  arguments.primitiveCount = arguments.primitiveArrayCapacity = primitives.size();
  arguments.createNode = create_node;
  arguments.setNodeChildren = set_children;
  arguments.setNodeBounds = set_bounds;
  arguments.createLeaf = create_leaf;
  return static_cast<const BinaryNode*>(rtcBuildBVH(&arguments));
}

Bvh BvhBuilder::build(const std::vector<Box>& boxes, int max_leaf) {
  CHECK(!boxes.empty() && boxes.size() < (1u << 28) && max_leaf <= kMaxLeaf,
        "a tree of this size cannot be built");
  Box all = boxes[0];
  for (const Box& box : boxes) all = join(all, box);
  const BinaryNode* root = state_->build_binary(boxes, max_leaf);
  CHECK(root, "Embree built no tree");
  Bvh bvh;
  bvh.nodes.reserve(boxes.size() * 2);
  bvh.order.reserve(boxes.size());
  bvh.nodes.emplace_back();
  for (uint32_t& link : bvh.nodes[0].miss) link = BvhNode::none;
  flatten(root, all, 0, bvh);
  return bvh;
}

}  // namespace understudy
