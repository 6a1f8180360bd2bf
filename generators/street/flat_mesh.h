// SPDX-License-Identifier: Apache-2.0
// Meshes of flat faces in world coordinates: the ground, markings, distant blocks.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "scenes/mesh.h"

namespace understudy {

/// The point turned about the origin, counter-clockwise.
glm::dvec2 turned(const glm::dvec2& p, double angle_rad);

class FlatMesh {
 public:
  explicit FlatMesh(std::string name) { mesh_.name = std::move(name); }

  /// A convex polygon whose face looks towards `normal` whichever way the corners run; a degenerate one adds
  /// nothing.
  void face(std::vector<glm::vec3> corners, const glm::vec3& normal, uint16_t slot,
            std::vector<glm::vec2> uvs = {});
  /// A rectangle on the ground at height z: `length` along the unit `direction`, `width` across, around
  /// `center`.
  void strip(const glm::dvec2& center, const glm::dvec2& direction, double length, double width, double z,
             uint16_t slot);
  bool empty() const { return mesh_.triangles.empty(); }
  MeshPtr build();

 private:
  Mesh mesh_;
};

}  // namespace understudy
