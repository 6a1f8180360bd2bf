// SPDX-License-Identifier: Apache-2.0
// Closed solids and surfaces made of rings: boxes, tubes, ellipsoids, turned profiles, lofts, swept and
// extruded outlines. All face outward; lengths in metres.
#pragma once

#include <functional>
#include <vector>

#include <glm/glm.hpp>

#include "generators/shapes/mesh_builder.h"

namespace understudy {

using Ring = std::vector<glm::vec3>;

Piece box(const glm::vec3& lower, const glm::vec3& upper);
/// A box whose edges are rounded with `radius_m` (at most half the shortest side), `segments` per quarter
/// circle.
Piece rounded_box(const glm::vec3& lower, const glm::vec3& upper, float radius_m, int segments = 3);
Piece ellipsoid(const glm::vec3& centre, const glm::vec3& radii_m, int segments = 16);

/// From a to b with these radii, closed by flat caps. A radius of 0 makes a tip.
Piece cone(const glm::vec3& a, const glm::vec3& b, float radius_a_m, float radius_b_m, int sides = 12);
Piece cylinder(const glm::vec3& a, const glm::vec3& b, float radius_m, int sides = 12);

/// Turns a profile of (radius, height) about z. Going up with the axis on the left faces outward; a profile
/// that begins and ends at radius 0, or closes on itself, makes a closed solid.
Piece lathe(const std::vector<glm::vec2>& profile, int segments);
Piece torus(float radius_m, float tube_radius_m, int segments, int sides);

/// A tube along a path, one radius per point, rounded at neither end but capped.
Piece sweep(const std::vector<glm::vec3>& path, const std::vector<float>& radii_m, int sides);

/// Skin between rings of equal length. Rings run counter-clockwise seen from the end of the sequence looking
/// back to its beginning. `closed` joins the last ring to the first; else ends are capped with fans.
Piece loft(const std::vector<Ring>& rings, bool capped = true, bool closed = false);

/// (rows + 1) x (columns + 1) points; faces the side from which rows run along x while columns run along y.
Piece grid(int rows, int columns, const std::function<glm::vec3(int row, int column)>& point);

/// A sheet given thickness: the grid and a copy pushed back along -normal by `thickness_m`, joined at the
/// borders.
Piece slab(int rows, int columns, const std::function<glm::vec3(int row, int column)>& point,
           float thickness_m);

/// A simple polygon, counter-clockwise, as triangles of indices (ear clipping: D. Eberly, "Triangulation by
/// ear clipping", 2002).
std::vector<glm::uvec3> triangulate(const std::vector<glm::vec2>& outline);
/// A simple polygon, counter-clockwise in xy, between two heights.
Piece extrude(const std::vector<glm::vec2>& outline, float z0, float z1);

/// Points on the Catmull-Rom curve through `points`, `per_segment` for each span, ends included.
std::vector<glm::vec3> smooth_path(const std::vector<glm::vec3>& points, int per_segment);

glm::mat4 translate(const glm::vec3& offset);
glm::mat4 rotate_x(float degrees);
glm::mat4 rotate_y(float degrees);
glm::mat4 rotate_z(float degrees);
glm::mat4 scale(const glm::vec3& factors);
/// Turns z onto `axis` (unit) and puts the origin at `at`.
glm::mat4 z_along(const glm::vec3& axis, const glm::vec3& at);

}  // namespace understudy
