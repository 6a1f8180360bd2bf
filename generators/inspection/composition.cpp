// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/composition.h"

#include <algorithm>

#include "generators/inspection/taxonomy.h"

namespace understudy::inspection {
namespace {

class Assembly {
 public:
  explicit Assembly(Scene& scene) : scene_(scene) {}

  void place(const MeshPtr& mesh, std::vector<Material> materials, const glm::dmat4& to_world,
             InstanceId instance) {
    const auto [at, fresh] = mesh_index_.try_emplace(mesh.get(), uint32_t(scene_.meshes.size()));
    if (fresh) scene_.meshes.push_back(mesh);
    Placement placement;
    placement.mesh = at->second;
    placement.to_world = to_world;
    placement.instance = instance;
    for (Material& material : materials) {
      placement.materials.push_back(uint32_t(scene_.materials.size()));
      scene_.materials.push_back(std::move(material));
    }
    scene_.placements.push_back(std::move(placement));
  }

 private:
  Scene& scene_;
  std::map<const Mesh*, uint32_t> mesh_index_;
};

}  // namespace

Bounds bounds_of(const PlacedPart& part) {
  Bounds bounds;
  for (const glm::vec3& p : part.part.mesh->positions) {
    const glm::dvec3 world = part.to_world * glm::dvec4(p, 1);
    bounds.lower = glm::min(bounds.lower, world);
    bounds.upper = glm::max(bounds.upper, world);
  }
  return bounds;
}

Subject subject_of(const std::vector<PlacedPart>& parts) {
  Bounds all;
  for (const PlacedPart& part : parts) {
    const Bounds bounds = bounds_of(part);
    all.lower = glm::min(all.lower, bounds.lower);
    all.upper = glm::max(all.upper, bounds.upper);
  }
  Subject subject;
  subject.centre_m = 0.5 * (all.lower + all.upper);
  subject.radius_m = 0;
  for (const PlacedPart& part : parts)
    for (const glm::vec3& p : part.part.mesh->positions)
      subject.radius_m = std::max(
          subject.radius_m, glm::distance(glm::dvec3(part.to_world * glm::dvec4(p, 1)), subject.centre_m));
  return subject;
}

Scene assemble(Composition composition, Key key) {
  Scene scene;
  scene.key = key;
  scene.taxonomy = inspection_taxonomy();
  scene.camera = composition.camera;
  scene.sky = composition.sky;
  scene.sun = composition.sun;
  scene.provenance = composition.provenance;
  Assembly assembly(scene);
  for (PlacedPart& placed : composition.parts) {
    Instance instance;
    instance.id = InstanceId(uint32_t(scene.instances.size()) + 1);
    instance.category = category_of_part(placed.part.kind);
    instance.provenance = placed.part.provenance;
    for (const char* shared : {"inspection.rig", "inspection.stage"})
      instance.provenance[shared] = composition.provenance.at(shared);
    scene.instances.push_back(instance);
    assembly.place(placed.part.mesh, std::move(placed.part.materials), placed.to_world, instance.id);
  }
  for (Prop& prop : composition.props)
    assembly.place(prop.mesh, std::move(prop.materials), prop.to_world, background);
  return scene;
}

}  // namespace understudy::inspection
