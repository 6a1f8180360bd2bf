// SPDX-License-Identifier: Apache-2.0
// What is soldered onto a circuit board.
#pragma once

#include <vector>

#include <glm/glm.hpp>

#include "generators/inspection/parts/kinds.h"

namespace understudy::inspection {

/// Slots of a board's mesh.
enum class BoardSlot { mask, track, solder, epoxy, ceramic, print, gold, can, count };

/// Where a track may begin: at the outer end of a pad, and the direction away from the component.
struct Pad {
  glm::vec2 at, away;
};

enum class Component { quad_chip, dual_chip, resistor, capacitor, electrolytic, header };

/// Half of the rectangle that a component takes on the board, pads included.
glm::vec2 half_extent(Component component, int pins);

/// Adds a component and its pads on the surface at `z_m`; returns the pads.
std::vector<Pad> add_component(MeshBuilder& builder, Component component, int pins, const glm::vec2& at,
                               bool turned, float z_m);

}  // namespace understudy::inspection
