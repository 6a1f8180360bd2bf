// SPDX-License-Identifier: Apache-2.0
#include "generators/shapes/triangle_tree.h"

#include <cmath>
#include <set>

#include "base/random.h"
#include "tests/catch.h"

using namespace understudy;

namespace {

/// Whether a way meets a triangle (T. Moeller and B. Trumbore, 1997).
bool meets(const glm::dvec3& from, const glm::dvec3& to, const glm::dvec3& a, const glm::dvec3& b,
           const glm::dvec3& c) {
  const glm::dvec3 d = to - from, p = glm::cross(d, c - a);
  const double det = glm::dot(b - a, p);
  if (det == 0) return false;
  const glm::dvec3 s = from - a, q = glm::cross(s, b - a);
  const double u = glm::dot(s, p) / det, v = glm::dot(d, q) / det, t = glm::dot(c - a, q) / det;
  return u >= 0 && v >= 0 && u + v <= 1 && t >= 0 && t <= 1;
}

}  // namespace

TEST_CASE("a tree of triangles shows all that a way meets, and few others") {
  Stream stream(Key{7, 1}, "triangles");
  const auto draw = [&](double size) {
    return glm::vec3(stream.uniform(-size, size), stream.uniform(-size, size), stream.uniform(-size, size));
  };
  Mesh mesh;
  for (uint32_t i = 0; i < 3000; i += 3) {
    const glm::vec3 middle = draw(1);
    // Some lie flat, as tables do: their boxes have no height.
    for (int corner = 0; corner < 3; ++corner)
      mesh.positions.push_back(middle + draw(0.2) * glm::vec3(1, 1, i % 2));
    mesh.triangles.emplace_back(i, i + 1, i + 2);
  }
  mesh.finish();
  const TriangleTree tree(mesh);
  size_t met = 0, shown = 0;
  for (int way = 0; way < 200; ++way) {
    glm::dvec3 from = draw(1.5), to = draw(1.5);
    if (way % 4 == 0) to.x = from.x, to.y = from.y;
    std::set<uint32_t> visited;
    tree.along(from, to, [&](uint32_t t) { return visited.insert(t).second; });
    shown += visited.size();
    for (uint32_t t = 0; t < mesh.triangles.size(); ++t) {
      const glm::uvec3& corners = mesh.triangles[t];
      if (!meets(from, to, mesh.positions[corners.x], mesh.positions[corners.y], mesh.positions[corners.z]))
        continue;
      ++met;
      CHECK(visited.count(t) == 1);
    }
  }
  CHECK(met > 100);
  CHECK(shown < 200 * mesh.triangles.size() / 5);
  int calls = 0;
  tree.along({-2, 0, 0}, {2, 0, 0}, [&](uint32_t) { return ++calls < 2; });
  CHECK(calls == 2);
}
