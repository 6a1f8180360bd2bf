// SPDX-License-Identifier: Apache-2.0
// What rigs are made of.
#pragma once

#include "generators/inspection/composition.h"
#include "generators/shapes/mesh_builder.h"

namespace understudy::inspection {

/// A surface of few triangles that shines with this radiance (kcd/m2).
Prop lamp(const Piece& surface, const glm::vec3& radiance, const glm::dmat4& to_world);
/// What holds lamps: dull black.
Prop housing(const Piece& surface, const glm::dmat4& to_world);

/// Radiance of a lamp of this area that lights a diffuse white surface `distance_m` away to about 1 kcd/m2.
double radiance_for(double area_m2, double distance_m);

/// Turns z onto `axis` (unit) and puts the origin at `at`.
glm::dmat4 frame_along(const glm::dvec3& axis, const glm::dvec3& at);
/// Puts x, y and z onto these (unit, at right angles) and the origin at `at`.
glm::dmat4 frame_of(const glm::dvec3& x, const glm::dvec3& y, const glm::dvec3& z, const glm::dvec3& at);

/// A flat ring around z.
Piece annulus(float inner_m, float outer_m, int segments);
/// A flat rectangle across z, centred.
Piece panel(float width_m, float height_m);

}  // namespace understudy::inspection
