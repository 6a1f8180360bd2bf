// SPDX-License-Identifier: Apache-2.0
// The layers of the ground, and what years leave on a road: repairs, tar, oil, covers, drains, joints of kerb
// stones.
#pragma once

#include <vector>

#include "generators/street/flat_mesh.h"
#include "generators/street/stage.h"

namespace understudy {

enum GroundSlot : uint16_t {
  asphalt,
  kerb,
  pavement,
  lot,
  gutter,
  patch,
  iron,
  tar,
  oil_rim,
  oil_film,
  oil,
  joint,
  gum,
  ground_slots
};
/// What lies on the road lies this much above it, one layer above the other: far more than float32 can
/// confuse.
constexpr double gutter_z_m = 0.001, oil_z_m = 0.0012, patch_z_m = 0.0016, tar_z_m = 0.002, iron_z_m = 0.0025,
                 joint_z_m = 0.003;

/// The edge of one block of the street towards its road, and what it becomes `offset` metres inside the
/// block.
using BlockEdge = std::vector<glm::dvec2>;

void add_road_wear(FlatMesh& mesh, const Stage& stage, Stream stream);
/// Joints between the stones of a kerb and of the gutter before it, and drains in the gutter. `road`,
/// `inner`: both edges of the kerb's upper side, from the end of the street.
void add_kerb_joints(FlatMesh& mesh, const Layout& layout, const BlockEdge& road, const BlockEdge& inner);

}  // namespace understudy
