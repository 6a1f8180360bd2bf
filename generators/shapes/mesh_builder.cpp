// SPDX-License-Identifier: Apache-2.0
#include "generators/shapes/mesh_builder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/error.h"

namespace understudy {
namespace {

constexpr float weld_m = 1e-5f;

/// Index of the first position that coincides with each one, and has its normal where normals are given.
std::vector<uint32_t> weld(const Piece& piece) {
  std::map<std::array<int64_t, 6>, uint32_t> first;
  std::vector<uint32_t> to(piece.positions.size());
  for (uint32_t i = 0; i < piece.positions.size(); ++i) {
    const glm::vec3 p = piece.positions[i] / weld_m;
    const glm::vec3 n = piece.normals.empty() ? glm::vec3(0) : piece.normals[i] * 1e3f;
    const std::array<int64_t, 6> key{std::llround(p.x), std::llround(p.y), std::llround(p.z),
                                     std::llround(n.x), std::llround(n.y), std::llround(n.z)};
    to[i] = first.try_emplace(key, i).first->second;
  }
  return to;
}

/// Whether a triangle has so little area that its normal means nothing.
bool degenerate(const glm::vec3& a, const glm::vec3& b, const glm::vec3& c) {
  const float longest2 = std::max({glm::dot(b - a, b - a), glm::dot(c - b, c - b), glm::dot(a - c, a - c)});
  return glm::length(glm::cross(b - a, c - a)) < std::min(1e-9f, 1e-3f * longest2) || longest2 == 0;
}

glm::vec3 area_normal(const Piece& piece, const glm::uvec3& t) {
  const glm::vec3 a = piece.positions[t.x];
  return glm::cross(piece.positions[t.y] - a, piece.positions[t.z] - a);
}

float corner_angle(const Piece& piece, const glm::uvec3& t, int corner) {
  const glm::vec3 p = piece.positions[t[corner]];
  const glm::vec3 a = glm::normalize(piece.positions[t[(corner + 1) % 3]] - p);
  const glm::vec3 b = glm::normalize(piece.positions[t[(corner + 2) % 3]] - p);
  return std::acos(std::clamp(glm::dot(a, b), -1.0f, 1.0f));
}

glm::vec2 box_uv(const glm::vec3& p, const glm::vec3& face_normal) {
  const glm::vec3 n = glm::abs(face_normal);
  if (n.z >= n.x && n.z >= n.y) return {p.x, p.y};
  return n.x >= n.y ? glm::vec2(p.y, p.z) : glm::vec2(p.x, p.z);
}

/// The piece without triangles that have no area, its corners welded.
Piece cleaned(const Piece& piece) {
  const std::vector<uint32_t> to = weld(piece);
  Piece out = piece;
  out.triangles.clear(), out.slots.clear(), out.parts.clear();
  for (size_t i = 0; i < piece.triangles.size(); ++i) {
    const glm::uvec3 t{to[piece.triangles[i].x], to[piece.triangles[i].y], to[piece.triangles[i].z]};
    if (degenerate(piece.positions[t.x], piece.positions[t.y], piece.positions[t.z])) continue;
    out.triangles.push_back(t);
    if (!piece.slots.empty()) out.slots.push_back(piece.slots[i]);
    if (!piece.parts.empty()) out.parts.push_back(piece.parts[i]);
  }
  return out;
}

/// One normal per corner of each triangle: the angle-weighted mean of the faces around it that are not across
/// a crease.
std::vector<std::array<glm::vec3, 3>> corner_normals(const Piece& piece) {
  const size_t count = piece.triangles.size();
  std::vector<glm::vec3> faces(count);
  std::vector<std::vector<std::pair<uint32_t, float>>> around(piece.positions.size());
  for (uint32_t f = 0; f < count; ++f) {
    faces[f] = glm::normalize(area_normal(piece, piece.triangles[f]));
    for (int c = 0; c < 3; ++c)
      around[piece.triangles[f][c]].emplace_back(f, corner_angle(piece, piece.triangles[f], c));
  }
  const float limit = std::cos(glm::radians(piece.crease_deg));
  std::vector<std::array<glm::vec3, 3>> normals(count);
  for (uint32_t f = 0; f < count; ++f) {
    for (int c = 0; c < 3; ++c) {
      glm::vec3 sum(0);
      for (const auto& [other, weight] : around[piece.triangles[f][c]])
        if (other == f || glm::dot(faces[f], faces[other]) > limit) sum += weight * faces[other];
      normals[f][c] = glm::length(sum) > 1e-6f ? glm::normalize(sum) : faces[f];
    }
  }
  return normals;
}

/// Gives equal (position, normal, uv) one index.
class VertexMerger {
 public:
  explicit VertexMerger(Mesh& mesh) : mesh_(mesh) {}
  uint32_t index(uint32_t source, const glm::vec3& p, const glm::vec3& n, const glm::vec2& uv) {
    const std::array<int64_t, 6> key{source,
                                     std::llround(n.x * 1e4f),
                                     std::llround(n.y * 1e4f),
                                     std::llround(n.z * 1e4f),
                                     std::llround(uv.x * 1e5f),
                                     std::llround(uv.y * 1e5f)};
    const auto [at, fresh] = index_of_.try_emplace(key, uint32_t(mesh_.positions.size()));
    if (fresh) {
      mesh_.positions.push_back(p);
      mesh_.normals.push_back(n);
      mesh_.uvs.push_back(uv);
    }
    return at->second;
  }

 private:
  Mesh& mesh_;
  std::map<std::array<int64_t, 6>, uint32_t> index_of_;
};

}  // namespace

void Piece::quad(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  triangle(a, b, c);
  triangle(a, c, d);
}

void Piece::append(const Piece& other) {
  CHECK(slots.size() == (other.slots.empty() ? 0 : triangles.size()), "both pieces or neither have slots");
  const auto base = uint32_t(positions.size());
  positions.insert(positions.end(), other.positions.begin(), other.positions.end());
  for (const glm::uvec3& t : other.triangles) triangles.push_back(t + base);
  slots.insert(slots.end(), other.slots.begin(), other.slots.end());
  parts.insert(parts.end(), other.parts.begin(), other.parts.end());
}

Piece transformed(const Piece& piece, const glm::mat4& map) {
  Piece out = piece;
  for (glm::vec3& p : out.positions) p = glm::vec3(map * glm::vec4(p, 1));
  const glm::mat3 turn = glm::transpose(glm::inverse(glm::mat3(map)));
  for (glm::vec3& n : out.normals) n = glm::normalize(turn * n);
  if (glm::determinant(glm::mat3(map)) < 0)
    for (glm::uvec3& t : out.triangles) std::swap(t.y, t.z);
  return out;
}

double signed_volume6(const Piece& piece) {
  double volume = 0;
  for (const glm::uvec3& t : piece.triangles) {
    const glm::dvec3 a = piece.positions[t.x], b = piece.positions[t.y], c = piece.positions[t.z];
    volume += glm::dot(a, glm::cross(b, c));
  }
  return volume;
}

void MeshBuilder::add(const Piece& piece, const glm::mat4& to_object) {
  CHECK(piece.slots.empty() || piece.slots.size() == piece.triangles.size(), "one slot per triangle");
  CHECK(piece.parts.empty() || piece.parts.size() == piece.triangles.size(), "one part per triangle");
  const Piece placed = cleaned(transformed(piece, to_object));
  const bool given = !placed.normals.empty();
  const auto creased = given ? std::vector<std::array<glm::vec3, 3>>() : corner_normals(placed);
  VertexMerger merger(mesh_);
  for (size_t f = 0; f < placed.triangles.size(); ++f) {
    const glm::uvec3 t = placed.triangles[f];
    const glm::vec3 face = area_normal(placed, t);
    glm::uvec3 out;
    for (int c = 0; c < 3; ++c) {
      const glm::vec3 p = placed.positions[t[c]];
      const glm::vec2 uv = piece.map_uv ? piece.map_uv(p) : box_uv(p, face);
      out[c] = merger.index(t[c], p, given ? placed.normals[t[c]] : creased[f][c], uv);
    }
    mesh_.triangles.push_back(out);
    mesh_.slots.push_back(placed.slots.empty() ? slot_ : placed.slots[f]);
    mesh_.parts.push_back(placed.parts.empty() ? part_ : placed.parts[f]);
  }
}

MeshPtr MeshBuilder::build_on_ground() {
  CHECK(!mesh_.positions.empty(), "a mesh needs geometry");
  float lowest = mesh_.positions[0].z;
  for (const glm::vec3& p : mesh_.positions) lowest = std::min(lowest, p.z);
  for (glm::vec3& p : mesh_.positions) p.z -= lowest;
  return build();
}

MeshPtr MeshBuilder::build() {
  mesh_.finish();
  return std::make_shared<const Mesh>(std::move(mesh_));
}

}  // namespace understudy
