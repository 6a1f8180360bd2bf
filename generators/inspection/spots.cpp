// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/spots.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include <glm/gtc/constants.hpp>

#include "generators/defects/sight.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

constexpr float mm = 1e-3f;

}  // namespace

Spots::Spots(const Mesh& mesh) : mesh_(mesh) {
  double area = 0;
  for (const glm::uvec3& t : mesh.triangles) {
    const glm::vec3 a = mesh.positions[t.x], b = mesh.positions[t.y], c = mesh.positions[t.z];
    area_up_to_.push_back(area += double(glm::length(glm::cross(b - a, c - a))));
  }
}

Spot Spots::draw(Stream& stream) const {
  const auto found =
      std::upper_bound(area_up_to_.begin(), area_up_to_.end(), stream.uniform() * area_up_to_.back());
  const size_t triangle = std::min(size_t(found - area_up_to_.begin()), area_up_to_.size() - 1);
  const glm::uvec3& t = mesh_.triangles[triangle];
  const float root = std::sqrt(float(stream.uniform())), v = float(stream.uniform());
  const glm::vec3 a = mesh_.positions[t.x], b = mesh_.positions[t.y], c = mesh_.positions[t.z];
  return {(1 - root) * a + root * (1 - v) * b + root * v * c, glm::normalize(glm::cross(b - a, c - a))};
}

std::optional<Foot> foot_of(const SurfaceMap& map, const glm::vec3& at, const glm::vec3& normal,
                            float reach_m) {
  const Mesh& mesh = map.mesh();
  std::optional<Foot> nearest;
  map.tree().along(at - reach_m * normal, at + reach_m * normal, [&](uint32_t triangle) {
    const glm::uvec3& t = mesh.triangles[triangle];
    const glm::vec3 a = mesh.positions[t.x], e1 = mesh.positions[t.y] - a, e2 = mesh.positions[t.z] - a;
    const glm::vec3 p = glm::cross(normal, e2);
    const float det = glm::dot(e1, p);
    if (std::abs(det) < 1e-14f) return true;
    const glm::vec3 s = at - a, q = glm::cross(s, e1);
    const float u = glm::dot(s, p) / det, v = glm::dot(normal, q) / det;
    if (u < 0 || v < 0 || u + v > 1) return true;
    const float height = glm::dot(e2, q) / det;
    if (std::abs(height) > (nearest ? std::abs(nearest->height_m) : reach_m)) return true;
    const glm::vec3 smooth = (1 - u - v) * mesh.normals[t.x] + u * mesh.normals[t.y] + v * mesh.normals[t.z];
    nearest = Foot{height, glm::normalize(smooth)};
    return true;
  });
  return nearest;
}

bool is_flat_around(const SurfaceMap& map, const Spot& spot, float radius_m) {
  const glm::mat4 frame = z_along(spot.normal, spot.at);
  const float highest = 0.06f * radius_m + 0.01f * mm;
  for (int i = 0; i < 6; ++i) {
    const float angle = glm::two_pi<float>() * float(i) / 6;
    const glm::vec3 at(frame * glm::vec4(radius_m * std::cos(angle), radius_m * std::sin(angle), 0, 1));
    if (!foot_of(map, at, spot.normal, highest)) return false;
  }
  return true;
}

bool in_view(const Camera& camera, const glm::dmat4& to_world, const Spot& spot) {
  const glm::dvec3 world = to_world * glm::dvec4(spot.at, 1);
  const std::optional<glm::dvec2> px = camera.project(world);
  if (!px || px->x < 0 || px->y < 0 || px->x > camera.width_px || px->y > camera.height_px) return false;
  const std::optional<Ray> ray = camera.ray(px->x, px->y);
  return ray && glm::dot(ray->direction, glm::dmat3(to_world) * glm::dvec3(spot.normal)) < -0.3;
}

bool in_sight(const Camera& camera, const glm::dmat4& to_world, const SurfaceMap& map,
              const SurfacePoint& at) {
  return in_view(camera, to_world, {at.position, at.normal}) && is_in_sight(camera, to_world, map, at);
}

}  // namespace understudy::inspection
