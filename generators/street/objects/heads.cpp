// SPDX-License-Identifier: Apache-2.0
#include "generators/street/objects/heads.h"

#include "generators/shapes/mesh_join.h"
#include "generators/shapes/mesh_split.h"
#include "generators/street/objects/family.h"

namespace understudy {
namespace {

bool is_of_carrier(const Mesh& mesh, size_t triangle) {
  return mesh.parts[triangle] == uint16_t(Part::pole) || mesh.parts[triangle] == uint16_t(Part::arm_of_pole);
}

float distance_to_box_m(const Mesh& box, const glm::vec3& p) {
  return glm::length(glm::max(glm::max(box.lower - p, p - box.upper), glm::vec3(0)));
}

size_t nearest_head(const std::vector<LabelledHead>& heads, const glm::vec3& p) {
  size_t nearest = 0;
  for (size_t i = 1; i < heads.size(); ++i)
    if (distance_to_box_m(*heads[i].mesh, p) < distance_to_box_m(*heads[nearest].mesh, p)) nearest = i;
  return nearest;
}

MeshPtr all_of(const Mesh& carrier, const std::vector<LabelledHead>& heads) {
  auto all = std::make_shared<Mesh>(carrier);
  for (const LabelledHead& head : heads) append(*head.mesh, 0, *all);
  all->finish();
  return all;
}

}  // namespace

LabelledHead finish_head(MeshBuilder& builder) { return {builder.build(), {}}; }

ObjectModel finish_carrier(const std::string& model, MeshBuilder& carrier, std::vector<LabelledHead> heads,
                           std::vector<std::string> slots) {
  ObjectModel object = finish_object(model, carrier, std::move(slots));
  object.carrier = object.mesh;
  object.mesh = all_of(*object.carrier, heads);
  object.heads = std::move(heads);
  return object;
}

ObjectModel with_first_head(const ObjectModel& model) {
  ObjectModel result = model;
  result.heads.resize(1);
  result.mesh = all_of(*model.carrier, result.heads);
  return result;
}

DividedMesh divided(const Mesh& mesh, const std::vector<LabelledHead>& heads) {
  DividedMesh result;
  Halves halves = split(mesh, is_of_carrier);
  result.carrier = halves.chosen;
  for (size_t i = 0; i < heads.size(); ++i) {
    const auto is_here = [&](const Mesh& rest, size_t triangle) {
      return nearest_head(heads, rest.positions[rest.triangles[triangle].x]) == i;
    };
    result.heads.push_back(halves.rest ? split(*halves.rest, is_here).chosen : nullptr);
  }
  return result;
}

}  // namespace understudy
