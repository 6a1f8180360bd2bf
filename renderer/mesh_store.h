// SPDX-License-Identifier: Apache-2.0
// The meshes that the device holds, with their trees, kept from image to image. The least recently used go
// first when room is needed.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "renderer/bvh.h"
#include "renderer/kernel.h"
#include "renderer/memory.h"
#include "renderer/mesh_trees.h"
#include "scenes/mesh.h"

namespace understudy {

/// Where a mesh lies in the device's tables, counted in records. Its root node is the first of its nodes.
struct MeshPlace {
  uint32_t root = 0, triangles = 0, attributes = 0;
  uint32_t node_count = 0, triangle_count = 0;  ///< nodes: for one octant
  BvhGrid grid;
};

class MeshStore {
 public:
  MeshStore(Gpu& gpu, MeshTrees& trees)
      : gpu_(gpu), trees_(trees), tables_{Table(16), Table(48), Table(48)} {}

  /// Places of all meshes, in their order; takes the trees of new ones. Call once per frame, before
  /// Commands::begin().
  std::vector<MeshPlace> place(const std::vector<MeshPtr>& meshes);
  /// First of `nodes` for a tree of this frame only; after place(). Inner references must count from there.
  uint32_t place_frame_nodes(uint32_t count);
  void set_frame_nodes(std::vector<BvhNode> nodes) { frame_nodes_ = std::move(nodes); }
  /// Binds the tables (before begin()) and uploads what place() added (after it).
  void bind(Commands& commands) const;
  void upload(Commands& commands);
  /// After the submission: memory that grown tables have left behind.
  void release_retired() { retired_.clear(); }

 private:
  struct Entry {
    MeshPtr mesh;
    MeshPlace place;
    uint64_t last_used = 0;
  };
  struct Table {
    explicit Table(uint32_t bytes) : record_bytes(bytes) {}
    uint32_t record_bytes;
    RangeAllocator ranges;
    std::vector<Buffer> buffer;  ///< none or one
  };
  struct Upload {
    MeshPlace place;
    MeshRecords records;
  };
  struct Growth {
    Slice from, to;
  };

  MeshPlace add(const MeshPtr& mesh);
  template <typename Record>
  void upload(Commands& commands, int table, uint32_t first, const std::vector<Record>& records);
  uint32_t take(int table, uint32_t count);
  bool evict_oldest();
  void grow(Table& table, uint32_t count);

  Gpu& gpu_;
  MeshTrees& trees_;
  Table tables_[3];  ///< nodes, triangles, attributes
  std::map<const Mesh*, Entry>
      entries_;  ///< ordered by address: only ever looked up or searched for the oldest
  std::vector<BvhNode> frame_nodes_;
  uint32_t frame_first_ = 0, frame_count_ = 0;
  std::vector<Upload> uploads_;
  std::vector<Growth> growths_;
  std::vector<Buffer> retired_;
  uint64_t frame_ = 0;
};

}  // namespace understudy
