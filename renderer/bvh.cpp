// SPDX-License-Identifier: Apache-2.0
#include "renderer/bvh.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

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

float half_area(const Box& box) {
  const glm::vec3 d = box.upper - box.lower;
  return d.x * d.y + d.y * d.z + d.z * d.x;
}

struct Child {
  const BinaryNode* node;
  Box bounds;
};

/// Up to four descendants: the largest inner one is replaced by its children until there are four.
std::vector<Child> collapse(const BinaryNode* node, const Box& bounds) {
  if (node->count > 0) return {{node, bounds}};
  std::vector<Child> children{{node->children[0], node->bounds[0]}, {node->children[1], node->bounds[1]}};
  while (children.size() < 4) {
    int largest = -1;
    for (int i = 0; i < int(children.size()); ++i) {
      if (children[size_t(i)].node->count > 0) continue;
      if (largest < 0 || half_area(children[size_t(i)].bounds) > half_area(children[size_t(largest)].bounds))
        largest = i;
    }
    if (largest < 0) break;
    const BinaryNode* opened = children[size_t(largest)].node;
    children[size_t(largest)] = {opened->children[0], opened->bounds[0]};
    children.push_back({opened->children[1], opened->bounds[1]});
  }
  return children;
}

/// Writes the children's boxes into the node, rounded outwards.
void quantise(const std::vector<Child>& children, BvhNode& node) {
  Box all = children[0].bounds;
  for (const Child& child : children)
    all = {glm::min(all.lower, child.bounds.lower), glm::max(all.upper, child.bounds.upper)};
  node.origin = all.lower;
  for (int axis = 0; axis < 3; ++axis) {
    const double extent = std::max(double(all.upper[axis]) - double(all.lower[axis]), 1e-30);
    int exponent = 0;
    std::frexp(extent / 255, &exponent);  // 255 * 2^exponent > extent
    exponent = std::max(exponent, -126);
    const double step = std::ldexp(1.0, exponent);
    node.exponents |= uint32_t(exponent + 127) << (8 * axis);
    for (size_t i = 0; i < 4; ++i) {
      uint32_t low = 255, high = 0;  // of a child that is not there
      if (i < children.size()) {
        const double from = double(children[i].bounds.lower[axis]) - double(all.lower[axis]);
        const double to = double(children[i].bounds.upper[axis]) - double(all.lower[axis]);
        low = uint32_t(std::clamp(std::floor(from / step), 0.0, 255.0));
        high = uint32_t(std::clamp(std::ceil(to / step), 0.0, 255.0));
      }
      node.lower[axis] |= low << (8 * i);
      node.upper[axis] |= high << (8 * i);
    }
  }
}

/// Fills node `index` with the children of `binary` and returns how many stack entries its traversal may
/// need.
int flatten(const BinaryNode* binary, const Box& bounds, size_t index, Bvh& bvh) {
  const std::vector<Child> children = collapse(binary, bounds);
  BvhNode node{};
  quantise(children, node);
  std::vector<std::pair<size_t, size_t>> inner;  // child, its node
  for (size_t i = 0; i < children.size(); ++i) {
    const BinaryNode& child = *children[i].node;
    if (child.count > 0) {
      node.children[i] = uint32_t(bvh.order.size()) << 3 | child.count;
      bvh.order.insert(bvh.order.end(), child.items, child.items + child.count);
    } else {
      node.children[i] = BvhNode::inner | uint32_t(bvh.nodes.size());
      inner.emplace_back(i, bvh.nodes.size());
      bvh.nodes.emplace_back();
    }
  }
  bvh.nodes[index] = node;
  int deepest = 0;
  for (const auto& [child, at] : inner)
    deepest = std::max(deepest, flatten(children[child].node, children[child].bounds, at, bvh));
  return int(children.size()) - 1 + deepest;
}

Box bounds_of(const std::vector<Box>& boxes, const uint32_t* begin, const uint32_t* end) {
  Box all = boxes[*begin];
  for (const uint32_t* i = begin; i != end; ++i)
    all = {glm::min(all.lower, boxes[*i].lower), glm::max(all.upper, boxes[*i].upper)};
  return all;
}

/// A balanced tree: halves along the longest axis of the boxes' centres. For what makes the other builder go
/// deep.
class HalvingBuilder {
 public:
  HalvingBuilder(const std::vector<Box>& boxes, int max_leaf)
      : boxes_(boxes), max_leaf_(max_leaf), items_(boxes.size()) {
    std::iota(items_.begin(), items_.end(), 0u);
  }
  const BinaryNode* build() { return build(items_.data(), items_.data() + items_.size()); }

 private:
  BinaryNode* build(uint32_t* begin, uint32_t* end) {
    nodes_.push_back(std::make_unique<BinaryNode>());
    BinaryNode* node = nodes_.back().get();
    node->count = 0;
    if (end - begin <= max_leaf_) {
      for (uint32_t* i = begin; i != end; ++i) node->items[node->count++] = *i;
      return node;
    }
    const Box all = bounds_of(boxes_, begin, end);
    const glm::vec3 size = all.upper - all.lower;
    const int axis = size.x >= size.y && size.x >= size.z ? 0 : size.y >= size.z ? 1 : 2;
    uint32_t* middle = begin + (end - begin) / 2;
    std::nth_element(begin, middle, end, [&](uint32_t a, uint32_t b) {
      const float ca = boxes_[a].lower[axis] + boxes_[a].upper[axis],
                  cb = boxes_[b].lower[axis] + boxes_[b].upper[axis];
      return ca != cb ? ca < cb : a < b;
    });
    node->bounds[0] = bounds_of(boxes_, begin, middle);
    node->bounds[1] = bounds_of(boxes_, middle, end);
    node->children[0] = build(begin, middle);
    node->children[1] = build(middle, end);
    return node;
  }
  const std::vector<Box>& boxes_;
  int max_leaf_;
  std::vector<uint32_t> items_;
  std::vector<std::unique_ptr<BinaryNode>> nodes_;
};

Bvh flatten_all(const BinaryNode* root, const Box& bounds, size_t boxes) {
  Bvh bvh;
  bvh.nodes.reserve(boxes / 2 + 1);
  bvh.order.reserve(boxes);
  bvh.nodes.emplace_back();
  bvh.stack_entries = flatten(root, bounds, 0, bvh);
  return bvh;
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

Bvh BvhBuilder::build(const std::vector<Box>& boxes, int max_leaf, int max_stack) {
  CHECK(!boxes.empty() && boxes.size() < (1u << 28) && max_leaf <= kMaxLeaf,
        "a tree of this size cannot be built");
  Box all = boxes[0];
  for (const Box& box : boxes) all = {glm::min(all.lower, box.lower), glm::max(all.upper, box.upper)};
  if (const BinaryNode* root = state_->build_binary(boxes, max_leaf)) {
    Bvh bvh = flatten_all(root, all, boxes.size());
    if (bvh.stack_entries <= max_stack) return bvh;
  }
  HalvingBuilder halving(boxes, max_leaf);
  Bvh bvh = flatten_all(halving.build(), all, boxes.size());
  CHECK(bvh.stack_entries <= max_stack, "a tree is too deep for the traversal's stack");
  return bvh;
}

}  // namespace understudy
