// SPDX-License-Identifier: Apache-2.0
// Cuts planned defects into the ground. The ground has layers, a few millimetres apart: the asphalt, repairs
// and gutters on it, and the markings, a mesh of their own. A defect of the road is made of the asphalt; what
// lies above it is taken away, cut along the same outline.
#include <algorithm>
#include <memory>
#include <optional>

#include "base/error.h"
#include "generators/defects/surface_extent.h"
#include "generators/shapes/mesh_join.h"
#include "generators/street/surface/road_defects.h"

namespace understudy {
namespace {

constexpr double lowest_repair_m = 5e-4;  ///< what is higher lies on the asphalt

/// The mesh without what lies above height `z` within a defect's outline; null where nothing is left.
MeshPtr swallowed(const Mesh& mesh, double z, const std::vector<const DefectShape*>& shapes) {
  auto left = std::make_shared<Mesh>(mesh);
  left->triangles.clear();
  left->slots.clear();
  for (size_t i = 0; i < mesh.triangles.size(); ++i) {
    const glm::uvec3& t = mesh.triangles[i];
    const glm::dvec3 middle = (glm::dvec3(mesh.positions[t.x]) + glm::dvec3(mesh.positions[t.y]) +
                               glm::dvec3(mesh.positions[t.z])) /
                              3.0;
    const bool gone =
        middle.z > z && std::any_of(shapes.begin(), shapes.end(), [&](const DefectShape* shape) {
          return lies_in(*shape, glm::dvec2(middle));
        });
    if (gone) continue;
    left->triangles.push_back(t);
    left->slots.push_back(mesh.slots[i]);
  }
  if (left->triangles.empty()) return nullptr;
  left->parts.clear();
  left->finish();
  return left;
}

/// Of a layer all that lies in the region, but nothing of what lies on the road.
DefectShape on_layer(DefectShape shape, bool markings) {
  shape.connected = false;
  if (markings) return shape;
  shape.field = [field = std::move(shape.field)](const glm::dvec3& p) {
    return p.z > lowest_repair_m ? std::max(field(p), p.z) : field(p);
  };
  return shape;
}

/// Stands where all of a layer is gone; no ray meets it. The layer's placement stays, for the twin shows it.
MeshPtr speck(const Mesh& layer) {
  auto mesh = std::make_shared<Mesh>();
  mesh->name = layer.name;
  mesh->positions = {layer.positions.front()};
  mesh->triangles = {{0, 0, 0}};
  mesh->slots = {0};
  mesh->finish();
  return mesh;
}

/// Of a defect's mesh: the layer's slot that each of its own stands for.
std::vector<uint16_t> slots_of(const DefectMesh& made) {
  std::vector<uint16_t> slots;
  for (const DefectMesh::Look& look : made.looks) slots.push_back(look.slot);
  return slots;
}

class RoadCutter {
 public:
  RoadCutter(const std::vector<PlannedRoadDefect>& planned, Scene& scene)
      : planned_(planned), scene_(scene) {}

  void cut() {
    const std::optional<size_t> ground = placement_named("ground"), markings = placement_named("markings");
    CHECK(ground, "a street has a ground");
    for (const PlannedRoadDefect& p : planned_)
      if (!p.kind->on_markings) road_shapes_.push_back(&p.defect.shape);
    asphalt_ = scene_.materials[scene_.placements[*ground].materials.front()];
    cut_layer(*ground, /*markings=*/false);
    if (markings) cut_layer(*markings, /*markings=*/true);
  }

 private:
  std::optional<size_t> placement_named(const std::string& name) const {
    for (size_t i = 0; i < scene_.placements.size(); ++i)
      if (scene_.meshes[scene_.placements[i].mesh]->name == name) return i;
    return std::nullopt;
  }

  uint32_t add_mesh(MeshPtr mesh) {
    scene_.meshes.push_back(std::move(mesh));
    return uint32_t(scene_.meshes.size() - 1);
  }

  /// Markings are cut along the outlines of the road's defects too, so that they end where the road does.
  void cut_layer(size_t index, bool markings) {
    Surface surface(*scene_.meshes[scene_.placements[index].mesh]);
    std::vector<std::pair<const PlannedRoadDefect*, size_t>> made;
    std::vector<size_t> lost;  // paint that goes with the road under it
    for (const PlannedRoadDefect& p : planned_) {
      if (p.kind->on_markings && !markings) continue;
      if (!surface.cut(p.kind->on_markings ? p.defect.shape : on_layer(p.defect.shape, markings), p.seed))
        continue;
      const size_t number = surface.defect_count() - 1;
      if (p.kind->on_markings == markings) {
        made.emplace_back(&p, number);
      } else {
        lost.push_back(number);
      }
    }
    const Placement whole = scene_.placements[index];
    auto good = std::make_shared<Mesh>();
    good->name = scene_.meshes[whole.mesh]->name;
    const MeshPtr rest = surface.intact();
    if (rest) append(*rest, 0, *good);
    for (const size_t number : lost) {
      const DefectMesh piece = surface.defect(number);
      append(*piece.as_good, slots_of(piece), *good);
    }
    good->parts.clear();
    good->finish();
    const MeshPtr left = rest ? swallowed(*rest, markings ? 0 : lowest_repair_m, road_shapes_) : nullptr;
    Placement& layer = scene_.placements[index];
    layer.good.emplace(Placement::Good{add_mesh(std::move(good)), layer.materials});
    layer.mesh = add_mesh(left ? left : speck(*scene_.meshes[whole.mesh]));
    for (const auto& [planned, number] : made) add_defect(*planned, surface.defect(number), whole);
  }

  void add_defect(const PlannedRoadDefect& planned, const DefectMesh& made, const Placement& layer) {
    Instance instance;
    instance.id = InstanceId(uint32_t(scene_.instances.size()) + 1);
    instance.category = CategoryId(uint32_t(planned.kind->label));
    instance.defect = planned.defect.facts;
    instance.provenance = {{"defect", planned.kind->name}};
    Placement placement = layer;
    placement.instance = instance.id;
    placement.mesh = add_mesh(made.mesh);
    placement.materials.clear();
    placement.good.emplace(Placement::Good{add_mesh(made.as_good), {}});
    if (planned.defect.shape.measured) measure(*made.as_good, /*metres=*/1, *instance.defect);
    for (const auto& [slot, band] : made.looks) {
      placement.good->materials.push_back(layer.materials[slot]);
      placement.materials.push_back(uint32_t(scene_.materials.size()));
      scene_.materials.push_back(
          planned.kind->change(scene_.materials[layer.materials[slot]], asphalt_, band, planned.defect));
    }
    scene_.placements.push_back(std::move(placement));
    for (const RoadFilling& filling : planned.defect.fillings) {
      Placement inside;
      inside.instance = instance.id;
      inside.only_defective = true;
      inside.mesh = add_mesh(filling.mesh);
      for (const Material& material : filling.materials) {
        inside.materials.push_back(uint32_t(scene_.materials.size()));
        scene_.materials.push_back(material);
      }
      scene_.placements.push_back(std::move(inside));
    }
    scene_.instances.push_back(std::move(instance));
  }

  const std::vector<PlannedRoadDefect>& planned_;
  Scene& scene_;
  Material asphalt_;
  std::vector<const DefectShape*> road_shapes_;
};

}  // namespace

void cut_road_defects(const std::vector<PlannedRoadDefect>& planned, Scene& scene) {
  if (!planned.empty()) RoadCutter(planned, scene).cut();
}

}  // namespace understudy
