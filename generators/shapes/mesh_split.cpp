// SPDX-License-Identifier: Apache-2.0
#include "generators/shapes/mesh_split.h"

#include <memory>
#include <vector>

namespace understudy {
namespace {

constexpr uint32_t unused = 0xFFFFFFFFu;

/// Copies the triangles of `from` that are wanted, and the vertices that they need.
MeshPtr copy_of(const Mesh& from, const std::vector<bool>& wanted, bool value) {
  auto to = std::make_shared<Mesh>();
  to->name = from.name;
  std::vector<uint32_t> number(from.positions.size(), unused);
  for (size_t i = 0; i < from.triangles.size(); ++i) {
    if (wanted[i] != value) continue;
    glm::uvec3 corners = from.triangles[i];
    for (int c = 0; c < 3; ++c) {
      uint32_t& known = number[corners[c]];
      if (known == unused) {
        known = uint32_t(to->positions.size());
        to->positions.push_back(from.positions[corners[c]]);
        to->normals.push_back(from.normals[corners[c]]);
        to->uvs.push_back(from.uvs[corners[c]]);
      }
      corners[c] = known;
    }
    to->triangles.push_back(corners);
    to->slots.push_back(from.slots[i]);
    to->parts.push_back(from.parts.empty() ? uint16_t(0) : from.parts[i]);
  }
  if (to->triangles.empty()) return nullptr;
  to->finish();
  return to;
}

}  // namespace

Halves split(const Mesh& mesh, const Chosen& chosen) {
  std::vector<bool> wanted(mesh.triangles.size());
  for (size_t i = 0; i < wanted.size(); ++i) wanted[i] = chosen(mesh, i);
  return {copy_of(mesh, wanted, true), copy_of(mesh, wanted, false)};
}

}  // namespace understudy
