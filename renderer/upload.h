// SPDX-License-Identifier: Apache-2.0
// Scene -> tables: what kernels read of one frame, camera-relative. All subtraction is done in double and
// rounded once, so the error of a position is relative to its distance.
#pragma once

#include <vector>

#include "renderer/bvh.h"
#include "renderer/mesh_store.h"
#include "renderer/shaders/shared.h"
#include "scenes/scene.h"

namespace understudy {

struct SceneTables {
  gpu::FrameParameters frame{};
  uint32_t features = 0;                         ///< FEATURE_* that every kernel must have for this scene
  std::vector<gpu::PlacementRecord> placements;  ///< sorted by instance, then by their order in the scene
  std::vector<Aabb> bounds;                      ///< of each record, camera-relative, motion included
  std::vector<gpu::MaterialRecord> materials;
  std::vector<uint32_t> material_slots;
  std::vector<gpu::TraversalRecord> traversal;  ///< one per record of `placements`
  std::vector<BvhNode> tlas;  ///< up to three trees: of all placements, labelled, background
};

/// `places`: of Scene::meshes. `with_layers`: also the trees of labelled and background placements.
SceneTables make_tables(const Scene& scene, const std::vector<MeshPlace>& places, BvhBuilder& builder,
                        bool with_layers);

/// Makes the references into SceneTables::tlas count from where it lies in the table of nodes.
void rebase_tlas(SceneTables& tables, uint32_t first_node);

}  // namespace understudy
