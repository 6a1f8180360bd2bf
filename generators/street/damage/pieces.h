// SPDX-License-Identifier: Apache-2.0
// Taking a mesh apart, bending it, and putting it together again.
#pragma once

#include <functional>

#include <glm/glm.hpp>

#include "generators/defects/surface.h"
#include "generators/shapes/mesh_split.h"
#include "generators/street/objects/family.h"
#include "scenes/mesh.h"

namespace understudy {

Chosen of_parts(std::vector<Part> parts);

/// Both in one; either may be null.
MeshPtr joined(const MeshPtr& a, const MeshPtr& b);

/// The same surface with no edge longer than `finest_m`; null stays null.
MeshPtr refined(const MeshPtr& mesh, double finest_m);

/// A smooth map of space onto itself, m.
using Warp = std::function<glm::dvec3(const glm::dvec3&)>;
/// Each vertex goes where the map says, and each normal turns with it. Null stays null.
MeshPtr warped(const MeshPtr& mesh, const Warp& warp);

/// A defect that is all of the mesh, bent or not.
DefectMesh whole(const MeshPtr& mesh, const Warp& warp = {});

/// What a shape cuts out of a mesh, and what it leaves; nothing where it meets nothing of it.
struct CutMesh {
  DefectMesh piece;
  MeshPtr rest;  ///< null: nothing is left
};
std::optional<CutMesh> cut_out(const Mesh& mesh, const DefectShape& shape, const glm::dvec3& seed);

/// What stands upright is bent about `at`, over a length of `over_m` along `along`, by `angle_rad` towards
/// `towards` (both unit, at right angles): what is before that stays, what is beyond it turns as a whole. The
/// plane through `at` along which it is bent keeps its lengths.
Warp bend(const glm::dvec3& at, const glm::dvec3& along, const glm::dvec3& towards, double angle_rad,
          double over_m);

/// How far the farthest vertex goes, m.
double farthest_move_m(const Mesh& mesh, const Warp& warp);

}  // namespace understudy
