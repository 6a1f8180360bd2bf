// SPDX-License-Identifier: Apache-2.0
// Broken stones: what a road loses, and what lies in its holes.
#pragma once

#include <cstdint>
#include <vector>

#include <glm/glm.hpp>

#include "base/random.h"
#include "generators/street/flat_mesh.h"
#include "scenes/material.h"

namespace understudy {

enum StoneSlot : uint16_t { stone_grey, stone_dark, stone_light, stone_slots };

/// Of the slots above, under some dust.
std::vector<Material> stone_materials(const glm::vec3& dust);

/// One on the ground at height `ground_m`: five corners, within 1.1 radii, and five smaller ones above, at
/// most 1.2 radii high.
void add_stone(FlatMesh& mesh, const glm::dvec2& at, double ground_m, double radius_m, StoneSlot slot,
               Stream& stream);

}  // namespace understudy
