// SPDX-License-Identifier: Apache-2.0
#include "generators/street/damage/pieces.h"

#include <algorithm>
#include <cmath>

#include "generators/shapes/mesh_join.h"

namespace understudy {
namespace {

constexpr double everywhere_m = 1e4;

glm::dvec3 turned_normal(const glm::dvec3& at, const glm::dvec3& normal, const Warp& warp) {
  constexpr double step_m = 1e-4;
  const glm::dvec3 axis = std::abs(normal.x) < 0.6 ? glm::dvec3(1, 0, 0) : glm::dvec3(0, 1, 0);
  const glm::dvec3 u = glm::normalize(glm::cross(axis, normal)), v = glm::cross(normal, u);
  const glm::dvec3 du = warp(at + u * step_m) - warp(at - u * step_m),
                   dv = warp(at + v * step_m) - warp(at - v * step_m);
  return normalized_or(glm::cross(du, dv), normal);
}

}  // namespace

Chosen of_parts(std::vector<Part> parts) {
  return [parts = std::move(parts)](const Mesh& mesh, size_t triangle) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](Part part) { return mesh.parts[triangle] == uint16_t(part); });
  };
}

MeshPtr joined(const MeshPtr& a, const MeshPtr& b) {
  if (!a || !b) return a ? a : b;
  auto both = std::make_shared<Mesh>(*a);
  append(*b, 0, *both);
  both->finish();
  return both;
}

std::optional<CutMesh> cut_out(const Mesh& mesh, const DefectShape& shape, const glm::dvec3& seed) {
  Surface surface(mesh);
  if (!surface.cut(shape, seed)) return std::nullopt;
  return CutMesh{surface.defect(0), surface.intact()};
}

MeshPtr refined(const MeshPtr& mesh, double finest_m) {
  if (!mesh) return nullptr;
  DefectShape all;
  all.field = [](const glm::dvec3&) { return -1.0; };
  all.finest_m = finest_m;
  all.connected = false;
  all.radius_m = everywhere_m;
  const DefectMesh made = cut_out(*mesh, all, {})->piece;
  auto result = std::make_shared<Mesh>(*made.as_good);
  for (uint16_t& slot : result->slots) slot = made.looks[slot].slot;
  return result;
}

MeshPtr warped(const MeshPtr& mesh, const Warp& warp) {
  if (!mesh || !warp) return mesh;
  auto bent = std::make_shared<Mesh>(*mesh);
  for (size_t i = 0; i < bent->positions.size(); ++i) {
    const glm::dvec3 at = mesh->positions[i];
    bent->positions[i] = warp(at);
    bent->normals[i] = turned_normal(at, mesh->normals[i], warp);
  }
  bent->finish();
  return bent;
}

DefectMesh whole(const MeshPtr& mesh, const Warp& warp) {
  DefectMesh piece;
  for (const uint16_t slot : mesh->slots) piece.looks.push_back({slot, 0});
  std::sort(piece.looks.begin(), piece.looks.end());
  piece.looks.erase(std::unique(piece.looks.begin(), piece.looks.end()), piece.looks.end());
  auto good = std::make_shared<Mesh>(*mesh);
  for (uint16_t& slot : good->slots) {
    const DefectMesh::Look look{slot, 0};
    slot = uint16_t(std::lower_bound(piece.looks.begin(), piece.looks.end(), look) - piece.looks.begin());
  }
  piece.as_good = good;
  piece.mesh = warped(piece.as_good, warp);
  return piece;
}

Warp bend(const glm::dvec3& at, const glm::dvec3& along, const glm::dvec3& towards, double angle_rad,
          double over_m) {
  return [=](const glm::dvec3& p) {
    const double s = glm::dot(p - at, along), h = glm::dot(p - at, towards);
    if (s <= 0 || angle_rad == 0) return p;
    const double angle = angle_rad * std::min(1.0, s / over_m), radius_m = over_m / angle_rad;
    const double beyond_m = std::max(0.0, s - over_m), c = std::cos(angle), d = std::sin(angle);
    const glm::dvec3 aside = p - at - along * s - towards * h;
    return at + aside + along * ((radius_m - h) * d + beyond_m * c) +
           towards * (radius_m * (1 - c) + h * c + beyond_m * d);
  };
}

double farthest_move_m(const Mesh& mesh, const Warp& warp) {
  double farthest = 0;
  for (const glm::vec3& p : mesh.positions)
    farthest = std::max(farthest, glm::length(warp(p) - glm::dvec3(p)));
  return farthest;
}

}  // namespace understudy
