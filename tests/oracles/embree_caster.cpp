// SPDX-License-Identifier: Apache-2.0
// Ray against triangle: T. Moeller and B. Trumbore, "Fast, minimum storage ray/triangle intersection", 1997.
#include "tests/oracles/embree_caster.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace understudy::oracle {
namespace {

/// From the world as seen by a camera at the origin: coordinates of a few metres keep all their digits.
glm::dmat4 view_from_mesh(const Placement& placement, const glm::dvec3& camera_m) {
  glm::dmat4 matrix = placement.to_world;
  matrix[3] -= glm::dvec4(camera_m, 0);
  return matrix;
}

std::vector<Bounds> placement_boxes(const Scene& scene) {
  std::vector<Bounds> boxes;
  for (const Placement& placement : scene.placements) {
    const Mesh& mesh = *scene.meshes[placement.mesh];
    const glm::dmat4 matrix = view_from_mesh(placement, scene.camera.position_m);
    Bounds in_mesh, box;
    for (const glm::vec3& position : mesh.positions) in_mesh.grow(glm::dvec3(position));
    for (int corner = 0; corner < 8; ++corner) {
      const glm::dvec3 point(corner & 1 ? in_mesh.upper.x : in_mesh.lower.x,
                             corner & 2 ? in_mesh.upper.y : in_mesh.lower.y,
                             corner & 4 ? in_mesh.upper.z : in_mesh.lower.z);
      box.grow(glm::dvec3(matrix * glm::dvec4(point, 1)));
    }
    boxes.push_back(box);
  }
  return boxes;
}

std::vector<Bounds> triangle_boxes(const Mesh& mesh) {
  std::vector<Bounds> boxes(mesh.triangles.size());
  for (size_t i = 0; i < boxes.size(); ++i) {
    for (int corner = 0; corner < 3; ++corner)
      boxes[i].grow(glm::dvec3(mesh.positions[mesh.triangles[i][corner]]));
  }
  return boxes;
}

/// Fills t, u, v; false where the line misses or the surface lies behind the origin.
bool meet(const Mesh& mesh, uint32_t primitive, const glm::dvec3& origin, const glm::dvec3& direction,
          Crossing& crossing) {
  const glm::uvec3 corners = mesh.triangles[primitive];
  const glm::dvec3 a(mesh.positions[corners.x]);
  const glm::dvec3 ab = glm::dvec3(mesh.positions[corners.y]) - a,
                   ac = glm::dvec3(mesh.positions[corners.z]) - a;
  const glm::dvec3 p = glm::cross(direction, ac);
  const double determinant = glm::dot(ab, p);
  if (determinant == 0) return false;
  const glm::dvec3 from_a = origin - a;
  crossing.u = glm::dot(from_a, p) / determinant;
  if (!(crossing.u >= 0 && crossing.u <= 1)) return false;
  const glm::dvec3 q = glm::cross(from_a, ab);
  crossing.v = glm::dot(direction, q) / determinant;
  if (!(crossing.v >= 0 && crossing.u + crossing.v <= 1)) return false;
  crossing.t_m = glm::dot(ac, q) / determinant;
  return crossing.t_m > 0;
}

}  // namespace

Caster::Caster(const Scene& scene)
    : scene_(scene),
      lens_(scene.camera),
      device_(rtcNewDevice("threads=1")),
      placements_(device_.get(), placement_boxes(scene)) {
  for (const Placement& placement : scene.placements) {
    mesh_from_view_.push_back(glm::inverse(view_from_mesh(placement, scene.camera.position_m)));
    const Mesh* mesh = scene.meshes[placement.mesh].get();
    if (!triangles_.contains(mesh)) triangles_.try_emplace(mesh, device_.get(), triangle_boxes(*mesh));
  }
}

const std::vector<Crossing>& Caster::crossings(double x_px, double y_px) const {
  crossings_.clear();
  const auto ray = lens_.ray(x_px, y_px);
  if (!ray) return crossings_;
  near_placements_.clear();
  placements_.candidates(ray->origin, ray->direction, near_placements_);
  for (const uint32_t index : near_placements_) cross_placement(index, *ray);
  std::sort(crossings_.begin(), crossings_.end(), [](const Crossing& a, const Crossing& b) {
    return std::tie(a.t_m, a.instance, a.placement, a.primitive) <
           std::tie(b.t_m, b.instance, b.placement, b.primitive);
  });
  return crossings_;
}

void Caster::cross_placement(uint32_t index, const CentreRay& ray) const {
  const Placement& placement = scene_.placements[index];
  const Mesh& mesh = *scene_.meshes[placement.mesh];
  const glm::dvec3 origin(mesh_from_view_[index] * glm::dvec4(ray.origin, 1));
  const glm::dvec3 direction(mesh_from_view_[index] * glm::dvec4(ray.direction, 0));
  near_triangles_.clear();
  triangles_.at(&mesh).candidates(origin, direction, near_triangles_);
  for (const uint32_t primitive : near_triangles_) {
    Crossing crossing{index, primitive, placement.instance.value};
    if (meet(mesh, primitive, origin, direction, crossing) && passes_alpha(placement, mesh, crossing)) {
      crossings_.push_back(crossing);
    }
  }
}

bool Caster::passes_alpha(const Placement& placement, const Mesh& mesh, const Crossing& crossing) const {
  const uint16_t slot = mesh.slots[crossing.primitive];
  const Material& material = scene_.materials[placement.materials[slot]];
  if (material.alpha_cutoff <= 0 || material.albedo_texture < 0) return true;
  const Image<Rgba8>& texels = scene_.textures[material.albedo_texture]->texels;
  const glm::uvec3 corners = mesh.triangles[crossing.primitive];
  const glm::dvec2 uv =
      (glm::dvec2(mesh.uvs[corners.x]) * (1 - crossing.u - crossing.v) +
       glm::dvec2(mesh.uvs[corners.y]) * crossing.u + glm::dvec2(mesh.uvs[corners.z]) * crossing.v) *
      glm::dvec2(material.uv_scale);
  const auto texel = [](double coordinate, int size) {
    return std::min(int((coordinate - std::floor(coordinate)) * size), size - 1);
  };
  const Rgba8 value = texels(texel(uv.x, texels.width_px()), texel(uv.y, texels.height_px()));
  return value[3] / 255.0 >= double(material.alpha_cutoff);
}

Crossing Caster::nearest(double x_px, double y_px) const {
  const auto& all = crossings(x_px, y_px);
  return all.empty() ? Crossing{} : all.front();
}

std::map<uint32_t, double> Caster::instances_along(double x_px, double y_px) const {
  std::map<uint32_t, double> nearest_of;
  for (const Crossing& crossing : crossings(x_px, y_px))
    nearest_of.try_emplace(crossing.instance, crossing.t_m);
  return nearest_of;
}

}  // namespace understudy::oracle
