// SPDX-License-Identifier: Apache-2.0
// A mesh as kernels read it: tree, triangles in tree order, attributes in the mesh's own order.
#pragma once

#include <vector>

#include "renderer/bvh.h"
#include "renderer/shaders/shared.h"
#include "scenes/mesh.h"

namespace understudy {

struct MeshRecords {
  BvhGrid grid;
  uint32_t node_count = 0;  ///< for one octant
  std::vector<BvhNode> nodes;
  std::vector<gpu::TriangleRecord> triangles;
  std::vector<gpu::AttributeRecord> attributes;
};

/// CHECKs the mesh.
MeshRecords make_mesh_records(const Mesh& mesh, BvhBuilder& builder);

/// Octahedral code of a unit vector, 2 x 16 bits signed normalised; inverse of decode_octahedral in
/// surface.glsl.
uint32_t encode_octahedral(const glm::vec3& n);

}  // namespace understudy
