// SPDX-License-Identifier: Apache-2.0
// Organic forms: limbs and bodies as blended distance fields, turned into triangles by surface nets.
// Blending: the polynomial smooth minimum in the form of I. Quilez. Surface nets: S. Gibson, "Constrained
// elastic surface nets", MICCAI 1998.
#pragma once

#include <vector>

#include <glm/glm.hpp>

#include "generators/shapes/mesh_builder.h"

namespace understudy {

/// Folds of cloth: waves, bent by slower ones, that fade in and out over the surface.
struct Folds {
  float depth_m = 0;          ///< at most, in and out
  glm::vec3 across{0, 0, 1};  ///< direction in which one follows on another, times 1 / their distance in m
  glm::vec3 phases{0};        ///< turns; other numbers, other folds
};

/// A union of rounded shapes that flow into one another, cut by planes. Negative inside; lengths in metres.
class Field {
 public:
  explicit Field(float blend_m) : blend_m_(blend_m) {}

  /// From a to b with these radii; its cross section is `wide` times as wide along `axis` (unit, across a-b).
  Field& limb(const glm::vec3& a, const glm::vec3& b, float radius_a_m, float radius_b_m,
              const glm::vec3& axis = {0, 1, 0}, float wide = 1);
  /// `frame`: columns are the directions of the radii.
  Field& ellipsoid(const glm::vec3& centre, const glm::vec3& radii_m, const glm::mat3& frame = glm::mat3(1));
  /// Of the whole surface but for its cuts.
  Field& fold(const Folds& folds);
  /// Keeps what lies on the side of `at` away from `outward` (unit).
  Field& cut(const glm::vec3& at, const glm::vec3& outward);

  /// The distance at a point, and its gradient there.
  struct Slope {
    float value;
    glm::vec3 gradient;
  };
  float operator()(const glm::vec3& p) const;
  Slope slope(const glm::vec3& p) const;
  /// The same field within `reach_m` of a point, without what is too far away to matter there.
  Field around(const glm::vec3& p, float reach_m) const;
  bool empty() const { return blobs_.empty(); }
  const glm::vec3& lower() const { return lower_; }
  const glm::vec3& upper() const { return upper_; }

 private:
  struct Blob {
    glm::vec3 a, b;
    float radius_a, radius_b;
    glm::vec3 axis;
    float narrow;  ///< 1 / wide
    glm::vec3 radii;
    glm::mat3 to_frame;
    bool is_ellipsoid;
  };
  Slope folded(const glm::vec3& p) const;
  float distance(const Blob& blob, const glm::vec3& p) const;
  Slope slope(const Blob& blob, const glm::vec3& p) const;
  void include(const glm::vec3& p, float reach_m);

  float blend_m_;
  Folds folds_;
  std::vector<Blob> blobs_;
  std::vector<std::pair<glm::vec3, glm::vec3>> cuts_;
  glm::vec3 lower_{1e9f}, upper_{-1e9f};
};

/// The surface of the field, facing outward, with its gradient as normals. Features below `cell_m` are lost.
Piece polygonise(const Field& field, float cell_m);

}  // namespace understudy
