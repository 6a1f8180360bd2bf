// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/composition.h"

#include <algorithm>

#include "generators/inspection/imported_part.h"
#include "generators/inspection/taxonomy.h"

namespace understudy::inspection {
namespace {

class Assembly {
 public:
  explicit Assembly(Scene& scene) : scene_(scene) {}

  /// `textures`: that the materials index.
  void place(const MeshPtr& mesh, std::vector<Material> materials, const std::vector<TexturePtr>& textures,
             const glm::dmat4& to_world, InstanceId instance) {
    const auto [at, fresh] = mesh_index_.try_emplace(mesh.get(), uint32_t(scene_.meshes.size()));
    if (fresh) scene_.meshes.push_back(mesh);
    Placement placement;
    placement.mesh = at->second;
    placement.to_world = to_world;
    placement.instance = instance;
    std::vector<int> texture_index;
    texture_index.reserve(textures.size());
    for (const TexturePtr& texture : textures) texture_index.push_back(index_of(texture));
    for (Material& material : materials) {
      for (int* index : {&material.albedo_texture, &material.normal_texture, &material.roughness_texture})
        if (*index >= 0) *index = texture_index[size_t(*index)];
      placement.materials.push_back(uint32_t(scene_.materials.size()));
      scene_.materials.push_back(std::move(material));
    }
    scene_.placements.push_back(std::move(placement));
  }

 private:
  int index_of(const TexturePtr& texture) {
    const auto at = std::find(scene_.textures.begin(), scene_.textures.end(), texture);
    const int index = int(at - scene_.textures.begin());
    if (at == scene_.textures.end()) scene_.textures.push_back(texture);
    return index;
  }

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
  scene.taxonomy.parts = all_part_names();
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
    assembly.place(placed.part.mesh, std::move(placed.part.materials), placed.part.textures, placed.to_world,
                   instance.id);
  }
  for (Prop& prop : composition.props)
    assembly.place(prop.mesh, std::move(prop.materials), {}, prop.to_world, background);
  return scene;
}

}  // namespace understudy::inspection
