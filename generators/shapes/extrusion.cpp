// SPDX-License-Identifier: Apache-2.0
#include "generators/shapes/extrusion.h"

#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "base/error.h"

namespace understudy {
namespace {

constexpr float tau = 2 * glm::pi<float>();
const float smooth_cosine = std::cos(glm::radians(35.0f));

/// To the right of a direction: outward of a line that has its inside on the left.
glm::vec2 right_of(const glm::vec2& along) { return {along.y, -along.x}; }

/// A point of a wall seen from above: how it moves with an inset of 1 m, and the normals of its two sides.
struct Corner {
  glm::vec2 at, inward, before, after;
};

/// `loop` has the solid on its left.
std::vector<Corner> corners_of(const Outline& loop) {
  const size_t n = loop.size();
  std::vector<Corner> corners;
  for (size_t i = 0; i < n; ++i) {
    const glm::vec2 before = right_of(glm::normalize(loop[i] - loop[(i + n - 1) % n]));
    const glm::vec2 after = right_of(glm::normalize(loop[(i + 1) % n] - loop[i]));
    const float cosine = glm::dot(before, after);
    const glm::vec2 middle = glm::normalize(before + after);
    const glm::vec2 inward = -middle / std::max(glm::dot(middle, after), 0.3f);
    if (cosine > smooth_cosine)
      corners.push_back({loop[i], inward, middle, middle});
    else
      corners.push_back({loop[i], inward, before, after});
  }
  return corners;
}

/// A quarter circle each at the lower and the upper edge: (inset, height, sine of the normal's slope).
std::vector<glm::vec3> edge_profile(float z0, float z1, float fillet_m, int segments) {
  std::vector<glm::vec3> profile;
  for (const bool upper : {false, true}) {
    for (int i = 0; i <= segments; ++i) {
      const float angle = tau / 4 * (float(i) / float(segments) - (upper ? 0 : 1));
      const float z = (upper ? z1 - fillet_m : z0 + fillet_m) + fillet_m * std::sin(angle);
      profile.emplace_back(fillet_m * (1 - std::cos(angle)), z, std::sin(angle));
    }
  }
  return profile;
}

void add_wall(Piece& piece, const std::vector<Corner>& corners, const std::vector<glm::vec3>& profile) {
  const auto column = [&](const Corner& corner, const glm::vec2& normal) {
    const auto first = uint32_t(piece.positions.size());
    for (const glm::vec3& p : profile) {
      piece.positions.emplace_back(corner.at + corner.inward * p.x, p.y);
      piece.normals.emplace_back(normal * std::sqrt(std::max(0.0f, 1 - p.z * p.z)), p.z);
    }
    return first;
  };
  for (size_t i = 0; i < corners.size(); ++i) {
    const Corner& next = corners[(i + 1) % corners.size()];
    const uint32_t a = column(corners[i], corners[i].after), b = column(next, next.before);
    for (uint32_t k = 0; k + 1 < profile.size(); ++k) piece.quad(a + k, b + k, b + k + 1, a + k + 1);
  }
}

void add_face(Piece& piece, const std::vector<Corner>& corners, const std::vector<glm::uvec3>& triangles,
              float inset_m, float z, bool up) {
  const auto first = uint32_t(piece.positions.size());
  for (const Corner& corner : corners) {
    piece.positions.emplace_back(corner.at + corner.inward * inset_m, z);
    piece.normals.emplace_back(0, 0, up ? 1 : -1);
  }
  for (const glm::uvec3& t : triangles)
    up ? piece.triangle(first + t.x, first + t.y, first + t.z)
       : piece.triangle(first + t.x, first + t.z, first + t.y);
}

}  // namespace

Outline circle_outline(const glm::vec2& centre, float radius_m, int sides) {
  Outline outline;
  for (int i = 0; i < sides; ++i) {
    const float angle = tau * float(i) / float(sides);
    outline.push_back(centre + radius_m * glm::vec2(std::cos(angle), std::sin(angle)));
  }
  return outline;
}

Outline rounded_outline(const std::vector<glm::vec2>& corners, const std::vector<float>& radii_m,
                        int segments) {
  const size_t n = corners.size();
  Outline outline;
  for (size_t i = 0; i < n; ++i) {
    const glm::vec2 p = corners[i], to_last = corners[(i + n - 1) % n] - p,
                    to_next = corners[(i + 1) % n] - p;
    const glm::vec2 a = glm::normalize(to_last), b = glm::normalize(to_next);
    const float half = 0.5f * std::acos(std::clamp(glm::dot(a, b), -1.0f, 1.0f));
    const float room = 0.49f * std::min(glm::length(to_last), glm::length(to_next));
    const float radius = std::min(radii_m[radii_m.size() == 1 ? 0 : i], room * std::tan(half));
    if (radius < 1e-6f) {
      outline.push_back(p);
      continue;
    }
    const glm::vec2 centre = p + glm::normalize(a + b) * (radius / std::sin(half));
    const glm::vec2 from = p + a * (radius / std::tan(half)) - centre;
    const float turn = (b.x * a.y - b.y * a.x > 0 ? 1.0f : -1.0f) * (tau / 2 - 2 * half);
    for (int k = 0; k <= segments; ++k) {
      const float angle = turn * float(k) / float(segments);
      const float c = std::cos(angle), s = std::sin(angle);
      outline.push_back(centre + glm::vec2(c * from.x - s * from.y, s * from.x + c * from.y));
    }
  }
  return outline;
}

Outline rectangle_outline(const glm::vec2& lower, const glm::vec2& upper, float radius_m, int segments) {
  return rounded_outline({lower, {upper.x, lower.y}, upper, {lower.x, upper.y}}, {radius_m}, segments);
}

Outline slot_outline(const glm::vec2& a, const glm::vec2& b, float radius_m, int segments) {
  const glm::vec2 along = glm::normalize(b - a), across = right_of(along);
  Outline outline;
  for (const float end : {-1.0f, 1.0f}) {
    for (int k = 0; k <= segments; ++k) {
      const float angle = tau / 2 * float(k) / float(segments);
      outline.push_back((end < 0 ? a : b) -
                        end * radius_m * (std::cos(angle) * -across - std::sin(angle) * along));
    }
  }
  return outline;
}

Piece rounded_extrusion(const Outline& outline, const std::vector<Outline>& holes, float z0, float z1,
                        float fillet_m, int segments) {
  Piece piece;
  const float fillet = std::min(fillet_m, 0.49f * (z1 - z0));
  const std::vector<glm::vec3> profile = edge_profile(z0, z1, fillet, segments);
  std::vector<Corner> all;
  std::vector<Outline> faces;  // what the fillet leaves flat
  const auto add = [&](const Outline& loop) {
    const std::vector<Corner> corners = corners_of(loop);
    add_wall(piece, corners, profile);
    all.insert(all.end(), corners.begin(), corners.end());
    faces.emplace_back();
    for (const Corner& corner : corners) faces.back().push_back(corner.at + corner.inward * fillet);
  };
  add(outline);
  for (const Outline& hole : holes) add(Outline(hole.rbegin(), hole.rend()));
  const std::vector<glm::uvec3> triangles = triangulate(faces[0], {faces.begin() + 1, faces.end()});
  add_face(piece, all, triangles, fillet, z1, true);
  add_face(piece, all, triangles, fillet, z0, false);
  return piece;
}

}  // namespace understudy
