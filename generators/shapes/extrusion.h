// SPDX-License-Identifier: Apache-2.0
// Flat parts: an outline with holes, given height and rounded edges. Lengths in metres.
#pragma once

#include <vector>

#include <glm/glm.hpp>

#include "generators/shapes/mesh_builder.h"

namespace understudy {

/// A closed line, counter-clockwise.
using Outline = std::vector<glm::vec2>;

Outline circle_outline(const glm::vec2& centre, float radius_m, int sides);
/// A polygon whose corners are rounded with `radii_m` (one for all, or one per corner), `segments` per
/// corner. A radius is at most what the sides next to its corner allow.
Outline rounded_outline(const std::vector<glm::vec2>& corners, const std::vector<float>& radii_m,
                        int segments = 6);
Outline rectangle_outline(const glm::vec2& lower, const glm::vec2& upper, float radius_m, int segments = 6);
/// A slot: a straight line from a to b, made `radius_m` wide to each side.
Outline slot_outline(const glm::vec2& a, const glm::vec2& b, float radius_m, int segments = 12);

/// An outline and the holes in it, triangulated: indices into the points of all of them, one after the other.
/// Holes are joined to the outline by bridges, then ears are clipped (D. Eberly, "Triangulation by ear
/// clipping", 2002). Holes run clockwise and touch neither one another nor the outline.
std::vector<glm::uvec3> triangulate(const Outline& outline, const std::vector<Outline>& holes);

/// The outline without its holes, between two heights. Its edges are rounded with `fillet_m`; walls are
/// smooth where the outline turns by less than 35 degrees. Normals are exact: faces are flat up to the
/// fillet.
Piece rounded_extrusion(const Outline& outline, const std::vector<Outline>& holes, float z0, float z1,
                        float fillet_m, int segments = 3);

}  // namespace understudy
