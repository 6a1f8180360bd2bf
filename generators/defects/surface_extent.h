// SPDX-License-Identifier: Apache-2.0
// How large a piece of a surface is, as callipers measure it.
#pragma once

#include <glm/glm.hpp>

#include "scenes/instance.h"
#include "scenes/mesh.h"

namespace understudy {

/// Straight through space, in the plane in which its area is spread most: the sides of the smallest rectangle
/// about it, the longer one first.
glm::dvec2 surface_extent_m(const Mesh& surface);

/// Sets length and width to those of the surface, of which a unit is so many metres.
void measure(const Mesh& surface, double metres, DefectFacts& facts);

}  // namespace understudy
