// SPDX-License-Identifier: Apache-2.0
#include "generators/street/flat_mesh.h"

#include <algorithm>
#include <cmath>

namespace understudy {

glm::dvec2 turned(const glm::dvec2& p, double angle_rad) {
  const double c = std::cos(angle_rad), s = std::sin(angle_rad);
  return {c * p.x - s * p.y, s * p.x + c * p.y};
}

void FlatMesh::face(std::vector<glm::vec3> corners, const glm::vec3& normal, uint16_t slot,
                    std::vector<glm::vec2> uvs) {
  glm::vec3 area{0};
  for (size_t i = 2; i < corners.size(); ++i)
    area += glm::cross(corners[i - 1] - corners[0], corners[i] - corners[0]);
  if (glm::length(area) < 1e-6f) return;
  uvs.resize(corners.size());
  if (glm::dot(area, normal) < 0) {
    std::reverse(corners.begin(), corners.end());
    std::reverse(uvs.begin(), uvs.end());
    area = -area;
  }
  const uint32_t first = uint32_t(mesh_.positions.size());
  for (size_t i = 0; i < corners.size(); ++i) {
    mesh_.positions.push_back(corners[i]);
    mesh_.normals.push_back(glm::normalize(area));
    mesh_.uvs.push_back(uvs[i]);
  }
  for (uint32_t i = 2; i < corners.size(); ++i) {
    mesh_.triangles.emplace_back(first, first + i - 1, first + i);
    mesh_.slots.push_back(slot);
  }
}

void FlatMesh::strip(const glm::dvec2& center, const glm::dvec2& direction, double length, double width,
                     double z, uint16_t slot) {
  const glm::dvec2 a = direction * (length / 2), b = glm::dvec2(-direction.y, direction.x) * (width / 2);
  const auto corner = [&](const glm::dvec2& p) { return glm::vec3(glm::dvec3(p, z)); };
  face({corner(center - a - b), corner(center + a - b), corner(center + a + b), corner(center - a + b)},
       {0, 0, 1}, slot);
}

MeshPtr FlatMesh::build() {
  mesh_.finish();
  return std::make_shared<const Mesh>(std::move(mesh_));
}

}  // namespace understudy
