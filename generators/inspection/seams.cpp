// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/seams.h"

#include <algorithm>
#include <cmath>

namespace understudy::inspection {
namespace {

constexpr double shortest_m = 4e-3;
constexpr double sunk_m = 2e-6;  ///< of a ribbon's borders, so that no light comes in below

/// Seams follow the axes of a part, as its mould or its cut did.
glm::dvec3 direction_of(const SurfacePoint& at, Stream& stream) {
  const int first = int(stream.uniform_int(0, 2));
  for (int i = 0; i < 3; ++i) {
    glm::dvec3 axis(0);
    axis[(first + i) % 3] = 1;
    const glm::dvec3 flat = axis - at.normal * glm::dot(axis, at.normal);
    if (glm::length(flat) > 0.5) return glm::normalize(flat);
  }
  return {1, 0, 0};
}

std::vector<SurfacePoint> way_through(const SurfaceMap& map, const SurfacePoint& middle,
                                      const glm::dvec3& direction, double half_m) {
  std::vector<SurfacePoint> back, way;
  for (const bool forward : {false, true}) {
    SurfacePoint at = middle;
    glm::dvec3 along = forward ? direction : -direction;
    map.walk(at, along, half_m, half_m / 40, forward ? way : back);
  }
  std::reverse(back.begin(), back.end());
  back.push_back(middle);
  back.insert(back.end(), way.begin(), way.end());
  return back;
}

/// Points of its profile: (share of the half width, share of the height).
MeshPtr ribbon(const std::vector<SurfacePoint>& way, double half_m, const std::vector<glm::dvec2>& profile,
               double height_m) {
  auto mesh = std::make_shared<Mesh>();
  mesh->name = "seam";
  const auto columns = uint32_t(profile.size());
  for (size_t i = 0; i < way.size(); ++i) {
    const glm::dvec3 ahead = way[std::min(i + 1, way.size() - 1)].position - way[i == 0 ? 0 : i - 1].position;
    const glm::dvec3 side = glm::normalize(glm::cross(ahead, way[i].normal));
    for (const glm::dvec2& p : profile)
      mesh->positions.emplace_back(way[i].position + side * (p.x * half_m) +
                                   way[i].normal * (p.y * height_m - (std::abs(p.x) == 1 ? sunk_m : 0)));
    if (i == 0) continue;
    for (uint32_t k = 0; k + 1 < columns; ++k) {
      const uint32_t a = uint32_t(i - 1) * columns + k, b = a + columns;
      mesh->triangles.emplace_back(a, a + 1, b + 1);
      mesh->triangles.emplace_back(a, b + 1, b);
    }
  }
  mesh->finish();
  return mesh;
}

}  // namespace

Seam make_seam(const SurfaceMap& map, const SurfacePoint& middle, const Material& ground, double mm,
               Stream stream) {
  const bool ridge = stream.chance(0.5);
  const double half_m = 0.5 * mm * (ridge ? stream.uniform(0.3, 0.9) : stream.uniform(0.2, 0.45));
  const double height_m = mm * (ridge ? stream.uniform(0.05, 0.2) : 0.004);
  const glm::dvec3 direction = direction_of(middle, stream);
  std::vector<SurfacePoint> way =
      way_through(map, middle, direction, stream.uniform(0.2, 0.8) * map.diagonal_m());
  // Points on top of each other have no direction.
  const auto too_near = [&](const SurfacePoint& a, const SurfacePoint& b) {
    return glm::length(a.position - b.position) < 0.2 * half_m;
  };
  way.erase(std::unique(way.begin(), way.end(), too_near), way.end());
  Seam seam{nullptr, ground};
  if (way.size() < 3 || glm::length(way.front().position - way.back().position) < shortest_m) return seam;
  if (ridge) {
    seam.mesh = ribbon(way, half_m, {{-1, 0}, {-0.5, 0.75}, {0, 1}, {0.5, 0.75}, {1, 0}}, height_m);
    seam.material.roughness = std::max(ground.roughness, 0.3f);
  } else {
    seam.mesh = ribbon(way, half_m, {{-1, 0}, {-0.9, 1}, {0.9, 1}, {1, 0}}, height_m);
    seam.material.albedo = 0.12f * ground.albedo;
    seam.material.pattern_color = 0.12f * ground.pattern_color;
    seam.material.roughness = 0.8f;
    seam.material.metalness = 0;
    seam.material.clearcoat = 0;
    seam.material.thin_glass = false;
    seam.material.albedo_texture = -1;
  }
  seam.material.name = "seam";
  return seam;
}

}  // namespace understudy::inspection
