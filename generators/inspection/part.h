// SPDX-License-Identifier: Apache-2.0
// A part as it leaves production: the good one. Geometry is a pure function of (kind, variant), looks of
// (kind, variant, stream). Adding a kind: one file under parts/, one line in parts/kinds.h and one in
// part.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/random.h"
#include "scenes/material.h"
#include "scenes/mesh.h"

namespace understudy::inspection {

/// Named regions of surfaces; a mesh's part ids are indices into region_names().
enum class Region : uint16_t {
  none,
  face,
  edge,
  hole,
  thread,
  head,
  rim,
  wall,
  label,
  pad,
  component,
  track
};
const std::vector<std::string>& region_names();

/// One good part.
struct Part {
  std::string kind;  ///< "rolled_plate"
  int variant = 0;
  MeshPtr mesh;  ///< closed, outward, metres; as it rests: z up, lowest vertex at z = 0, centred about z
  std::vector<Material> materials;                ///< one per slot of the mesh
  std::map<std::string, std::string> provenance;  ///< kind, variant and what was drawn
  std::vector<TexturePtr> textures{};             ///< that the materials index
};

/// All kinds, in the order of their category ids: {"brushed_plate", "rolled_plate", ...}.
const std::vector<std::string>& part_kinds();

/// Variants of each kind: enough to be diverse, few enough that all stay in the renderer's cache.
constexpr int variants_per_kind = 6;

/// Vessels may lie, as where a camera looks down; others have but one way to rest.
enum class Pose { standing, lying };

/// Thread-safe. The mesh of (kind, variant, pose) is made at the first call and kept for the life of the
/// program.
Part make_part(const std::string& kind, int variant, const Stream& dressing, Pose pose = Pose::standing);

}  // namespace understudy::inspection
