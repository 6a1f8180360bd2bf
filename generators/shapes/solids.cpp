// SPDX-License-Identifier: Apache-2.0
#include "generators/shapes/solids.h"

#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>
#include <glm/gtc/matrix_transform.hpp>

#include "base/error.h"

namespace understudy {
namespace {

constexpr float tau = 2 * glm::pi<float>();

glm::vec3 any_perpendicular(const glm::vec3& axis) {
  return glm::normalize(glm::cross(axis, std::abs(axis.z) < 0.9f ? glm::vec3(0, 0, 1) : glm::vec3(1, 0, 0)));
}

Ring circle(const glm::vec3& centre, const glm::vec3& x, const glm::vec3& y, float radius_m, int sides) {
  Ring ring;
  for (int i = 0; i < sides; ++i) {
    const float angle = tau * float(i) / float(sides);
    ring.push_back(centre + radius_m * (std::cos(angle) * x + std::sin(angle) * y));
  }
  return ring;
}

void cap(Piece& piece, uint32_t first, uint32_t count, bool forward) {
  glm::vec3 centre(0);
  for (uint32_t i = 0; i < count; ++i) centre += piece.positions[first + i] / float(count);
  const auto middle = uint32_t(piece.positions.size());
  piece.positions.push_back(centre);
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t a = first + i, b = first + (i + 1) % count;
    forward ? piece.triangle(a, b, middle) : piece.triangle(b, a, middle);
  }
}

}  // namespace

Piece box(const glm::vec3& lower, const glm::vec3& upper) {
  Piece piece;
  for (int i = 0; i < 8; ++i)
    piece.positions.emplace_back(i & 1 ? upper.x : lower.x, i & 2 ? upper.y : lower.y,
                                 i & 4 ? upper.z : lower.z);
  piece.quad(0, 2, 3, 1);
  piece.quad(4, 5, 7, 6);
  piece.quad(0, 1, 5, 4);
  piece.quad(2, 6, 7, 3);
  piece.quad(0, 4, 6, 2);
  piece.quad(1, 3, 7, 5);
  return piece;
}

Piece rounded_box(const glm::vec3& lower, const glm::vec3& upper, float radius_m, int segments) {
  const glm::vec3 size = upper - lower;
  const float r = std::min(radius_m, 0.499f * std::min({size.x, size.y, size.z}));
  // A sphere of latitude rings pulled apart at the equator and at the quadrants: eight corner patches.
  Piece piece;
  std::vector<Ring> rings;
  for (int half = 0; half < 2; ++half) {
    for (int i = 0; i <= segments; ++i) {
      const float latitude = tau / 4 * (float(i) / float(segments) - (half ? 0 : 1));
      const float z = half ? upper.z - r + r * std::sin(latitude) : lower.z + r + r * std::sin(latitude);
      const float out = r * std::cos(latitude);
      Ring ring;
      for (int quadrant = 0; quadrant < 4; ++quadrant) {
        const float cx = quadrant == 0 || quadrant == 3 ? upper.x - r : lower.x + r;
        const float cy = quadrant < 2 ? upper.y - r : lower.y + r;
        for (int j = 0; j <= segments; ++j) {
          const float angle = tau / 4 * (float(quadrant) + float(j) / float(segments));
          ring.emplace_back(cx + out * std::cos(angle), cy + out * std::sin(angle), z);
        }
      }
      rings.push_back(ring);
    }
  }
  return loft(rings);
}

Piece ellipsoid(const glm::vec3& centre, const glm::vec3& radii_m, int segments) {
  std::vector<glm::vec2> profile;
  const int rows = std::max(2, segments / 2);
  for (int i = 0; i <= rows; ++i) {
    const float latitude = tau / 2 * (float(i) / float(rows) - 0.5f);
    profile.emplace_back(i == 0 || i == rows ? 0 : std::cos(latitude), std::sin(latitude));
  }
  return transformed(lathe(profile, segments), translate(centre) * scale(radii_m));
}

Piece cone(const glm::vec3& a, const glm::vec3& b, float radius_a_m, float radius_b_m, int sides) {
  return sweep({a, b}, {radius_a_m, radius_b_m}, sides);
}

Piece cylinder(const glm::vec3& a, const glm::vec3& b, float radius_m, int sides) {
  return cone(a, b, radius_m, radius_m, sides);
}

Piece lathe(const std::vector<glm::vec2>& profile, int segments) {
  std::vector<Ring> rings;
  for (const glm::vec2& p : profile)
    rings.push_back(circle({0, 0, p.y}, {1, 0, 0}, {0, 1, 0}, p.x, segments));
  return loft(rings, false);
}

Piece torus(float radius_m, float tube_radius_m, int segments, int sides) {
  std::vector<glm::vec2> profile;
  for (int i = 0; i <= sides; ++i) {
    const float angle = tau * float(i % sides) / float(sides);
    profile.emplace_back(radius_m + tube_radius_m * std::cos(angle), tube_radius_m * std::sin(angle));
  }
  return lathe(profile, segments);
}

Piece sweep(const std::vector<glm::vec3>& path, const std::vector<float>& radii_m, int sides) {
  CHECK(path.size() >= 2 && path.size() == radii_m.size(), "a sweep needs one radius per point");
  const size_t last = path.size() - 1;
  std::vector<Ring> rings;
  glm::vec3 x = any_perpendicular(glm::normalize(path[1] - path[0]));
  for (size_t i = 0; i <= last; ++i) {
    const glm::vec3 tangent = glm::normalize(path[std::min(i + 1, last)] - path[i ? i - 1 : 0]);
    x = glm::normalize(x - glm::dot(x, tangent) * tangent);  // parallel transport: no twist
    rings.push_back(circle(path[i], x, glm::cross(tangent, x), radii_m[i], sides));
  }
  return loft(rings);
}

Piece loft(const std::vector<Ring>& rings, bool capped, bool closed) {
  CHECK(rings.size() >= 2, "a loft needs two rings");
  const auto count = uint32_t(rings[0].size());
  Piece piece;
  for (const Ring& ring : rings) {
    CHECK(ring.size() == count, "the rings of a loft have equal length");
    piece.positions.insert(piece.positions.end(), ring.begin(), ring.end());
  }
  const auto total = uint32_t(rings.size());
  for (uint32_t r = 0; r + (closed ? 0 : 1) < total; ++r) {
    for (uint32_t i = 0; i < count; ++i) {
      const uint32_t j = (i + 1) % count, next = (r + 1) % total;
      piece.quad(r * count + i, r * count + j, next * count + j, next * count + i);
    }
  }
  if (capped && !closed) {
    cap(piece, 0, count, false);
    cap(piece, (total - 1) * count, count, true);
  }
  return piece;
}

Piece grid(int rows, int columns, const std::function<glm::vec3(int, int)>& point) {
  Piece piece;
  for (int r = 0; r <= rows; ++r)
    for (int c = 0; c <= columns; ++c) piece.positions.push_back(point(r, c));
  const auto at = [&](int r, int c) { return uint32_t(r * (columns + 1) + c); };
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < columns; ++c) piece.quad(at(r, c), at(r + 1, c), at(r + 1, c + 1), at(r, c + 1));
  return piece;
}

Piece slab(int rows, int columns, const std::function<glm::vec3(int, int)>& point, float thickness_m) {
  const auto along = [&](int r, int c) {
    const glm::vec3 du = point(std::min(r + 1, rows), c) - point(std::max(r - 1, 0), c);
    const glm::vec3 dv = point(r, std::min(c + 1, columns)) - point(r, std::max(c - 1, 0));
    const glm::vec3 normal = glm::cross(du, dv);
    const float length = glm::length(normal);
    return length > 1e-12f ? normal / length : glm::vec3(0);
  };
  Piece piece = grid(rows, columns, point);
  Piece back = grid(rows, columns, [&](int r, int c) { return point(r, c) - thickness_m * along(r, c); });
  for (glm::uvec3& t : back.triangles) std::swap(t.y, t.z);
  const auto offset = uint32_t(piece.positions.size());
  piece.append(back);
  std::vector<uint32_t> border;  // counter-clockwise seen from the front
  const auto at = [&](int r, int c) { return uint32_t(r * (columns + 1) + c); };
  for (int r = 0; r < rows; ++r) border.push_back(at(r, 0));
  for (int c = 0; c < columns; ++c) border.push_back(at(rows, c));
  for (int r = rows; r > 0; --r) border.push_back(at(r, columns));
  for (int c = columns; c > 0; --c) border.push_back(at(0, c));
  for (size_t i = 0; i < border.size(); ++i) {
    const uint32_t a = border[i], b = border[(i + 1) % border.size()];
    piece.quad(b, a, a + offset, b + offset);
  }
  return piece;
}

std::vector<glm::vec3> smooth_path(const std::vector<glm::vec3>& points, int per_segment) {
  std::vector<glm::vec3> out;
  const int last = int(points.size()) - 1;
  for (int i = 0; i < last; ++i) {
    const glm::vec3 p0 = points[std::max(i - 1, 0)], p1 = points[i], p2 = points[i + 1],
                    p3 = points[std::min(i + 2, last)];
    for (int k = 0; k < per_segment; ++k) {
      const float t = float(k) / float(per_segment);
      out.push_back(0.5f * (2.0f * p1 + (p2 - p0) * t + (2.0f * p0 - 5.0f * p1 + 4.0f * p2 - p3) * t * t +
                            (3.0f * p1 - p0 - 3.0f * p2 + p3) * t * t * t));
    }
  }
  out.push_back(points.back());
  return out;
}

glm::mat4 translate(const glm::vec3& offset) { return glm::translate(glm::mat4(1), offset); }
glm::mat4 rotate_x(float degrees) { return glm::rotate(glm::mat4(1), glm::radians(degrees), {1, 0, 0}); }
glm::mat4 rotate_y(float degrees) { return glm::rotate(glm::mat4(1), glm::radians(degrees), {0, 1, 0}); }
glm::mat4 rotate_z(float degrees) { return glm::rotate(glm::mat4(1), glm::radians(degrees), {0, 0, 1}); }
glm::mat4 scale(const glm::vec3& factors) { return glm::scale(glm::mat4(1), factors); }

glm::mat4 z_along(const glm::vec3& axis, const glm::vec3& at) {
  const glm::vec3 x = any_perpendicular(axis);
  return glm::mat4(glm::vec4(x, 0), glm::vec4(glm::cross(axis, x), 0), glm::vec4(axis, 0), glm::vec4(at, 1));
}

}  // namespace understudy
