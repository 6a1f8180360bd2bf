// SPDX-License-Identifier: Apache-2.0
#include "renderer/lights.h"

#include <algorithm>

#include "base/luminance.h"
#include "renderer/alias.h"

namespace understudy {
namespace {

/// Returns whether it shines.
bool add_placement(const Scene& scene, const Placement& placement, std::vector<gpu::LightRecord>& records,
                   std::vector<float>& powers) {
  bool emits = false;
  for (uint32_t material : placement.materials) emits |= scene.materials[material].emission != glm::vec3(0);
  if (!emits) return false;
  const Mesh& mesh = *scene.meshes[placement.mesh];
  const auto corner = [&](uint32_t vertex) {
    const glm::dvec4 world = placement.to_world * glm::dvec4(mesh.positions[vertex], 1);
    return glm::vec3(glm::dvec3(world) - scene.camera.position_m);
  };
  for (size_t i = 0; i < mesh.triangles.size(); ++i) {
    const size_t slot = mesh.slots.empty() ? 0 : mesh.slots[i];
    const glm::vec3 emission = scene.materials[placement.materials[slot]].emission;
    if (emission == glm::vec3(0)) continue;
    const glm::uvec3 triangle = mesh.triangles[i];
    const glm::vec3 a = corner(triangle.x), edge1 = corner(triangle.y) - a, edge2 = corner(triangle.z) - a;
    const float power = luminance(emission) * 0.5f * glm::length(glm::cross(edge1, edge2));
    if (!(power > 0)) continue;
    records.push_back({a, 1, edge1, 0, edge2, 0, emission, 0});
    powers.push_back(power);
  }
  return true;
}

}  // namespace

LightTable make_light_table(const Scene& scene, float reach_m) {
  LightTable table;
  std::vector<float> powers;
  for (const Placement& placement : scene.placements)
    table.lamps += add_placement(scene, placement, table.records, powers);
  if (powers.empty()) return table;
  const std::vector<AliasEntry> alias = build_alias_table(powers);
  const float nearest2 = 0.01f * std::min(reach_m * reach_m, 1.0f);
  for (size_t i = 0; i < alias.size(); ++i) {
    const gpu::LightRecord& light = table.records[i];
    const glm::vec3 middle = light.corner + (light.edge1 + light.edge2) / 3.0f;
    const float distance2 = std::max(glm::dot(middle, middle), nearest2);
    table.nearby += powers[i] / std::min(distance2, LightTable::far_m * LightTable::far_m);
    table.records[i].threshold = alias[i].threshold;
    table.records[i].other = alias[i].other;
    table.power += powers[i];
  }
  table.pdf_scale = 1 / table.power;
  return table;
}

}  // namespace understudy
