// SPDX-License-Identifier: Apache-2.0
#include "renderer/mesh_trees.h"

#include <utility>

namespace understudy {

void MeshTrees::prepare(const std::vector<MeshPtr>& meshes) {
  for (const MeshPtr& mesh : meshes) {
    if (!claim(mesh)) continue;
    try {
      MeshRecords records = make(*mesh);
      const std::lock_guard lock(mutex_);
      Entry& entry = entries_.at(mesh.get());
      entry.records = std::move(records);
      entry.stage = Stage::built;
    } catch (...) {
      forget(mesh.get());
      throw;
    }
    built_.notify_all();
  }
}

MeshRecords MeshTrees::take(const MeshPtr& mesh) {
  std::unique_lock lock(mutex_);
  built_.wait(lock, [&] {
    const auto found = entries_.find(mesh.get());
    return found == entries_.end() || found->second.stage != Stage::building;
  });
  Entry& entry = entries_.try_emplace(mesh.get(), Entry{Stage::taken, mesh, {}}).first->second;
  if (std::exchange(entry.stage, Stage::taken) == Stage::built) return std::move(entry.records);
  lock.unlock();
  return make(*mesh);
}

void MeshTrees::forget(const Mesh* mesh) {
  const std::lock_guard lock(mutex_);
  entries_.erase(mesh);
  built_.notify_all();
}

bool MeshTrees::claim(const MeshPtr& mesh) {
  const std::lock_guard lock(mutex_);
  return entries_.try_emplace(mesh.get(), Entry{Stage::building, mesh, {}}).second;
}

MeshRecords MeshTrees::make(const Mesh& mesh) {
  std::optional<BvhBuilder> builder;
  {
    const std::lock_guard lock(mutex_);
    if (!idle_builders_.empty()) {
      builder.emplace(std::move(idle_builders_.back()));
      idle_builders_.pop_back();
    }
  }
  if (!builder) builder.emplace();
  MeshRecords records = make_mesh_records(mesh, *builder);
  const std::lock_guard lock(mutex_);
  idle_builders_.push_back(std::move(*builder));
  return records;
}

}  // namespace understudy
