// SPDX-License-Identifier: Apache-2.0
#include "tests/generators/scene_tools.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sensor/sensor.h"

namespace understudy {
namespace {

double cross2(const glm::dvec2& a, const glm::dvec2& b) { return a.x * b.y - a.y * b.x; }

/// Andrew's monotone chain: A. M. Andrew, "Another efficient algorithm for convex hulls in two dimensions",
/// 1979.
std::vector<glm::dvec2> convex_hull(std::vector<glm::dvec2> points) {
  std::sort(points.begin(), points.end(),
            [](const auto& a, const auto& b) { return a.x < b.x || (a.x == b.x && a.y < b.y); });
  std::vector<glm::dvec2> hull;
  for (int pass = 0; pass < 2; ++pass) {
    const size_t base = hull.size();
    for (const glm::dvec2& p : points) {
      while (hull.size() >= base + 2 && cross2(hull.back() - hull[hull.size() - 2], p - hull.back()) <= 0)
        hull.pop_back();
      hull.push_back(p);
    }
    hull.pop_back();
    std::reverse(points.begin(), points.end());
  }
  return hull;
}

template <typename T>
uint64_t mix(uint64_t hash, const T& value) {
  return hash_bytes(&value, sizeof value, hash);
}

template <typename T>
uint64_t mix_all(uint64_t hash, const std::vector<T>& values) {
  return hash_bytes(values.data(), values.size() * sizeof(T), hash);
}

uint64_t mix_vec(uint64_t hash, const glm::vec3& v) { return mix(mix(mix(hash, v.x), v.y), v.z); }

uint64_t mix_material(uint64_t hash, const Material& m) {
  hash = mix_vec(mix_vec(mix_vec(hash, m.albedo), m.emission), m.pattern_color);
  for (const float value : {m.roughness, m.metalness, m.clearcoat, m.clearcoat_roughness, m.alpha_cutoff,
                            m.pattern_scale_m, m.pattern_strength, float(m.pattern), float(m.thin_glass)})
    hash = mix(hash, value);
  return hash;
}

uint64_t mix_camera(uint64_t hash, const Camera& c) {
  for (const double value : {double(c.model), c.fx, c.fy, c.cx, c.cy, c.shutter_s, c.aperture_radius_m,
                             c.focus_distance_m, c.position_m.x, c.position_m.y, c.position_m.z})
    hash = mix(hash, value);
  hash = mix_vec(mix(mix(hash, c.distortion), c.world_from_camera), c.motion.linear_mps);
  return hash;
}

}  // namespace

Recipe street_recipe(const std::string& yaml) {
  return Recipe::parse("generator: street\n" + yaml, "test.yaml", sensor_parameters());
}

Scene compose_image(const Recipe& recipe, uint64_t seed, uint64_t index) {
  const Draw draw(recipe.parameters, Key{seed, index});
  return recipe.generator->compose(draw, recipe.width_px, recipe.height_px);
}

uint64_t fingerprint(const Scene& scene) {
  uint64_t hash = mix_camera(7, scene.camera);
  for (const MeshPtr& mesh : scene.meshes) hash = mix_all(mix_all(hash, mesh->positions), mesh->triangles);
  for (const Material& material : scene.materials) hash = mix_material(hash, material);
  for (const Placement& p : scene.placements) {
    hash = mix(mix(mix(hash, p.mesh), p.to_world), p.instance);
    hash = mix_vec(mix_all(hash, p.materials), p.motion.linear_mps);
  }
  for (const Instance& i : scene.instances) {
    hash = mix(mix(hash, i.id), i.category);
    for (const auto& [key, value] : i.provenance) hash ^= hash_string(key + "=" + value);
  }
  hash = mix_vec(mix_vec(mix_vec(hash, scene.sun.direction), scene.sun.irradiance_klx), scene.sky.radiance);
  for (const float value : {scene.sun.angular_radius_deg, scene.sky.turbidity, scene.sky.cloudiness,
                            float(scene.sky.kind), scene.sky.hdri_rotation_deg, scene.fog.density_per_m})
    hash = mix(hash, value);
  return hash;
}

double ground_height_m(const Scene& scene, const glm::dvec2& point) {
  double height = -std::numeric_limits<double>::infinity();
  for (const MeshPtr& mesh : scene.meshes) {
    if (!mesh->name.starts_with("ground")) continue;
    for (const glm::uvec3& t : mesh->triangles) {
      const glm::vec3 &p = mesh->positions[t.x], &q = mesh->positions[t.y], &r = mesh->positions[t.z];
      if (point.x < std::min({p.x, q.x, r.x}) || point.x > std::max({p.x, q.x, r.x})) continue;
      if (point.y < std::min({p.y, q.y, r.y}) || point.y > std::max({p.y, q.y, r.y})) continue;
      const glm::dvec3 a(p), b(q), c(r);
      const double area = cross2(glm::dvec2(b - a), glm::dvec2(c - a));
      if (std::abs(area) < 1e-9) continue;
      const double u = cross2(glm::dvec2(b) - point, glm::dvec2(c) - point) / area;
      const double v = cross2(glm::dvec2(c) - point, glm::dvec2(a) - point) / area;
      if (u >= 0 && v >= 0 && u + v <= 1) height = std::max(height, u * a.z + v * b.z + (1 - u - v) * c.z);
    }
  }
  return height;
}

std::vector<glm::dvec2> slice(const Mesh& mesh, double height_m) {
  std::vector<glm::dvec2> points;
  for (const glm::uvec3& t : mesh.triangles) {
    for (int i = 0; i < 3; ++i) {
      const glm::dvec3 a(mesh.positions[t[i]]), b(mesh.positions[t[(i + 1) % 3]]);
      if ((a.z < height_m) != (b.z < height_m))
        points.push_back(glm::dvec2(a + (b - a) * ((height_m - a.z) / (b.z - a.z))));
    }
  }
  return points.size() < 3 ? std::vector<glm::dvec2>{} : convex_hull(std::move(points));
}

std::vector<glm::dvec2> moved(const std::vector<glm::dvec2>& hull, const glm::dmat4& to_world) {
  std::vector<glm::dvec2> out;
  for (const glm::dvec2& p : hull) out.emplace_back(to_world * glm::dvec4(p, 0, 1));
  return out;
}

double penetration_m(const std::vector<glm::dvec2>& a, const std::vector<glm::dvec2>& b) {
  double least = std::numeric_limits<double>::infinity();
  for (const auto* polygon : {&a, &b}) {
    for (size_t i = 0; i < polygon->size(); ++i) {
      const glm::dvec2 edge = (*polygon)[(i + 1) % polygon->size()] - (*polygon)[i];
      if (glm::length(edge) < 1e-9) continue;
      const glm::dvec2 axis = glm::normalize(glm::dvec2(-edge.y, edge.x));
      double low_a = 1e18, high_a = -1e18, low_b = 1e18, high_b = -1e18;
      for (const glm::dvec2& p : a)
        low_a = std::min(low_a, glm::dot(axis, p)), high_a = std::max(high_a, glm::dot(axis, p));
      for (const glm::dvec2& p : b)
        low_b = std::min(low_b, glm::dot(axis, p)), high_b = std::max(high_b, glm::dot(axis, p));
      least = std::min({least, high_a - low_b, high_b - low_a});
    }
  }
  return least;
}

glm::dvec3 forward_of(const Placement& placement) {
  return glm::normalize(glm::dvec3(placement.to_world[0]));
}

const Instance* instance_of(const Scene& scene, const Placement& placement) {
  for (const Instance& instance : scene.instances)
    if (instance.id == placement.instance) return &instance;
  return nullptr;
}

std::vector<DefectPlacement> defects_of(const Scene& scene) {
  std::vector<DefectPlacement> defects;
  for (const Placement& placement : scene.placements) {
    const Instance* instance = instance_of(scene, placement);
    if (instance && instance->defect) defects.push_back({placement, *instance->defect});
  }
  return defects;
}

}  // namespace understudy
