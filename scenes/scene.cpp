// SPDX-License-Identifier: Apache-2.0
#include "scenes/scene.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "base/error.h"

namespace understudy {
namespace {

bool finite(const glm::vec3& v) { return std::isfinite(v.x) && std::isfinite(v.y) && std::isfinite(v.z); }

void check_material(const Material& material, const Scene& scene) {
  const std::string who = "material '" + material.name + "': ";
  const int textures = int(scene.textures.size());
  for (int texture : {material.albedo_texture, material.normal_texture, material.roughness_texture})
    CHECK(texture >= -1 && texture < textures, who + "no such texture");
  CHECK(finite(material.albedo) && finite(material.emission) && finite(material.pattern_color),
        who + "a colour is not finite");
  for (float number : {material.roughness, material.metalness, material.clearcoat,
                       material.clearcoat_roughness, material.alpha_cutoff, material.uv_scale.x,
                       material.uv_scale.y, material.pattern_scale_m, material.pattern_strength})
    CHECK(std::isfinite(number), who + "a number is not finite");
}

void check_transform(const glm::dmat4& to_world) {
  for (int column = 0; column < 4; ++column)
    for (int row = 0; row < 4; ++row)
      CHECK(std::isfinite(to_world[column][row]), "a placement is not finite");
  CHECK(std::abs(glm::determinant(glm::dmat3(to_world))) > 1e-30, "a placement is not invertible");
  CHECK(to_world[0][3] == 0 && to_world[1][3] == 0 && to_world[2][3] == 0 && to_world[3][3] == 1,
        "a placement is not affine");
}

std::vector<size_t> slots_per_mesh(const Scene& scene) {
  std::vector<size_t> counts;
  for (const MeshPtr& mesh : scene.meshes) {
    CHECK(mesh != nullptr, "a scene holds an empty mesh pointer");
    mesh->check();
    counts.push_back(size_t(*std::max_element(mesh->slots.begin(), mesh->slots.end())) + 1);
  }
  return counts;
}

void check_facts(const DefectFacts& facts) {
  for (double number : {facts.severity, facts.length_mm, facts.width_mm, facts.depth_mm})
    CHECK(std::isfinite(number) && number >= 0, "a defect's size is not a number");
  CHECK(facts.severity <= 1, "a defect's severity is above 1");
}

/// The ids of an object's defects follow directly on its own; a defect has none itself.
void check_families(const std::vector<Instance>& instances) {
  std::map<InstanceId, const Instance*> by_id;
  for (const Instance& instance : instances) by_id[instance.id] = &instance;
  InstanceId object = background, last = background;
  for (const auto& [id, instance] : by_id) {
    if (instance->parent == background) {
      object = instance->defect ? background : id;
    } else {
      CHECK(instance->parent == object && object != background,
            "a defect's id does not follow on that of its object");
      CHECK(id.value == last.value + 1, "there is a gap among the ids of an object and its defects");
      CHECK(instance->defect, "what is part of an object is a defect");
    }
    if (instance->defect) check_facts(*instance->defect);
    last = id;
  }
}

void check_camera(const Camera& camera) {
  CHECK(camera.width_px > 0 && camera.height_px > 0, "the camera's image is empty");
  for (double number :
       {camera.fx, camera.fy, camera.cx, camera.cy, camera.position_m.x, camera.position_m.y,
        camera.position_m.z, camera.shutter_s, camera.aperture_radius_m, camera.focus_distance_m})
    CHECK(std::isfinite(number), "a number of the camera is not finite");
  CHECK(camera.fx > 0 && camera.fy > 0, "the camera's focal length must be positive");
  const glm::dmat3 product = glm::transpose(camera.world_from_camera) * camera.world_from_camera;
  for (int column = 0; column < 3; ++column)
    for (int row = 0; row < 3; ++row)
      CHECK(std::abs(product[column][row] - (column == row)) < 1e-6, "world_from_camera is no rotation");
}

}  // namespace

std::map<uint32_t, uint32_t> Scene::parents() const {
  std::map<uint32_t, uint32_t> parents;
  for (const Instance& instance : instances)
    if (instance.parent != background) parents[instance.id.value] = instance.parent.value;
  return parents;
}

bool Scene::has_defects() const {
  return std::any_of(instances.begin(), instances.end(),
                     [](const Instance& instance) { return instance.defect.has_value(); });
}

Scene Scene::without_defects() const {
  Scene good = *this;
  std::map<InstanceId, InstanceId> owners;  // of what a defect shows
  for (const Instance& instance : instances)
    if (instance.defect) owners[instance.id] = instance.parent;
  std::erase_if(good.placements, [](const Placement& placement) { return placement.only_defective; });
  // An object's own placements, then those of its defects, as the ids have them: both scenes have one order.
  const auto family = [&](const Placement& placement) {
    const auto owner = owners.find(placement.instance);
    return std::pair(owner == owners.end() ? placement.instance : owner->second, placement.instance);
  };
  std::stable_sort(good.placements.begin(), good.placements.end(),
                   [&](const Placement& a, const Placement& b) { return family(a) < family(b); });
  for (Placement& placement : good.placements) {
    if (const auto owner = owners.find(placement.instance); owner != owners.end())
      placement.instance = owner->second;
    if (!placement.good) continue;
    placement.mesh = placement.good->mesh;
    placement.materials = placement.good->materials;
  }
  std::erase_if(good.instances, [](const Instance& instance) { return instance.defect.has_value(); });
  return good;
}

void Scene::check() const {
  check_camera(camera);
  const std::vector<size_t> slot_counts = slots_per_mesh(*this);
  for (const Material& material : materials) check_material(material, *this);
  for (const TexturePtr& texture : textures)
    CHECK(texture != nullptr && !texture->texels.empty(), "a scene holds an empty texture");
  std::set<InstanceId> ids;
  for (const Instance& instance : instances) {
    CHECK(instance.id != background, "instance id 0 is the background");
    CHECK(ids.insert(instance.id).second, "two instances share one id");
    taxonomy.category(instance.category);
  }
  check_families(instances);
  for (const Placement& placement : placements) {
    CHECK(placement.mesh < meshes.size(), "a placement names a missing mesh");
    CHECK(placement.instance == background || ids.count(placement.instance),
          "a placement names a missing instance");
    CHECK(placement.materials.size() >= slot_counts[placement.mesh],
          "a placement of mesh '" + meshes[placement.mesh]->name +
              "' has fewer materials than the mesh has slots");
    for (uint32_t material : placement.materials)
      CHECK(material < materials.size(), "a placement names a missing material");
    CHECK(!placement.good || placement.good->mesh < meshes.size(), "a placement names a missing good mesh");
    check_transform(placement.to_world);
    CHECK(finite(placement.motion.linear_mps) && finite(placement.motion.angular_radps),
          "a motion is not finite");
  }
  CHECK(finite(sun.direction) && finite(sun.irradiance_klx) && finite(sky.radiance), "a light is not finite");
}

}  // namespace understudy
