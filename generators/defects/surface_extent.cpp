// SPDX-License-Identifier: Apache-2.0
#include "generators/defects/surface_extent.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <glm/gtc/constants.hpp>

namespace understudy {
namespace {

glm::dmat3 squared(const glm::dvec3& v) { return glm::outerProduct(v, v); }

/// Second moments of the area about its middle.
glm::dmat3 spread(const Mesh& surface) {
  glm::dmat3 moments(0);
  glm::dvec3 sum(0);
  double area = 0;
  const glm::dvec3 origin = surface.positions.front();
  for (const glm::uvec3& t : surface.triangles) {
    const glm::dvec3 a = glm::dvec3(surface.positions[t.x]) - origin,
                     b = glm::dvec3(surface.positions[t.y]) - origin,
                     c = glm::dvec3(surface.positions[t.z]) - origin;
    const double part = 0.5 * glm::length(glm::cross(b - a, c - a));
    area += part;
    sum += part / 3 * (a + b + c);
    moments += part / 12 * (squared(a) + squared(b) + squared(c) + squared(a + b + c));
  }
  return area > 0 ? moments / area - squared(sum / area) : moments;
}

/// The axis of the largest variance, by power iteration; where no axis is the largest, one of them.
glm::dvec3 main_axis(const glm::dmat3& spread) {
  int widest = 0;
  for (int i = 1; i < 3; ++i)
    if (spread[i][i] > spread[widest][widest]) widest = i;
  glm::dvec3 axis = spread[widest];
  for (int i = 0; i < 100 && glm::length(axis) > 0; ++i) axis = spread * glm::normalize(axis);
  return glm::length(axis) > 0 ? glm::normalize(axis) : glm::dvec3(0);
}

}  // namespace

glm::dvec2 surface_extent_m(const Mesh& surface) {
  constexpr int directions = 30;  // in a quarter of a turn
  const glm::dmat3 all = spread(surface);
  const glm::dvec3 u = main_axis(all);
  const glm::dmat3 across = glm::dmat3(1) - squared(u);
  const glm::dvec3 v = main_axis(across * all * across);
  std::vector<glm::dvec2> points;
  for (const glm::dvec3 p : surface.positions) points.emplace_back(glm::dot(p, u), glm::dot(p, v));
  glm::dvec2 smallest(std::numeric_limits<double>::infinity());
  for (int i = 0; i < directions; ++i) {
    const double angle = glm::half_pi<double>() * i / directions;
    const glm::dmat2 turned{std::cos(angle), -std::sin(angle), std::sin(angle), std::cos(angle)};
    glm::dvec2 lower(std::numeric_limits<double>::infinity()), upper(-lower);
    for (const glm::dvec2& p : points) {
      lower = glm::min(lower, turned * p);
      upper = glm::max(upper, turned * p);
    }
    const glm::dvec2 sides = upper - lower;
    if (sides.x * sides.y < smallest.x * smallest.y) smallest = sides;
  }
  return {std::max(smallest.x, smallest.y), std::min(smallest.x, smallest.y)};
}

void measure(const Mesh& surface, double metres, DefectFacts& facts) {
  const glm::dvec2 extent_mm = 1e3 * metres * surface_extent_m(surface);
  facts.length_mm = extent_mm.x;
  facts.width_mm = extent_mm.y;
}

}  // namespace understudy
