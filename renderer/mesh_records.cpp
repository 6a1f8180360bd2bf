// SPDX-License-Identifier: Apache-2.0
// Octahedral normals: Z. Cigolle et al., "A survey of efficient representations for independent unit
// vectors", JCGT 2014.
#include "renderer/mesh_records.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace understudy {
namespace {

constexpr int kMaxLeaf = 6;

uint32_t snorm16(float x) {
  return uint32_t(int32_t(std::lround(std::clamp(x, -1.0f, 1.0f) * 32767.0f))) & 0xFFFFu;
}

glm::vec3 any_orthogonal(const glm::vec3& n) {
  return glm::normalize(std::abs(n.x) > std::abs(n.z) ? glm::vec3(-n.y, n.x, 0) : glm::vec3(0, -n.z, n.y));
}

/// Direction in which u grows, and whether v grows against cross(normal, tangent). Lowest bit: flipped.
uint32_t encode_tangent(const glm::vec3& e1, const glm::vec3& e2, const glm::vec2& d1, const glm::vec2& d2,
                        const glm::vec3& normal) {
  const float determinant = d1.x * d2.y - d2.x * d1.y;
  glm::vec3 tangent = (e1 * d2.y - e2 * d1.y) * (determinant < 0 ? -1.0f : 1.0f);
  const float length = glm::length(tangent);
  tangent = length > 0 ? tangent / length : any_orthogonal(normal);
  return (encode_octahedral(tangent) & ~1u) | (determinant < 0 ? 1u : 0u);
}

gpu::AttributeRecord attributes_of(const Mesh& mesh, size_t triangle) {
  const glm::uvec3 corners = mesh.triangles[triangle];
  gpu::AttributeRecord record{};
  for (int i = 0; i < 3; ++i) {
    record.normal[i] = encode_octahedral(mesh.normals[corners[i]]);
    record.uv[i] = mesh.uvs[corners[i]];
  }
  const glm::vec3 e1 = mesh.positions[corners.y] - mesh.positions[corners.x];
  const glm::vec3 e2 = mesh.positions[corners.z] - mesh.positions[corners.x];
  // In double: the cross product of a thin triangle's edges loses most digits.
  const glm::dvec3 cross = glm::cross(glm::dvec3(e1), glm::dvec3(e2));
  const double length = glm::length(cross);
  const glm::vec3 geometric = length > 0 ? glm::vec3(cross / length) : glm::vec3(0, 0, 1);
  record.geometric_normal = encode_octahedral(geometric);
  const uint32_t part = mesh.parts.empty() ? 0 : mesh.parts[triangle];
  record.slot_part = mesh.slots[triangle] | part << 16;
  record.tangent =
      encode_tangent(e1, e2, record.uv[1] - record.uv[0], record.uv[2] - record.uv[0], geometric);
  return record;
}

}  // namespace

uint32_t encode_octahedral(const glm::vec3& n) {
  const float sum = std::abs(n.x) + std::abs(n.y) + std::abs(n.z);
  if (!(sum > 0)) return 0;
  float x = n.x / sum, y = n.y / sum;
  if (n.z < 0) {
    const float folded_x = (1 - std::abs(y)) * (x >= 0 ? 1.0f : -1.0f);
    y = (1 - std::abs(x)) * (y >= 0 ? 1.0f : -1.0f);
    x = folded_x;
  }
  return snorm16(x) | snorm16(y) << 16;
}

MeshRecords make_mesh_records(const Mesh& mesh, BvhBuilder& builder) {
  mesh.check();
  std::vector<Aabb> boxes;
  boxes.reserve(mesh.triangles.size());
  for (const glm::uvec3& t : mesh.triangles) {
    const glm::vec3 &a = mesh.positions[t.x], &b = mesh.positions[t.y], &c = mesh.positions[t.z];
    boxes.push_back({glm::min(a, glm::min(b, c)), glm::max(a, glm::max(b, c))});
  }
  Bvh bvh = builder.build(boxes, kMaxLeaf);
  MeshRecords records;
  records.grid = bvh.grid;
  records.node_count = bvh.node_count;
  records.nodes = std::move(bvh.nodes);
  records.triangles.reserve(bvh.order.size());
  for (uint32_t triangle : bvh.order) {
    const glm::uvec3& t = mesh.triangles[triangle];
    records.triangles.push_back(
        {glm::vec4(mesh.positions[t.x], std::bit_cast<float>(triangle)),
         glm::vec4(mesh.positions[t.y], std::bit_cast<float>(uint32_t(mesh.slots[triangle]))),
         glm::vec4(mesh.positions[t.z], 0)});
  }
  records.attributes.reserve(mesh.triangles.size());
  for (size_t i = 0; i < mesh.triangles.size(); ++i) records.attributes.push_back(attributes_of(mesh, i));
  return records;
}

}  // namespace understudy
