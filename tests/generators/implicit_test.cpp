// SPDX-License-Identifier: Apache-2.0
#include "generators/shapes/implicit.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "base/random.h"
#include "generators/shapes/extrusion.h"
#include "tests/catch.h"

using namespace understudy;

namespace {

Field body() {
  Field field(0.05f);
  field.limb({0, 0, 0}, {0, 0.1f, 0.6f}, 0.2f, 0.1f, {0, 1, 0}, 1.4f);
  field.ellipsoid({0, 0.1f, 0.75f}, {0.12f, 0.15f, 0.2f});
  field.limb({0.1f, 0, 0.5f}, {0.5f, 0.1f, 0.4f}, 0.07f, 0.04f);
  return field;
}

}  // namespace

TEST_CASE("the slope of limbs is what differences say") {
  Field field(0.05f);
  field.limb({0, 0, 0}, {0, 0.1f, 0.6f}, 0.2f, 0.1f, {0, 1, 0}, 1.4f);
  field.limb({0.1f, 0, 0.5f}, {0.5f, 0.1f, 0.4f}, 0.07f, 0.04f);
  Stream stream(Key{1, 0}, "points");
  for (int i = 0; i < 300; ++i) {
    const glm::vec3 p(stream.uniform(-0.6, 0.8), stream.uniform(-0.5, 0.5), stream.uniform(-0.4, 1.0));
    const Field::Slope slope = field.slope(p);
    CHECK(slope.value == field(p));
    const float step = 1e-3f;
    for (int axis = 0; axis < 3; ++axis) {
      glm::vec3 offset(0);
      offset[axis] = step;
      const float ahead = field(p + offset) - slope.value, behind = slope.value - field(p - offset);
      if (std::abs(ahead - behind) > 2e-5f) continue;  // across a kink
      CHECK(slope.gradient[axis] == Approx((ahead + behind) / (2 * step)).margin(0.02));
    }
  }
}

TEST_CASE("folds move a surface by no more than their depth, and its slope with it") {
  const Field plain = body();
  Field folded = body();
  folded.fold({0.006f, {2, 3, 11}, {0.2f, 0.7f, 0.4f}});
  Stream stream(Key{3, 0}, "points");
  float most = 0;
  for (int i = 0; i < 300; ++i) {
    const glm::vec3 p(stream.uniform(-0.3, 0.6), stream.uniform(-0.3, 0.4), stream.uniform(0.2, 1.0));
    const float moved = folded(p) - plain(p);
    CHECK(std::abs(moved) <= 0.006f + 1e-6f);
    most = std::max(most, std::abs(moved));
    const Field::Slope with = folded.slope(p), without = plain.slope(p);
    const float step = 1e-3f;
    for (int axis = 0; axis < 3; ++axis) {
      glm::vec3 offset(0);
      offset[axis] = step;
      const auto added = [&](const glm::vec3& at) { return folded(at) - plain(at); };
      CHECK(with.gradient[axis] - without.gradient[axis] ==
            Approx((added(p + offset) - added(p - offset)) / (2 * step)).margin(0.01));
    }
  }
  CHECK(most > 0.004f);
  folded.cut({0, 0, 0.1f}, {0, 0, -1});  // a hem is straight
  CHECK(folded.slope({0, 0, 0.05f}).value == Approx(0.05f).margin(1e-6));
}

TEST_CASE("what is far away has no say in a field around a point") {
  const Field field = body();
  Stream stream(Key{2, 0}, "points");
  for (int i = 0; i < 200; ++i) {
    const glm::vec3 p(stream.uniform(-0.3, 0.6), stream.uniform(-0.3, 0.4), stream.uniform(-0.2, 1.0));
    const glm::vec3 off(stream.uniform(-0.03, 0.03), stream.uniform(-0.03, 0.03),
                        stream.uniform(-0.03, 0.03));
    CHECK(field.around(p, 0.06f)(p + off) == Approx(field(p + off)).margin(1e-6));
  }
}

TEST_CASE("a ball becomes a closed mesh of its own area, with normals that point outward") {
  Field field(0.02f);
  field.ellipsoid({0.3f, -0.2f, 1.0f}, glm::vec3(0.5f));
  const Piece ball = polygonise(field, 0.04f);
  double area = 0;
  for (const glm::uvec3& t : ball.triangles) {
    const glm::vec3 &a = ball.positions[t.x], &b = ball.positions[t.y], &c = ball.positions[t.z];
    const glm::vec3 cross = glm::cross(b - a, c - a);
    area += 0.5 * glm::length(cross);
    CHECK(glm::dot(cross, a - glm::vec3(0.3f, -0.2f, 1.0f)) > 0);
  }
  CHECK(area == Approx(std::numbers::pi).epsilon(0.01));
  for (size_t i = 0; i < ball.positions.size(); ++i) {
    const glm::vec3 from_centre = ball.positions[i] - glm::vec3(0.3f, -0.2f, 1.0f);
    CHECK(glm::length(from_centre) == Approx(0.5).margin(1e-4));
    CHECK(glm::dot(ball.normals[i], glm::normalize(from_centre)) > 0.9999f);
  }
}

TEST_CASE("an outline with holes is triangulated without needless slivers") {
  const Outline outline = rectangle_outline({-0.1f, -0.06f}, {0.1f, 0.06f}, 0.01f, 8);
  std::vector<Outline> holes{circle_outline({-0.06f, 0.01f}, 0.02f, 32),
                             circle_outline({0.05f, -0.02f}, 0.01f, 24)};
  for (Outline& hole : holes) std::reverse(hole.begin(), hole.end());
  std::vector<glm::dvec2> points(outline.begin(), outline.end());
  for (const Outline& hole : holes) points.insert(points.end(), hole.begin(), hole.end());
  const std::vector<glm::uvec3> triangles = triangulate(outline, holes);
  REQUIRE(triangles.size() == points.size() + 2 * holes.size() - 2);
  const auto cosine_at = [&](uint32_t apex, uint32_t a, uint32_t b) {
    return glm::dot(glm::normalize(points[a] - points[apex]), glm::normalize(points[b] - points[apex]));
  };
  std::map<std::pair<uint32_t, uint32_t>, double> opposite;  // angle that looks at an edge
  for (const glm::uvec3& t : triangles)
    for (int i = 0; i < 3; ++i)
      opposite[{t[i], t[(i + 1) % 3]}] = std::acos(cosine_at(t[(i + 2) % 3], t[i], t[(i + 1) % 3]));
  int inner = 0;
  for (const auto& [edge, angle] : opposite) {
    const auto other = opposite.find({edge.second, edge.first});
    if (other == opposite.end()) continue;
    CHECK(angle + other->second < 3.1416 + 1e-3);  // Delaunay's condition
    ++inner;
  }
  CHECK(inner > 100);
}
