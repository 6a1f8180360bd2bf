// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/rigs/lamp.h"

#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/palette.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

MeshPtr mesh_of(const char* name, const Piece& surface) {
  auto mesh = std::make_shared<Mesh>();
  mesh->name = name;
  mesh->positions = surface.positions;
  mesh->triangles = surface.triangles;
  mesh->finish();
  return mesh;
}

}  // namespace

Prop lamp(const Piece& surface, const glm::vec3& radiance, const glm::dmat4& to_world) {
  return {mesh_of("lamp", surface), {shining("lamp", glm::vec3(0.7f), radiance)}, to_world};
}

Prop housing(const Piece& surface, const glm::dmat4& to_world) {
  return {mesh_of("housing", surface), {matte("housing", glm::vec3(0.02f), 0.6f)}, to_world};
}

double radiance_for(double area_m2, double distance_m) {
  return glm::pi<double>() * distance_m * distance_m / area_m2;
}

glm::dmat4 frame_along(const glm::dvec3& axis, const glm::dvec3& at) {
  return glm::dmat4(z_along(glm::vec3(axis), glm::vec3(at)));
}

glm::dmat4 frame_of(const glm::dvec3& x, const glm::dvec3& y, const glm::dvec3& z, const glm::dvec3& at) {
  return glm::dmat4(glm::dvec4(x, 0), glm::dvec4(y, 0), glm::dvec4(z, 0), glm::dvec4(at, 1));
}

Piece panel(float width_m, float height_m) {
  return grid(1, 1, [=](int row, int column) {
    return 0.5f * glm::vec3(column ? width_m : -width_m, row ? -height_m : height_m, 0);
  });
}

Piece annulus(float inner_m, float outer_m, int segments) {
  return grid(1, segments, [&](int row, int column) {
    const float angle = glm::two_pi<float>() * float(column % segments) / float(segments);
    return (row ? outer_m : inner_m) * glm::vec3(std::cos(angle), -std::sin(angle), 0);
  });
}

}  // namespace understudy::inspection
