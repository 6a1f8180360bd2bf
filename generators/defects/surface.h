// SPDX-License-Identifier: Apache-2.0
// A mesh that defects are cut into. A region is where a field is negative; its outline becomes a chain of
// edges. Whether and where an edge is split is decided from its two ends alone, so triangles on both sides of
// it agree, also where vertices are doubled along a crease or a seam: there are no T-junctions and no gaps.
// All that decides an outline is in double precision.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include <glm/glm.hpp>

#include "generators/defects/edge_table.h"
#include "scenes/mesh.h"

namespace understudy {

/// A number for each point of an object's space, m. Of a region: negative inside, changing by no more than 1
/// per metre.
using ScalarField = std::function<double(const glm::dvec3&)>;

inline glm::dvec3 normalized_or(const glm::dvec3& v, const glm::dvec3& otherwise) {
  const double length = glm::length(v);
  return length > 1e-12 ? v / length : otherwise;
}

/// How a defect reaches the other side of a wall.
struct Through {
  /// Pressed: the other side moves along with this one. Bored: both sides are taken away, and a wall joins
  /// their outlines.
  enum class Way { pressed, bored } way = Way::bored;
  glm::dvec3 exit{0};        ///< on the other side
  glm::dvec3 axis{0, 0, 1};  ///< unit, from the exit to where it began; along it the field does not change
  double taper_m = 0;        ///< of a bore: how far the outline has moved inwards at the exit
};

/// What one defect does to a surface.
struct DefectShape {
  ScalarField field;
  ScalarField height;  ///< displacement, m; 0 at the outline. Empty: none
  /// Unit: of displacement; empty: along the surface's normal.
  std::optional<glm::dvec3> direction;
  double finest_m = 0;  ///< no edge inside the region is longer; nor may a feature of the
                        ///< field be smaller
  double steepest = 1;  ///< per metre the field changes by no more than this, but at few points
  /// Where the field is below, nothing changes any more: no relief, no band. No finer triangles are needed
  /// there.
  double even_below_m = -std::numeric_limits<double>::infinity();
  /// Its outline is left to chance and to where the surface ends: how long and wide it is, is measured on
  /// what it takes of the surface.
  bool measured = false;
  bool connected = true;  ///< only what hangs together with the seed; else all of the surface in the region
  glm::dvec3 center{0};   ///< of a sphere that holds the region
  double radius_m = 0;
  /// Values of the field < 0, descending, along which the surface is cut too: they part the region into bands
  /// from the outline inwards, each with its own material.
  std::vector<double> levels;
  bool creased = true;  ///< the height may have a crease at the levels
  /// Normals of the displaced surface: from the height's slope, from the faces as they lie (broken matter),
  /// or from the field, where the displaced surface is what the field's zero line is on the intact one.
  enum class Normals { from_height, from_faces, from_field } normals = Normals::from_height;
  /// Points of pieces of the region that hang together with nothing else, as where a scratch skips.
  std::vector<glm::dvec3> islands;
  std::optional<Through> through;
};

/// The surface of one defect. Slot k of its meshes has the material of the object's slot `looks[k].slot`,
/// changed as the defect changes it in `looks[k].band`.
struct DefectMesh {
  struct Look {
    uint16_t slot, band;
    auto operator<=>(const Look&) const = default;
  };
  MeshPtr mesh;     ///< displaced; null: nothing of the surface lies in the region
  MeshPtr as_good;  ///< the same triangles where they lay before
  std::vector<Look> looks;
};

class Surface {
 public:
  explicit Surface(const Mesh& mesh);

  /// Cuts out the part of the region that hangs together with the surface at `seed` or an island. What an
  /// earlier defect holds stays that one's; the heights of both add up there. False: nothing of the surface
  /// is in the region, or what is to go through has no outline of its own on both sides, or meets another
  /// defect there.
  bool cut(const DefectShape& shape, const glm::dvec3& seed);

  /// What no defect holds; null where nothing is left.
  MeshPtr intact() const;
  /// Of the defect of the n-th cut that returned true, from 0.
  DefectMesh defect(size_t number) const;
  size_t defect_count() const { return defects_; }

 private:
  static constexpr uint32_t nobody = 0xFFFFFFFFu;
  struct Vertex {
    glm::dvec3 position, normal;
    glm::dvec2 uv;
    glm::dvec3 direction;  ///< of displacement: the mean normal of all that meets at this place
    glm::dvec3 offset{0};
  };
  struct Triangle {
    glm::uvec3 corners;
    uint16_t slot, part, band = 0;
    uint32_t defect = nobody;
    uint32_t normals = nobody;  ///< index into normals_ of its displaced corners; nobody: the vertices' own
    enum class Seen : uint8_t {
      always,
      as_good,
      as_bad
    } seen = Seen::always;  ///< with the defect or without
  };
  class EdgeSplitter;
  /// A mesh in the making, and which of its vertices stands for which of ours.
  struct MeshVertices {
    Mesh& mesh;
    std::vector<uint32_t> plain;
    std::vector<uint32_t> tilted;  ///< the last of those that stand for a vertex with a normal of their own
    std::vector<uint32_t> next;    ///< for each vertex of the mesh: the one that was last before it
  };

  bool cut_near(const DefectShape& shape, const glm::dvec3& seed);
  void find_seams(const std::vector<uint32_t>& place_of, size_t places);
  void refine(const DefectShape& shape);
  void cut_along(const DefectShape& shape, double level, std::vector<double>& values);
  std::vector<uint32_t> connected_inside(const DefectShape& shape, double level,
                                         const std::vector<double>& values,
                                         const std::vector<glm::dvec3>& seeds) const;
  bool claim(const DefectShape& shape, const std::vector<double>& values,
             const std::vector<uint32_t>& inside);
  void displace(const DefectShape& shape, double sign, const std::vector<double>& values,
                const std::vector<uint32_t>& inside);
  void tilt_normals(const DefectShape& shape, double sign, uint32_t triangle);
  bool press(const DefectShape& shape, const std::vector<double>& values,
             const std::vector<uint32_t>& inside);
  bool bore(const DefectShape& shape, const std::vector<double>& values, const std::vector<uint32_t>& inside);
  std::vector<uint32_t> outline(const std::vector<uint32_t>& triangles) const;
  void add_wall(const DefectShape& shape, const std::vector<uint32_t>& entry,
                const std::vector<uint32_t>& exit, Triangle like);
  bool is_beyond(const DefectShape& shape, const Triangle& triangle, double share) const;
  bool is_far(const DefectShape& shape, const Triangle& triangle) const;
  bool may_touch(const DefectShape& shape, const Triangle& triangle) const;
  uint32_t add_corner(const Triangle& triangle, int corner, bool displaced, MeshVertices& out) const;
  MeshPtr mesh_of(uint32_t defect, bool displaced, const std::vector<DefectMesh::Look>& looks) const;

  const Mesh& source_;
  std::vector<Vertex> vertices_;
  std::vector<Triangle> triangles_;
  /// Edges whose vertices are doubled, because the surface has a crease or a seam there: the mean normal.
  EdgeTable<glm::dvec3> seams_;
  std::vector<std::array<glm::dvec3, 3>> normals_;
  size_t defects_ = 0;
};

}  // namespace understudy
