// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/parts/lying.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

/// The convex outline over the points (height, radius): the monotone chain of A. Andrew, 1979.
std::vector<glm::vec2> upper_outline(const Mesh& mesh) {
  std::vector<glm::vec2> points;
  for (const glm::vec3& p : mesh.positions) points.emplace_back(p.z, std::hypot(p.x, p.y));
  std::sort(points.begin(), points.end(),
            [](const glm::vec2& a, const glm::vec2& b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
  std::vector<glm::vec2> hull;
  const auto turns_up = [](const glm::vec2& a, const glm::vec2& b, const glm::vec2& c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) >= 0;
  };
  for (const glm::vec2& p : points) {
    while (hull.size() > 1 && turns_up(hull[hull.size() - 2], hull.back(), p)) hull.pop_back();
    hull.push_back(p);
  }
  return hull;
}

/// Height of the centre of gravity of a thin wall.
float middle_of(const Mesh& mesh) {
  double area = 0, moment = 0;
  for (const glm::uvec3& t : mesh.triangles) {
    const glm::vec3 &a = mesh.positions[t.x], &b = mesh.positions[t.y], &c = mesh.positions[t.z];
    const double of_this = glm::length(glm::cross(b - a, c - a));
    area += of_this;
    moment += of_this * double(a.z + b.z + c.z) / 3;
  }
  return float(moment / area);
}

/// Slope of the side on which it rests, which lies under its middle.
float resting_slope(const Mesh& mesh) {
  const std::vector<glm::vec2> hull = upper_outline(mesh);
  const float middle = middle_of(mesh);
  for (size_t i = 1; i < hull.size(); ++i)
    if (hull[i].x >= middle && hull[i].x > hull[i - 1].x)
      return (hull[i].y - hull[i - 1].y) / (hull[i].x - hull[i - 1].x);
  return 0;
}

}  // namespace

MeshPtr laid_down(const Mesh& standing) {
  const glm::mat4 turn = rotate_y(90 - glm::degrees(std::atan(resting_slope(standing))));
  Mesh mesh = standing;
  for (glm::vec3& p : mesh.positions) p = glm::vec3(turn * glm::vec4(p, 1));
  for (glm::vec3& n : mesh.normals) n = glm::mat3(turn) * n;
  mesh.finish();
  const glm::vec3 middle = 0.5f * (mesh.lower + mesh.upper);
  for (glm::vec3& p : mesh.positions) p -= glm::vec3(middle.x, middle.y, mesh.lower.z);
  mesh.finish();
  return std::make_shared<const Mesh>(std::move(mesh));
}

}  // namespace understudy::inspection
