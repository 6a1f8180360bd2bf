// SPDX-License-Identifier: Apache-2.0
// Vertex normals by angle-weighted average: G. Thuermer and C. Wuethrich, "Computing vertex normals from
// polygonal facets", Journal of Graphics Tools 1998.
#include "scenes/mesh.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace understudy {
namespace {

bool finite(const glm::vec3& v) { return std::isfinite(v.x) && std::isfinite(v.y) && std::isfinite(v.z); }

float angle_between(const glm::vec3& a, const glm::vec3& b) {
  return std::atan2(glm::length(glm::cross(a, b)), glm::dot(a, b));
}

std::vector<glm::vec3> angle_weighted_normals(const Mesh& mesh) {
  std::vector<glm::vec3> sums(mesh.positions.size(), glm::vec3(0));
  for (const glm::uvec3& triangle : mesh.triangles) {
    for (int corner = 0; corner < 3; ++corner) {
      const glm::vec3 at = mesh.positions[triangle[corner]];
      const glm::vec3 next = mesh.positions[triangle[(corner + 1) % 3]] - at;
      const glm::vec3 previous = mesh.positions[triangle[(corner + 2) % 3]] - at;
      const glm::vec3 normal = glm::cross(next, previous);
      const float area = glm::length(normal);
      if (area > 0) sums[triangle[corner]] += normal / area * angle_between(next, previous);
    }
  }
  for (glm::vec3& sum : sums) {
    const float length = glm::length(sum);
    sum = length > 0 ? sum / length : glm::vec3(0, 0, 1);
  }
  return sums;
}

}  // namespace

void Mesh::finish() {
  for (const glm::uvec3& triangle : triangles) {
    for (int corner = 0; corner < 3; ++corner)
      CHECK(triangle[corner] < positions.size(), "mesh '" + name + "': a triangle names a missing vertex");
  }
  if (!positions.empty()) lower = upper = positions[0];
  for (const glm::vec3& position : positions) {
    lower = glm::min(lower, position);
    upper = glm::max(upper, position);
  }
  if (normals.empty()) normals = angle_weighted_normals(*this);
  if (uvs.empty()) uvs.assign(positions.size(), glm::vec2(0));
  if (slots.empty()) slots.assign(triangles.size(), 0);
}

void Mesh::check() const {
  const std::string who = "mesh '" + name + "': ";
  CHECK(!triangles.empty(), who + "no triangles");
  CHECK(normals.size() == positions.size(), who + "one normal per position is needed; call finish()");
  CHECK(uvs.size() == positions.size(), who + "one uv per position is needed; call finish()");
  CHECK(slots.size() == triangles.size(), who + "one slot per triangle is needed");
  CHECK(parts.empty() || parts.size() == triangles.size(), who + "one part per triangle is needed, or none");
  for (size_t i = 0; i < positions.size(); ++i) {
    CHECK(finite(positions[i]) && finite(normals[i]), who + "a number is not finite");
    CHECK(std::isfinite(uvs[i].x) && std::isfinite(uvs[i].y), who + "a uv is not finite");
    const bool inside = glm::all(glm::lessThanEqual(lower, positions[i])) &&
                        glm::all(glm::lessThanEqual(positions[i], upper));
    CHECK(inside, who + "a position lies outside the bounds; call finish()");
  }
  for (const glm::uvec3& triangle : triangles)
    CHECK(std::max({triangle.x, triangle.y, triangle.z}) < positions.size(),
          who + "a triangle names a missing vertex");
}

}  // namespace understudy
