// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/spots.h"

#include <cmath>
#include <optional>

#include <glm/gtc/constants.hpp>

#include "generators/defects/sight.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

constexpr float mm = 1e-3f;

/// Height at which a line along `normal` through `at` meets one of the triangles nearest to `at`; empty where
/// it does not.
std::optional<float> height_along(const Mesh& mesh, const std::vector<glm::uvec3>& triangles,
                                  const glm::vec3& at, const glm::vec3& normal) {
  std::optional<float> nearest;
  for (const glm::uvec3& t : triangles) {
    const glm::vec3 a = mesh.positions[t.x], e1 = mesh.positions[t.y] - a, e2 = mesh.positions[t.z] - a;
    const glm::vec3 p = glm::cross(normal, e2);
    const float det = glm::dot(e1, p);
    if (std::abs(det) < 1e-14f) continue;
    const glm::vec3 s = at - a, q = glm::cross(s, e1);
    const float u = glm::dot(s, p) / det, v = glm::dot(normal, q) / det;
    if (u < 0 || v < 0 || u + v > 1) continue;
    const float height = glm::dot(e2, q) / det;
    if (!nearest || std::abs(height) < std::abs(*nearest)) nearest = height;
  }
  return nearest;
}

}  // namespace

Spots::Spots(const Mesh& mesh) : mesh_(mesh) {
  for (const glm::uvec3& t : mesh.triangles)
    areas_.push_back(double(glm::length(
        glm::cross(mesh.positions[t.y] - mesh.positions[t.x], mesh.positions[t.z] - mesh.positions[t.x]))));
}

Spot Spots::draw(Stream& stream) const {
  const glm::uvec3& t = mesh_.triangles[stream.weighted(areas_.data(), areas_.size())];
  const float root = std::sqrt(float(stream.uniform())), v = float(stream.uniform());
  const glm::vec3 a = mesh_.positions[t.x], b = mesh_.positions[t.y], c = mesh_.positions[t.z];
  return {(1 - root) * a + root * (1 - v) * b + root * v * c, glm::normalize(glm::cross(b - a, c - a))};
}

bool Spots::carries(const Spot& spot, float radius_m) const {
  const glm::mat4 frame = z_along(spot.normal, spot.at);
  const float highest = 0.06f * radius_m + 0.01f * mm;
  const std::vector<glm::uvec3> around = triangles_around(spot.at, 1.1f * radius_m + highest);
  for (int i = 0; i < 6; ++i) {
    const float angle = glm::two_pi<float>() * float(i) / 6;
    const glm::vec3 at(frame * glm::vec4(radius_m * std::cos(angle), radius_m * std::sin(angle), 0, 1));
    const std::optional<float> height = height_along(mesh_, around, at, spot.normal);
    if (!height || std::abs(*height) > highest) return false;
  }
  return true;
}

std::vector<glm::uvec3> Spots::triangles_around(const glm::vec3& at, float radius_m) const {
  const glm::vec3 lower = at - radius_m, upper = at + radius_m;
  std::vector<glm::uvec3> result;
  for (const glm::uvec3& t : mesh_.triangles) {
    const glm::vec3 a = mesh_.positions[t.x], b = mesh_.positions[t.y], c = mesh_.positions[t.z];
    if (glm::any(glm::lessThan(glm::max(a, glm::max(b, c)), lower))) continue;
    if (glm::any(glm::greaterThan(glm::min(a, glm::min(b, c)), upper))) continue;
    result.push_back(t);
  }
  return result;
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
