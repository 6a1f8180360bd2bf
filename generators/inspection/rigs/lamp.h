// SPDX-License-Identifier: Apache-2.0
// What rigs are made of.
#pragma once

#include "generators/inspection/composition.h"
#include "generators/shapes/mesh_builder.h"

namespace understudy::inspection {

/// A surface of few triangles that shines with this radiance (kcd/m2).
Prop lamp(const Piece& surface, const glm::vec3& radiance, const glm::dmat4& to_world = glm::dmat4(1));
/// What holds lamps: dull black.
Prop housing(const Piece& surface, const glm::dmat4& to_world = glm::dmat4(1));

/// Radiance of a lamp of this area that lights a diffuse white surface `distance_m` away to about 1 kcd/m2.
double radiance_for(double area_m2, double distance_m);

/// Turns z onto `axis` (unit) and puts the origin at `at`.
glm::dmat4 frame_along(const glm::dvec3& axis, const glm::dvec3& at);

/// A flat ring around z, facing down.
Piece annulus(float inner_m, float outer_m, int segments);

}  // namespace understudy::inspection
