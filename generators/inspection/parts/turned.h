// SPDX-License-Identifier: Apache-2.0
// Turned parts: profiles with rounded corners, and uvs that run around the axis.
#pragma once

#include <vector>

#include <glm/glm.hpp>

#include "generators/shapes/mesh_builder.h"

namespace understudy::inspection {

/// lathe() with uvs in metres: u around z at `uv_radius_m`, v along it.
Piece turned(const std::vector<glm::vec2>& profile, int segments, float uv_radius_m);

/// The same line with points between its own, so that no step along it is longer than this.
std::vector<glm::vec2> in_steps(const std::vector<glm::vec2>& profile, float longest_m);

/// The line through these points (radius, height) with each inner corner rounded by a parabola that begins
/// `radii_m` before it and ends as far behind; one radius per point, those of the ends are not used.
std::vector<glm::vec2> rounded_profile(const std::vector<glm::vec2>& corners,
                                       const std::vector<float>& radii_m, int segments = 6);

}  // namespace understudy::inspection
