// SPDX-License-Identifier: Apache-2.0
#include "renderer/upload.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "base/error.h"
#include "renderer/material_runs.h"

namespace understudy {
namespace {

/// Scene::placements in the order of their records.
std::vector<uint32_t> sorted_order(const Scene& scene) {
  std::vector<uint32_t> order(scene.placements.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return scene.placements[a].instance < scene.placements[b].instance;
  });
  return order;
}

constexpr float sharp_roughness = 0.2f;  ///< of a mirror whose image changes from pixel to pixel

uint32_t flags_of(const Placement& placement, const Scene& scene) {
  uint32_t flags = placement.motion.still() ? 0 : PLACEMENT_MOVES;
  if (placement.good || placement.only_defective) flags |= PLACEMENT_DEFECT;
  for (uint32_t index : placement.materials) {
    const Material& material = scene.materials[index];
    if (material.alpha_cutoff > 0 && material.albedo_texture >= 0) flags |= PLACEMENT_ALPHA;
    if (material.thin_glass) flags |= PLACEMENT_GLASS;
    if (material.roughness < sharp_roughness || material.clearcoat > 0) flags |= PLACEMENT_MIRRORS;
  }
  return flags;
}

/// Box of a placement at mid-shutter and, where it moves, at all times of the shutter. Grown by the rounding
/// of a ray. Of a defect it holds what is there without the defect too, so that a ray that stays out of it is
/// the same in both pictures of a pair.
Aabb bounds_of(const Placement& placement, const Scene& scene) {
  const Camera& camera = scene.camera;
  const Mesh& own = *scene.meshes[placement.mesh];
  Aabb mesh{own.lower, own.upper};
  if (placement.good) {
    const Mesh& good = *scene.meshes[placement.good->mesh];
    mesh = {glm::min(mesh.lower, good.lower), glm::max(mesh.upper, good.upper)};
  }
  glm::dvec3 lower(std::numeric_limits<double>::infinity()), upper = -lower;
  const glm::dvec3 pivot = glm::dvec3(placement.to_world[3]) - camera.position_m;
  double radius = 0;
  for (int corner = 0; corner < 8; ++corner) {
    const glm::dvec3 local(corner & 1 ? mesh.upper.x : mesh.lower.x, corner & 2 ? mesh.upper.y : mesh.lower.y,
                           corner & 4 ? mesh.upper.z : mesh.lower.z);
    const glm::dvec3 at = glm::dmat3(placement.to_world) * local + pivot;
    radius = std::max(radius, glm::length(at - pivot));
    lower = glm::min(lower, at);
    upper = glm::max(upper, at);
  }
  if (placement.motion.angular_radps != glm::vec3(0)) {
    lower = pivot - radius;
    upper = pivot + radius;
  }
  const glm::dvec3 sweep = glm::abs(glm::dvec3(placement.motion.linear_mps)) * (camera.shutter_s / 2);
  const glm::dvec3 far = glm::max(glm::abs(lower), glm::abs(upper));
  const double rounding = 1e-6 * std::max({far.x, far.y, far.z, 1e-3});
  return {glm::vec3(lower - sweep - rounding), glm::vec3(upper + sweep + rounding)};
}

gpu::TreeRecord tree_record(const BvhGrid& grid, uint32_t root, uint32_t node_count, uint32_t flags) {
  return {glm::vec4(grid.base, grid.scale), root, node_count, grid.reach, flags};
}

gpu::TraversalRecord traversal_of(const gpu::PlacementRecord& placement, const MeshPlace& place) {
  gpu::TraversalRecord record{};
  for (int row = 0; row < 3; ++row) record.object_from_world[row] = placement.object_from_world[row];
  record.tree = tree_record(place.grid, place.root, place.node_count, placement.flags);
  return record;
}

gpu::PlacementRecord record_of(const Placement& placement, const MeshPlace& place, const Camera& camera) {
  gpu::PlacementRecord record{};
  const glm::dmat3 inverse = glm::inverse(glm::dmat3(placement.to_world));
  const glm::dvec3 pivot = glm::dvec3(placement.to_world[3]) - camera.position_m;
  const glm::dvec3 camera_in_object = inverse * -pivot;
  for (int row = 0; row < 3; ++row)
    record.object_from_world[row] =
        glm::vec4(inverse[0][row], inverse[1][row], inverse[2][row], camera_in_object[row]);
  record.instance = placement.instance.value;
  record.attributes = place.attributes;
  record.linear_mps = placement.motion.linear_mps;
  record.angular_radps = placement.motion.angular_radps;
  record.pivot = pivot;
  return record;
}

/// The placement whose surface this one goes on: of what in a pair's good picture lies in a defect's place,
/// that of its object; else itself.
uint32_t host_of(uint32_t index, const Scene& scene) {
  const Placement& guest = scene.placements[index];
  if (!guest.good || guest.mesh != guest.good->mesh || guest.materials.empty()) return index;
  for (uint32_t i = 0; i < scene.placements.size(); ++i) {
    const Placement& host = scene.placements[i];
    if (!host.good && host.instance == guest.instance && host.to_world == guest.to_world &&
        std::find(host.materials.begin(), host.materials.end(), guest.materials.front()) !=
            host.materials.end())
      return i;
  }
  return index;
}

void add_placements(const Scene& scene, const std::vector<MeshPlace>& places, SceneTables& tables) {
  std::map<InstanceId, uint32_t> category_of{{background, 0}};
  for (const Instance& instance : scene.instances) category_of[instance.id] = instance.category.value;
  const std::vector<uint32_t> order = sorted_order(scene);
  std::vector<uint32_t> record_of_placement(order.size());
  for (uint32_t i = 0; i < order.size(); ++i) record_of_placement[order[i]] = i;
  for (uint32_t index : order) {
    const Placement& placement = scene.placements[index];
    gpu::PlacementRecord record = record_of(placement, places[placement.mesh], scene.camera);
    const auto category = category_of.find(placement.instance);
    CHECK(category != category_of.end(), "a placement names a missing instance");
    record.category = category->second;
    record.original = index;
    record.surface = record_of_placement[host_of(index, scene)];
    record.flags = flags_of(placement, scene);
    if (!tables.placements.empty() && tables.placements.back().instance == record.instance &&
        record.instance != 0) {
      tables.placements.back().flags |= PLACEMENT_SHARED;
      record.flags |= PLACEMENT_SHARED;
    }
    record.material_slots = uint32_t(tables.material_slots.size());
    tables.material_slots.insert(tables.material_slots.end(), placement.materials.begin(),
                                 placement.materials.end());
    tables.placements.push_back(record);
    tables.traversal.push_back(traversal_of(record, places[placement.mesh]));
    tables.bounds.push_back(bounds_of(placement, scene));
  }
}

gpu::MaterialRecord record_of(const Material& material, uint32_t run) {
  gpu::MaterialRecord record{};
  record.albedo = material.albedo;
  record.roughness = material.roughness;
  record.emission = material.emission;
  record.metalness = material.metalness;
  record.pattern_color = material.pattern_color;
  record.pattern_scale_m = material.pattern_scale_m;
  record.clearcoat = material.clearcoat;
  record.clearcoat_roughness = material.clearcoat_roughness;
  record.alpha_cutoff = material.alpha_cutoff;
  record.pattern_strength = material.pattern_strength;
  record.uv_scale = material.uv_scale;
  record.flags = (material.thin_glass ? MATERIAL_THIN_GLASS : 0u) |
                 (material.two_sided ? MATERIAL_TWO_SIDED : 0u) |
                 (material.translucent ? MATERIAL_TRANSLUCENT : 0u);
  record.pattern = uint32_t(material.pattern);
  record.albedo_texture = uint32_t(material.albedo_texture);  // -1 becomes NONE
  record.normal_texture = uint32_t(material.normal_texture);
  record.roughness_texture = uint32_t(material.roughness_texture);
  record.run = run;
  return record;
}

/// Appends a tree over the records [first, first + count); one without nodes where there are none.
gpu::TreeRecord add_tree(uint32_t first, uint32_t count, BvhBuilder& builder, SceneTables& tables) {
  if (count == 0) return {};
  const auto begin = tables.bounds.begin() + first;
  const Bvh bvh = builder.build(std::vector<Aabb>(begin, begin + count), 1);
  const uint32_t root = uint32_t(tables.tlas.size());
  for (BvhNode node : bvh.nodes) {
    if (!node.is_inner()) node.content = (first + bvh.order[node.content >> 3]) << 3 | 1;
    node.rebase(root, 0);
    tables.tlas.push_back(node);
  }
  return tree_record(bvh.grid, root, bvh.node_count, 0);
}

void set_camera(const Camera& camera, gpu::FrameParameters& frame) {
  frame.width = uint32_t(camera.width_px);
  frame.height = uint32_t(camera.height_px);
  frame.lens = uint32_t(camera.model);
  frame.inverse_focal = {1 / camera.fx, 1 / camera.fy};
  const glm::dvec2 center(camera.cx, camera.cy), whole = glm::floor(center);
  frame.center_whole = whole;
  frame.center_remainder = 0.5 - (center - whole);
  for (int i = 0; i < 5; ++i) frame.distortion[i] = float(camera.distortion[size_t(i)]);
  const double angle = camera.max_angle_rad();
  const double last_seen = camera.model == LensModel::brown_conrady ? std::tan(angle) : angle;
  frame.last_seen = float(std::min(last_seen, 1e4));
  frame.right = camera.world_from_camera[0];
  frame.down = camera.world_from_camera[1];
  frame.forward = camera.world_from_camera[2];
  frame.camera_position = camera.position_m;
  frame.camera_linear_mps = camera.motion.linear_mps;
  frame.camera_angular_radps = camera.motion.angular_radps;
  frame.shutter_s = float(camera.shutter_s);
  frame.aperture_radius = float(camera.aperture_radius_m);
  frame.focus_distance = float(camera.focus_distance_m);
}

}  // namespace

SceneTables make_tables(const Scene& scene, const std::vector<MeshPlace>& places, BvhBuilder& builder,
                        bool with_layers) {
  SceneTables tables;
  if (!scene.textures.empty()) tables.features = FEATURE_TEXTURES;
  add_placements(scene, places, tables);
  const std::vector<uint32_t> runs = material_runs(scene.materials);
  for (size_t i = 0; i < runs.size(); ++i) tables.materials.push_back(record_of(scene.materials[i], runs[i]));
  set_camera(scene.camera, tables.frame);
  const uint32_t total = uint32_t(tables.placements.size());
  uint32_t first_labelled = 0;
  while (first_labelled < total && tables.placements[first_labelled].instance == 0) ++first_labelled;
  tables.frame.placement_count = total;
  tables.frame.tlas_all = add_tree(0, total, builder, tables);
  if (with_layers) {
    tables.frame.tlas_labelled = add_tree(first_labelled, total - first_labelled, builder, tables);
    tables.frame.tlas_background = add_tree(0, first_labelled, builder, tables);
  }
  return tables;
}

void rebase_tlas(SceneTables& tables, uint32_t first_node) {
  for (BvhNode& node : tables.tlas) node.rebase(first_node, 0);
  for (gpu::TreeRecord* tree :
       {&tables.frame.tlas_all, &tables.frame.tlas_labelled, &tables.frame.tlas_background})
    tree->root += first_node;
}

}  // namespace understudy
