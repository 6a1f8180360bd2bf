// SPDX-License-Identifier: Apache-2.0
#include "generators/import/surface.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

#include "generators/import/orientation.h"

namespace understudy::importing {
namespace {

/// Beyond, floats and the squares of lengths run out of digits.
constexpr float farthest = 1e12f;

bool usable(const glm::vec3& p) {
  return std::abs(p.x) < farthest && std::abs(p.y) < farthest && std::abs(p.z) < farthest;
}

/// The first vertex of each place: vertices at the same coordinates get one number.
std::vector<uint32_t> weld(const std::vector<glm::vec3>& positions) {
  struct At {
    glm::vec3 p;
    uint32_t index;
  };
  std::vector<At> order;
  order.reserve(positions.size());
  for (size_t i = 0; i < positions.size(); ++i)
    if (usable(positions[i])) order.push_back({positions[i] + 0.0f, uint32_t(i)});  // -0 becomes 0
  const auto key = [](const At& at) { return std::tie(at.p.x, at.p.y, at.p.z, at.index); };
  std::sort(order.begin(), order.end(), [&](const At& a, const At& b) { return key(a) < key(b); });
  std::vector<uint32_t> to(positions.size());
  std::iota(to.begin(), to.end(), 0u);
  for (size_t i = 1; i < order.size(); ++i)
    if (order[i].p == order[i - 1].p) to[order[i].index] = to[order[i - 1].index];
  return to;
}

struct Corner {
  uint32_t place = 0;  ///< number of its weld
  glm::vec3 normal{0};
  glm::vec2 uv{0};
};

class Surface {
 public:
  Surface(const RawScene& scene, const glm::dmat3& to_metres) : scene_(scene) {
    positions_.reserve(scene.positions.size());
    for (const glm::vec3& p : scene.positions)
      positions_.push_back(usable(p) ? glm::vec3(to_metres * glm::dvec3(p)) : glm::vec3(2 * farthest));
    turn_ = glm::mat3(to_metres / std::cbrt(glm::determinant(to_metres)));
    place_ = weld(positions_);
  }

  Mesh build(SurfaceReport& report) {
    keep_good_triangles(report);
    if (kept_.empty()) return {};
    const Orientation orientation = orient(positions_, place_, triangles_);
    for (size_t i = 0; i < faces_.size(); ++i)
      if (orientation.turned[i] != 0) faces_[i] = -faces_[i];
    report.turned = orientation.turned_count;
    report.open = orientation.open;
    fill_corners();
    return merged();
  }

 private:
  void keep_good_triangles(SurfaceReport& report) {
    for (size_t i = 0; i < scene_.triangles.size(); ++i) {
      const glm::uvec3 t = scene_.triangles[i];
      const glm::vec3 &p = positions_[t.x], &q = positions_[t.y], &r = positions_[t.z];
      if (!usable(p) || !usable(q) || !usable(r)) {
        ++report.not_finite;
        continue;
      }
      const glm::dvec3 a = glm::dvec3(q) - glm::dvec3(p), b = glm::dvec3(r) - glm::dvec3(p);
      const glm::dvec3 cross = glm::cross(a, b);
      const double longest2 = std::max({glm::dot(a, a), glm::dot(b, b), glm::dot(b - a, b - a)});
      const double area = glm::length(cross);
      if (!(area > 1e-7 * longest2)) {
        ++report.degenerate;
        continue;
      }
      kept_.push_back(uint32_t(i));
      triangles_.push_back(t);
      faces_.emplace_back(cross / area);
    }
  }

  void fill_corners() {
    corners_.resize(triangles_.size());
    const std::vector<float> side = sides_of_given_normals();
    std::vector<uint32_t> lacking;
    for (uint32_t f = 0; f < triangles_.size(); ++f) {
      bool given = true;
      for (int c = 0; c < 3; ++c) {
        const uint32_t vertex = triangles_[f][c];
        Corner& corner = corners_[f][size_t(c)];
        corner.place = place_[vertex];
        corner.uv = uv_of(vertex, faces_[f]);
        corner.normal = turn_ * scene_.normals[vertex] * side[vertex];
        const float length = glm::length(corner.normal);
        given = given && length > 0.5f && std::isfinite(length);
        corner.normal /= length;
      }
      if (!given) lacking.push_back(f);
    }
    if (!lacking.empty()) make_normals(lacking);
  }

  /// -1 for a vertex whose normal points away from the side that its triangles face.
  std::vector<float> sides_of_given_normals() const {
    std::vector<float> sums(positions_.size(), 0);
    for (size_t f = 0; f < triangles_.size(); ++f)
      for (int c = 0; c < 3; ++c)
        sums[triangles_[f][c]] += glm::dot(turn_ * scene_.normals[triangles_[f][c]], faces_[f]);
    for (float& sum : sums) sum = sum < 0 ? -1.0f : 1.0f;
    return sums;
  }

  glm::vec2 uv_of(uint32_t vertex, const glm::vec3& face) const {
    const glm::vec2 uv = scene_.uvs[vertex];
    if (std::abs(uv.x) < 1e6f && std::abs(uv.y) < 1e6f) return {uv.x, 1 - uv.y};
    const glm::vec3 &p = positions_[vertex], n = glm::abs(face);
    if (n.z >= n.x && n.z >= n.y) return {p.x, p.y};
    return n.x >= n.y ? glm::vec2(p.y, p.z) : glm::vec2(p.x, p.z);
  }

  float angle_at(uint32_t face, int c) const {
    const glm::uvec3& t = triangles_[face];
    const glm::vec3 a = glm::normalize(positions_[t[(c + 1) % 3]] - positions_[t[c]]);
    const glm::vec3 b = glm::normalize(positions_[t[(c + 2) % 3]] - positions_[t[c]]);
    return std::acos(std::clamp(glm::dot(a, b), -1.0f, 1.0f));
  }

  /// Normals of all corners of these faces, from the faces around each place.
  void make_normals(const std::vector<uint32_t>& lacking) {
    struct Around {
      uint32_t place, face;
      float angle;
    };
    std::vector<Around> around;
    around.reserve(3 * triangles_.size());
    for (uint32_t f = 0; f < triangles_.size(); ++f)
      for (int c = 0; c < 3; ++c) around.push_back({place_[triangles_[f][c]], f, angle_at(f, c)});
    std::sort(around.begin(), around.end(), [](const Around& a, const Around& b) {
      return std::tie(a.place, a.face) < std::tie(b.place, b.face);
    });
    const float crease = std::cos(glm::radians(35.0f));
    constexpr size_t most = 256;  // faces looked at: where more meet, the first ones speak for all
    for (const uint32_t f : lacking) {
      for (int c = 0; c < 3; ++c) {
        const uint32_t place = place_[triangles_[f][c]];
        auto at = std::lower_bound(around.begin(), around.end(), place,
                                   [](const Around& a, uint32_t p) { return a.place < p; });
        glm::vec3 sum(0);
        for (size_t k = 0; k < most && at != around.end() && at->place == place; ++k, ++at)
          if (glm::dot(faces_[f], faces_[at->face]) > crease) sum += at->angle * faces_[at->face];
        const float length = glm::length(sum);
        corners_[f][size_t(c)].normal = length > 1e-6f ? sum / length : faces_[f];
      }
    }
  }

  /// Corners of the same place, normal and uv become one vertex, in the order in which triangles name them.
  Mesh merged() const {
    struct Key {
      std::array<int64_t, 6> looks;
      uint32_t corner;
      auto operator<=>(const Key&) const = default;
    };
    std::vector<Key> keys;
    keys.reserve(3 * corners_.size());
    for (size_t i = 0; i < 3 * corners_.size(); ++i) {
      const Corner& corner = corners_[i / 3][i % 3];
      keys.push_back({{corner.place, std::lround(corner.normal.x * 1e4f), std::lround(corner.normal.y * 1e4f),
                       std::lround(corner.normal.z * 1e4f), std::lround(corner.uv.x * 1e5),
                       std::lround(corner.uv.y * 1e5)},
                      uint32_t(i)});
    }
    std::sort(keys.begin(), keys.end());
    std::vector<uint32_t> first(keys.size());  // per corner, the first corner that is alike
    for (size_t i = 0; i < keys.size(); ++i) {
      const bool alike = i > 0 && keys[i].looks == keys[i - 1].looks;
      first[keys[i].corner] = alike ? first[keys[i - 1].corner] : keys[i].corner;
    }
    return with_vertices(first);
  }

  Mesh with_vertices(const std::vector<uint32_t>& first) const {
    Mesh mesh;
    std::vector<uint32_t> vertex_of(first.size());
    for (uint32_t i = 0; i < first.size(); ++i) {
      if (first[i] != i) {
        vertex_of[i] = vertex_of[first[i]];
        continue;
      }
      vertex_of[i] = uint32_t(mesh.positions.size());
      const Corner& corner = corners_[i / 3][i % 3];
      mesh.positions.push_back(positions_[corner.place]);
      mesh.normals.push_back(corner.normal);
      mesh.uvs.push_back(corner.uv);
    }
    for (size_t f = 0; f < triangles_.size(); ++f) {
      mesh.triangles.emplace_back(vertex_of[3 * f], vertex_of[3 * f + 1], vertex_of[3 * f + 2]);
      mesh.slots.push_back(scene_.slots[kept_[f]]);
      mesh.parts.push_back(scene_.parts[kept_[f]]);
    }
    return mesh;
  }

  const RawScene& scene_;
  std::vector<glm::vec3> positions_;
  glm::mat3 turn_{1};
  std::vector<uint32_t> place_;
  std::vector<uint32_t> kept_;         ///< indices into the scene's triangles
  std::vector<glm::uvec3> triangles_;  ///< the kept ones
  std::vector<glm::vec3> faces_;       ///< their normals
  std::vector<std::array<Corner, 3>> corners_;
};

}  // namespace

RawBounds bounds_of(const RawScene& scene) {
  RawBounds bounds{glm::dvec3(std::numeric_limits<double>::max()),
                   glm::dvec3(std::numeric_limits<double>::lowest())};
  for (const glm::uvec3& triangle : scene.triangles) {
    for (int c = 0; c < 3; ++c) {
      const glm::vec3& p = scene.positions[triangle[c]];
      if (!usable(p)) continue;
      bounds.lower = glm::min(bounds.lower, glm::dvec3(p));
      bounds.upper = glm::max(bounds.upper, glm::dvec3(p));
    }
  }
  return bounds;
}

Mesh make_surface(const RawScene& scene, const glm::dmat3& to_metres, SurfaceReport& report) {
  return Surface(scene, to_metres).build(report);
}

}  // namespace understudy::importing
