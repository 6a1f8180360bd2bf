// SPDX-License-Identifier: Apache-2.0
#include "renderer/mesh_store.h"

#include <algorithm>
#include <cstring>

#include "base/error.h"

namespace understudy {
namespace {

enum { kNodes = 0, kTriangles = 1, kAttributes = 2 };
// Of the table of nodes to begin with; the others, whose records take half as much, begin with half. A street
// shows some 100,000 triangles; what a few dozen of streets share and show takes ten times as much.
constexpr uint64_t kFirstBytes = 256u << 20;
constexpr uint64_t kFirstShare = 16;  // of the device's memory at most

}  // namespace

std::vector<MeshPlace> MeshStore::place(const std::vector<MeshPtr>& meshes) {
  ++frame_;
  if (frame_count_ > 0) tables_[kNodes].ranges.give_back(frame_first_, std::exchange(frame_count_, 0));
  for (const MeshPtr& mesh : meshes) {
    const auto found = entries_.find(mesh.get());
    if (found != entries_.end()) found->second.last_used = frame_;
  }
  std::vector<MeshPlace> places;
  places.reserve(meshes.size());
  for (const MeshPtr& mesh : meshes) {
    auto found = entries_.find(mesh.get());
    if (found == entries_.end()) found = entries_.emplace(mesh.get(), Entry{mesh, add(mesh), frame_}).first;
    places.push_back(found->second.place);
  }
  return places;
}

uint32_t MeshStore::place_frame_nodes(uint32_t count) {
  frame_count_ = count;
  frame_first_ = count > 0 ? take(kNodes, count) : 0;
  return frame_first_;
}

MeshPlace MeshStore::add(const MeshPtr& mesh) {
  MeshRecords records = trees_.take(mesh);
  MeshPlace place;
  place.node_count = records.node_count;
  place.grid = records.grid;
  place.triangle_count = uint32_t(records.triangles.size());
  place.root = take(kNodes, uint32_t(records.nodes.size()));
  place.triangles = take(kTriangles, place.triangle_count);
  place.attributes = take(kAttributes, place.triangle_count);
  for (BvhNode& node : records.nodes) node.rebase(place.root, place.triangles);
  uploads_.push_back({place, std::move(records)});
  return place;
}

uint32_t MeshStore::take(int table, uint32_t count) {
  Table& t = tables_[table];
  for (;;) {
    const uint32_t first = t.ranges.take(count);
    if (first != RangeAllocator::none) return first;
    const bool may_evict = t.ranges.capacity() > 0;
    if (!may_evict || !evict_oldest()) grow(t, count);
  }
}

bool MeshStore::evict_oldest() {
  auto oldest = entries_.end();
  for (auto it = entries_.begin(); it != entries_.end(); ++it)
    if (it->second.last_used < frame_ &&
        (oldest == entries_.end() || it->second.last_used < oldest->second.last_used))
      oldest = it;
  if (oldest == entries_.end()) return false;
  const MeshPlace& place = oldest->second.place;
  tables_[kNodes].ranges.give_back(place.root, place.node_count * Bvh::octants);
  tables_[kTriangles].ranges.give_back(place.triangles, place.triangle_count);
  tables_[kAttributes].ranges.give_back(place.attributes, place.triangle_count);
  trees_.forget(oldest->first);
  entries_.erase(oldest);
  return true;
}

void MeshStore::grow(Table& table, uint32_t count) {
  const uint64_t limit = gpu_.max_table_bytes() / table.record_bytes;
  const uint64_t old = table.ranges.capacity();
  const uint64_t first = std::min(kFirstBytes, gpu_.report().memory_bytes / kFirstShare);
  const uint64_t first_bytes = &table == &tables_[kNodes] ? first : first / 2;
  const uint64_t wanted = std::max<uint64_t>({first_bytes / table.record_bytes, old * 2, old + count});
  if (old + count > limit)
    throw OutOfDeviceMemory("the scene has more triangles than one buffer of the device holds: simplify it");
  const uint32_t capacity = uint32_t(std::min(wanted, limit));
  Buffer larger(gpu_, MemoryKind::device, uint64_t(capacity) * table.record_bytes);
  if (!table.buffer.empty()) {
    const Slice from = table.buffer[0].all();
    growths_.push_back({from, larger.all().part(0, from.size)});
    retired_.push_back(std::move(table.buffer[0]));
    table.buffer.clear();
  }
  table.buffer.push_back(std::move(larger));
  table.ranges.grow(capacity);
}

void MeshStore::bind(Commands& commands) const {
  const uint32_t bindings[] = {BINDING_NODES, BINDING_TRIANGLES, BINDING_ATTRIBUTES};
  for (int i = 0; i < 3; ++i)
    if (!tables_[i].buffer.empty()) commands.bind(bindings[i], tables_[i].buffer[0].all());
}

template <typename Record>
void MeshStore::upload(Commands& commands, int table, uint32_t first, const std::vector<Record>& records) {
  if (records.empty()) return;
  const uint64_t bytes = records.size() * sizeof(Record);
  const Slice all = tables_[table].buffer[0].all();
  commands.upload(all.part(uint64_t(first) * sizeof(Record), bytes), records.data(), bytes);
}

void MeshStore::upload(Commands& commands) {
  // Growths first and in order: the host's copies below must not be overwritten by a later copy on the
  // device.
  for (const Growth& growth : growths_) {
    if (growth.to.mapped) {
      std::memcpy(growth.to.mapped, growth.from.mapped, growth.from.size);
    } else {
      commands.copy(growth.from, growth.to);
    }
  }
  for (const auto& [place, records] : uploads_) {
    upload(commands, kNodes, place.root, records.nodes);
    upload(commands, kTriangles, place.triangles, records.triangles);
    upload(commands, kAttributes, place.attributes, records.attributes);
  }
  upload(commands, kNodes, frame_first_, frame_nodes_);
  growths_.clear();
  uploads_.clear();
}

}  // namespace understudy
