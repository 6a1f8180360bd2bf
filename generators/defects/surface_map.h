// SPDX-License-Identifier: Apache-2.0
// Finding one's way on a mesh: points drawn by area, straight ways across triangles, the nearest sharp edge.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <glm/glm.hpp>

#include "base/random.h"
#include "generators/shapes/triangle_tree.h"
#include "scenes/mesh.h"

namespace understudy {

struct SurfacePoint {
  glm::dvec3 position{0};
  glm::dvec3 normal{0, 0, 1};  ///< unit, smooth
  uint32_t triangle = 0;
};

struct EdgePoint : SurfacePoint {
  glm::dvec3 along{1, 0, 0};  ///< unit, the way of the edge
};

class SurfaceMap {
 public:
  explicit SurfaceMap(const Mesh& mesh);

  const Mesh& mesh() const { return mesh_; }
  const TriangleTree& tree() const { return tree_; }
  double area_m2() const { return area_up_to_.back(); }
  /// Uniform by area.
  SurfacePoint sample(Stream& stream) const;

  /// Goes straight on along the surface (unfolding it where triangles meet) from `from` in `direction`, which
  /// is turned along. Ends early at a border or where the surface turns by more than 40 degrees. Points on
  /// the way, every `step_m` and wherever the surface bends, are appended to `path`. Returns whether it got
  /// there.
  bool walk(SurfacePoint& from, glm::dvec3& direction, double length_m, double step_m,
            std::vector<SurfacePoint>& path) const;

  /// The nearest point on a border or on an edge at which the surface turns by more than 30 degrees. The
  /// normal is the mean of both sides.
  std::optional<EdgePoint> nearest_edge(const glm::dvec3& point) const;
  /// The same of edges that fold inwards.
  std::optional<EdgePoint> nearest_crevice(const glm::dvec3& point) const;
  /// Way from a point of the surface straight in to where one comes out again, m; infinite where one does
  /// not.
  double thickness_m(const SurfacePoint& from) const;
  /// Whether nothing of the surface lies between a point of it and `eye`.
  bool is_open_towards(const glm::dvec3& eye, const SurfacePoint& from) const;
  /// How sharply the smooth surface bends around a triangle, rad per metre.
  double bend(uint32_t triangle) const { return steepest_bend(triangle).first; }
  /// Whether it does so anywhere by more than the rounding of its numbers.
  bool bends() const { return bends_; }
  /// A point of a rounded edge, where there is one: drawn by area and by how sharply the surface bends.
  EdgePoint sample_bend(Stream& stream) const;
  uint16_t part(uint32_t triangle) const { return mesh_.parts.empty() ? 0 : mesh_.parts[triangle]; }
  /// Texture coordinates.
  glm::dvec2 uv(const SurfacePoint& at) const;
  double diagonal_m() const { return glm::length(glm::dvec3(mesh_.upper - mesh_.lower)); }

 private:
  static constexpr uint32_t nobody = 0xFFFFFFFFu;
  struct SharpEdge {
    glm::dvec3 a, b, normal;
    uint32_t triangle;
    bool folds_inwards;
  };
  std::optional<EdgePoint> nearest(const glm::dvec3& point, bool crevices_only) const;
  glm::dvec3 corner(uint32_t triangle, int i) const {
    return mesh_.positions[mesh_.triangles[triangle][i % 3]];
  }
  SurfacePoint point_at(uint32_t triangle, const glm::dvec3& position) const;
  double area_m2(uint32_t triangle) const {
    return area_up_to_[triangle] - (triangle == 0 ? 0 : area_up_to_[triangle - 1]);
  }
  /// And the triangle's side, from corner i on, across which it is.
  std::pair<double, int> steepest_bend(uint32_t triangle) const;
  SurfacePoint point_within(uint32_t triangle, Stream& stream) const;
  void find_neighbors();
  void find_sharp_edges();

  const Mesh& mesh_;
  TriangleTree tree_;
  std::vector<double> area_up_to_;  ///< of all triangles up to this one
  std::vector<double> bend_up_to_;  ///< of area times bend
  bool bends_ = false;
  std::vector<glm::dvec3> faces_;                   ///< unit normals
  std::vector<std::array<uint32_t, 3>> neighbors_;  ///< across the edge from corner i to i + 1
  std::vector<SharpEdge> sharp_edges_;
};

}  // namespace understudy
