// SPDX-License-Identifier: Apache-2.0
// Triangles of any origin become a mesh that everything downstream can trust.
#pragma once

#include <cstdint>

#include <glm/glm.hpp>

#include "generators/import/raw_scene.h"
#include "scenes/mesh.h"

namespace understudy::importing {

struct SurfaceReport {
  uint64_t degenerate = 0;  ///< triangles dropped: no area
  uint64_t not_finite = 0;  ///< triangles dropped: a number that is none, or is beyond any use
  uint64_t turned = 0;  ///< triangles that faced inward, or otherwise than their neighbours, and were turned
  bool open = false;    ///< it has borders
};

/// Box of all finite corners, in the file's units; lower > upper where there are none.
struct RawBounds {
  glm::dvec3 lower, upper;
};
RawBounds bounds_of(const RawScene& scene);

/// `to_metres`: turns and scales the file's coordinates. Corners at one place are welded; triangles without
/// area are dropped; the surface faces outward (orientation.h). Normals that the file lacks are the
/// angle-weighted mean of the faces around a corner that meet at less than 35 degrees, normals that it has
/// point to the side that the triangles face; uvs that it lacks are metres along the two axes that the face
/// looks along least. Vertices that are alike become one. The result may hold no triangles.
Mesh make_surface(const RawScene& scene, const glm::dmat3& to_metres, SurfaceReport& report);

}  // namespace understudy::importing
