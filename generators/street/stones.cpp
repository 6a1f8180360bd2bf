// SPDX-License-Identifier: Apache-2.0
#include "generators/street/stones.h"

#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/palette.h"

namespace understudy {

std::vector<Material> stone_materials(const glm::vec3& dust) {
  std::vector<Material> materials(stone_slots);
  materials[stone_grey] = matte("stone, grey", glm::vec3(0.17f, 0.165f, 0.16f), 0.85f);
  materials[stone_dark] = matte("stone, with bitumen", glm::vec3(0.06f, 0.06f, 0.06f), 0.8f);
  materials[stone_light] = matte("stone, light", glm::vec3(0.33f, 0.3f, 0.26f), 0.85f);
  for (Material& stone : materials) stone.albedo = glm::mix(stone.albedo, dust, 0.3f);
  return materials;
}

void add_stone(FlatMesh& mesh, const glm::dvec2& at, double ground_m, double radius_m, StoneSlot slot,
               Stream& stream) {
  constexpr size_t corners = 5;
  const double height_m = radius_m * stream.uniform(0.5, 1.2),
               turn = stream.uniform(0, glm::two_pi<double>());
  std::vector<glm::vec3> foot, top;
  for (size_t i = 0; i < corners; ++i) {
    const double angle = turn + glm::two_pi<double>() * (double(i) + stream.uniform(-0.25, 0.25)) / corners;
    const glm::dvec2 corner = radius_m * turned({1, 0}, angle) * stream.uniform(0.75, 1.1);
    foot.emplace_back(glm::dvec3(at + corner, ground_m));
    top.emplace_back(
        glm::dvec3(at + corner * stream.uniform(0.45, 0.8), ground_m + height_m * stream.uniform(0.75, 1.0)));
  }
  for (size_t i = 0; i < corners; ++i) {
    const size_t next = (i + 1) % corners;
    const glm::vec3 outwards = foot[i] + foot[next] - 2.0f * glm::vec3(glm::dvec3(at, ground_m));
    mesh.face({foot[i], foot[next], top[next], top[i]}, outwards, slot);
  }
  mesh.face(top, {0, 0, 1}, slot);
}

}  // namespace understudy
