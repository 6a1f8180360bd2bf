// SPDX-License-Identifier: Apache-2.0
#include "generators/defects/clearance.h"

#include <algorithm>
#include <limits>

namespace understudy {
namespace {

/// A way in the space of a mesh. Its lengths are still the world's: they are counted in steps of `way`.
struct Way {
  glm::dvec3 from, way;
  double handedness;  ///< -1: the mesh is placed mirrored
};

/// Whether the way may meet the mesh's box before it is so long.
bool may_meet(const Mesh& mesh, const Way& w, double longest) {
  double enters = 0, leaves = longest;
  for (int i = 0; i < 3; ++i) {
    const double low = double(mesh.lower[i]) - w.from[i], high = double(mesh.upper[i]) - w.from[i];
    if (w.way[i] == 0) {
      if (low > 0 || high < 0) return false;
      continue;
    }
    enters = std::max(enters, std::min(low / w.way[i], high / w.way[i]));
    leaves = std::min(leaves, std::max(low / w.way[i], high / w.way[i]));
  }
  return enters <= leaves;
}

/// Where the way meets a triangle that is turned towards it; infinite where it does not. T. Moeller and B.
/// Trumbore, "Fast, minimum storage ray/triangle intersection", 1997.
double meets(const Way& w, const glm::dvec3& a, const glm::dvec3& b, const glm::dvec3& c) {
  constexpr double never = std::numeric_limits<double>::infinity();
  const glm::dvec3 ab = b - a, ac = c - a, across = glm::cross(w.way, ac);
  const double slope = glm::dot(ab, across);
  if (slope * w.handedness <= 0) return never;
  const glm::dvec3 to = w.from - a, q = glm::cross(to, ab);
  const double u = glm::dot(to, across) / slope, v = glm::dot(w.way, q) / slope;
  if (u < 0 || v < 0 || u + v > 1) return never;
  const double way = glm::dot(ac, q) / slope;
  return way >= 0 ? way : never;
}

}  // namespace

double clearance_m(const Scene& scene, uint32_t placement, const glm::dvec3& from,
                   const glm::dvec3& direction) {
  double nearest = std::numeric_limits<double>::infinity();
  for (uint32_t i = 0; i < scene.placements.size(); ++i) {
    if (i == placement) continue;
    const Mesh& mesh = *scene.meshes[scene.placements[i].mesh];
    const glm::dmat4 to_mesh = glm::inverse(scene.placements[i].to_world);
    const Way way{to_mesh * glm::dvec4(from, 1), glm::dmat3(to_mesh) * direction,
                  glm::determinant(glm::dmat3(to_mesh)) < 0 ? -1.0 : 1.0};
    if (!may_meet(mesh, way, nearest)) continue;
    for (const glm::uvec3& t : mesh.triangles)
      nearest = std::min(nearest, meets(way, mesh.positions[t.x], mesh.positions[t.y], mesh.positions[t.z]));
  }
  return nearest;
}

}  // namespace understudy
