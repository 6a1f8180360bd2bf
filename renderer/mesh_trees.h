// SPDX-License-Identifier: Apache-2.0
// Trees of meshes on their way to the device. Built ahead, by the threads that compose scenes: on a quick
// device they would cost more of a frame than its rays.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "renderer/bvh.h"
#include "renderer/mesh_records.h"
#include "scenes/mesh.h"

namespace understudy {

/// Thread-safe.
class MeshTrees {
 public:
  /// Builds what nobody has built or taken, or is building.
  void prepare(const std::vector<MeshPtr>& meshes);
  /// A mesh's records, made now where nobody prepared them. From then on they count as taken, until forget().
  MeshRecords take(const MeshPtr& mesh);
  void forget(const Mesh* mesh);

 private:
  enum class Stage { building, built, taken };
  struct Entry {
    Stage stage;
    MeshPtr mesh;  ///< keeps the address from meaning another mesh
    MeshRecords records;
  };

  MeshRecords make(const Mesh& mesh);
  /// Whether the caller is to build it.
  bool claim(const MeshPtr& mesh);

  std::mutex mutex_;
  std::condition_variable built_;
  std::map<const Mesh*, Entry> entries_;
  std::vector<BvhBuilder> idle_builders_;
};

}  // namespace understudy
