// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scenes/mesh.h"

namespace understudy {

/// Of all its triangles.
inline double area_m2(const Mesh& mesh) {
  double area = 0;
  for (const glm::uvec3& t : mesh.triangles) {
    const glm::dvec3 a = mesh.positions[t.x], b = mesh.positions[t.y], c = mesh.positions[t.z];
    area += 0.5 * glm::length(glm::cross(b - a, c - a));
  }
  return area;
}

}  // namespace understudy
