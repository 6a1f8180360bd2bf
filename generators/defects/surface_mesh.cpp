// SPDX-License-Identifier: Apache-2.0
// Meshes of a surface that was cut: of what is left intact, and of each defect as it is and as it was.
#include <algorithm>

#include "generators/defects/surface.h"

namespace understudy {

uint32_t Surface::add_corner(const Triangle& triangle, int corner, bool displaced, MeshVertices& out) const {
  const uint32_t index = triangle.corners[corner];
  const Vertex& v = vertices_[index];
  const bool tilted = displaced && triangle.normals != nobody;
  const glm::vec3 n = tilted ? normals_[triangle.normals][corner] : v.normal;
  if (tilted) {
    for (uint32_t i = out.tilted[index]; i != nobody; i = out.next[i])
      if (out.mesh.normals[i] == n) return i;
  } else if (out.plain[index] != nobody) {
    return out.plain[index];
  }
  out.mesh.positions.push_back(displaced ? v.position + v.offset : v.position);
  out.mesh.normals.push_back(n);
  out.mesh.uvs.push_back(v.uv);
  const auto made = uint32_t(out.mesh.positions.size() - 1);
  out.next.push_back(tilted ? out.tilted[index] : nobody);
  (tilted ? out.tilted : out.plain)[index] = made;
  return made;
}

MeshPtr Surface::mesh_of(uint32_t defect, bool displaced, const std::vector<DefectMesh::Look>& looks) const {
  const Triangle::Seen hidden = displaced ? Triangle::Seen::as_good : Triangle::Seen::as_bad;
  auto mesh = std::make_shared<Mesh>();
  mesh->name = source_.name;
  const std::vector<uint32_t> none(vertices_.size(), nobody);
  MeshVertices vertices{*mesh, none, none, {}};
  for (const Triangle& triangle : triangles_) {
    if (triangle.defect != defect || triangle.seen == hidden) continue;
    glm::uvec3 corners;
    for (int i = 0; i < 3; ++i) corners[i] = add_corner(triangle, i, displaced, vertices);
    uint16_t slot = triangle.slot;
    if (!looks.empty()) {
      const DefectMesh::Look look{triangle.slot, triangle.band};
      slot = uint16_t(std::lower_bound(looks.begin(), looks.end(), look) - looks.begin());
    }
    mesh->triangles.push_back(corners);
    mesh->slots.push_back(slot);
    mesh->parts.push_back(triangle.part);
  }
  if (mesh->triangles.empty()) return nullptr;
  mesh->finish();
  return mesh;
}

MeshPtr Surface::intact() const { return mesh_of(nobody, false, {}); }

DefectMesh Surface::defect(size_t number) const {
  DefectMesh result;
  for (const Triangle& triangle : triangles_)
    if (triangle.defect == number) result.looks.push_back({triangle.slot, triangle.band});
  std::sort(result.looks.begin(), result.looks.end());
  result.looks.erase(std::unique(result.looks.begin(), result.looks.end()), result.looks.end());
  result.mesh = mesh_of(uint32_t(number), true, result.looks);
  result.as_good = mesh_of(uint32_t(number), false, result.looks);
  return result;
}

}  // namespace understudy
