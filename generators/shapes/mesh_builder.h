// SPDX-License-Identifier: Apache-2.0
// Puts pieces of geometry together into one mesh: places them, tags their triangles with slot and part, and
// gives them normals that are smooth within a piece and hard at its creases.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "scenes/mesh.h"

namespace understudy {

/// Triangles in some space of their own, counter-clockwise seen from outside.
struct Piece {
  std::vector<glm::vec3> positions;
  std::vector<glm::uvec3> triangles;
  std::vector<uint16_t> slots;     ///< per triangle; empty: the builder's current slot
  std::vector<uint16_t> parts;     ///< per triangle; empty: the builder's current part
  std::vector<glm::vec3> normals;  ///< per position; empty: from the faces, hard at creases
  float crease_deg = 35;           ///< faces that meet at a larger angle keep a hard edge
  /// uv of a placed position, in metres; empty: box-mapped.
  std::function<glm::vec2(const glm::vec3&)> map_uv;

  void triangle(uint32_t a, uint32_t b, uint32_t c) { triangles.emplace_back(a, b, c); }
  void quad(uint32_t a, uint32_t b, uint32_t c, uint32_t d);
  /// Adds another piece's geometry (positions, triangles, slots and parts if either has them; no normals).
  void append(const Piece& other);
};

/// A piece moved, turned or scaled; a mirroring map keeps the outside outside.
Piece transformed(const Piece& piece, const glm::mat4& map);

/// Six times the volume enclosed, > 0 where a closed piece faces outward.
double signed_volume6(const Piece& piece);

class MeshBuilder {
 public:
  explicit MeshBuilder(std::string name) { mesh_.name = std::move(name); }

  /// Slot and part of what is added from now on.
  void tag(uint16_t slot, uint16_t part) { slot_ = slot, part_ = part; }

  /// uvs are box-mapped: metres along the two axes that the face looks along least.
  void add(const Piece& piece, const glm::mat4& to_object = glm::mat4(1));

  size_t triangle_count() const { return mesh_.triangles.size(); }

  /// The mesh where it is, finished.
  MeshPtr build();
  /// The mesh, moved up or down so that its lowest vertex is at z = 0, and finished.
  MeshPtr build_on_ground();

 private:
  Mesh mesh_;
  uint16_t slot_ = 0, part_ = 0;
};

}  // namespace understudy
