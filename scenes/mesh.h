// SPDX-License-Identifier: Apache-2.0
// A triangle mesh in its own space: metres, x forward, y left, z up, origin on the ground under the object.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "base/image.h"

namespace understudy {

struct Mesh {
  std::string name;
  std::vector<glm::vec3> positions;
  std::vector<glm::vec3> normals;     ///< unit, one per position
  std::vector<glm::vec2> uvs;         ///< one per position
  std::vector<glm::uvec3> triangles;  ///< counter-clockwise seen from outside
  std::vector<uint16_t> slots;        ///< per triangle: index into Placement::materials
  std::vector<uint16_t> parts;        ///< per triangle: PartId; empty means none

  glm::vec3 lower{0}, upper{0};  ///< bounding box, set by finish()

  /// Fills bounds, and normals (by angle-weighted average, split nowhere) and uvs (zeros) where empty.
  void finish();
  /// CHECKs that the arrays fit together, indices are in range and all numbers are finite.
  void check() const;
};

/// Meshes are shared between images: the renderer keeps one BVH per mesh, keyed by this pointer.
using MeshPtr = std::shared_ptr<const Mesh>;

}  // namespace understudy
