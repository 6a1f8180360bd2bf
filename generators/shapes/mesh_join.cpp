// SPDX-License-Identifier: Apache-2.0
#include "generators/shapes/mesh_join.h"

namespace understudy {

void append(const Mesh& more, uint16_t first_slot, Mesh& to) {
  const auto first = uint32_t(to.positions.size());
  to.positions.insert(to.positions.end(), more.positions.begin(), more.positions.end());
  to.normals.insert(to.normals.end(), more.normals.begin(), more.normals.end());
  to.uvs.insert(to.uvs.end(), more.uvs.begin(), more.uvs.end());
  to.parts.insert(to.parts.end(), more.parts.begin(), more.parts.end());
  for (const glm::uvec3& t : more.triangles) to.triangles.push_back(t + first);
  for (const uint16_t slot : more.slots) to.slots.push_back(uint16_t(slot + first_slot));
}

void append(const Mesh& more, const std::vector<uint16_t>& slots, Mesh& to) {
  const size_t first = to.slots.size();
  append(more, 0, to);
  for (size_t i = first; i < to.slots.size(); ++i) to.slots[i] = slots[to.slots[i]];
}

}  // namespace understudy
