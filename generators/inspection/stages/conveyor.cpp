// SPDX-License-Identifier: Apache-2.0
// Parts on a belt between rails, as they come: turned anyhow, never touching.
#include <algorithm>
#include <array>
#include <cmath>

#include <glm/gtc/matrix_transform.hpp>

#include "base/unplaced.h"
#include "generators/inspection/stages/placing.h"
#include "generators/inspection/stages/stage.h"
#include "generators/palette.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

/// A rectangle seen from above.
struct Footprint {
  std::array<glm::dvec2, 4> corners;
};

Footprint footprint_of(const Mesh& mesh, const glm::dmat4& to_world, double clearance_m) {
  const glm::dvec2 lower = glm::dvec2(mesh.lower) - clearance_m, upper = glm::dvec2(mesh.upper) + clearance_m;
  Footprint f{};
  const glm::dvec2 local[] = {lower, {upper.x, lower.y}, upper, {lower.x, upper.y}};
  for (size_t i = 0; i < 4; ++i) f.corners[i] = glm::dvec2(to_world * glm::dvec4(local[i], 0, 1));
  return f;
}

/// Two convex outlines are apart if they are along one of their sides' normals.
bool apart(const Footprint& a, const Footprint& b) {
  for (const Footprint* f : {&a, &b}) {
    for (size_t i = 0; i < 2; ++i) {
      const glm::dvec2 along = f->corners[i + 1] - f->corners[i], axis{along.y, -along.x};
      double a0 = 1e9, a1 = -1e9, b0 = 1e9, b1 = -1e9;
      for (const glm::dvec2& p : a.corners)
        a0 = std::min(a0, glm::dot(axis, p)), a1 = std::max(a1, glm::dot(axis, p));
      for (const glm::dvec2& p : b.corners)
        b0 = std::min(b0, glm::dot(axis, p)), b1 = std::max(b1, glm::dot(axis, p));
      if (a1 < b0 || b1 < a0) return true;
    }
  }
  return false;
}

void add_belt(Composition& composition, double half_width, double half_length, Stream stream) {
  const float w = float(half_width), l = float(half_length), rail = 0.25f * w, high = 0.22f * w;
  static const std::vector<NamedColor> belts{{"black", glm::vec3(0.02f), 3},
                                             {"green", {0.02f, 0.1f, 0.05f}, 2},
                                             {"blue", {0.02f, 0.1f, 0.28f}, 1},
                                             {"white", glm::vec3(0.6f), 1}};
  Material rubber = matte("belt", pick(belts, stream).linear, 0.7f);
  rubber.pattern = Pattern::grain;
  rubber.pattern_color = rubber.albedo * 0.6f;
  rubber.pattern_scale_m = std::min(0.0012f, 0.02f * w);
  composition.props.push_back(prop("belt", box({-l, -w, -0.004f}, {l, w, 0}), rubber));
  for (const float side : {-1.0f, 1.0f}) {
    const float a = side * (w + 0.002f), b = side * (w + rail);
    composition.props.push_back(
        prop("rail", rounded_box({-l, std::min(a, b), -0.05f}, {l, std::max(a, b), high}, 0.003f),
             metal("rail", glm::vec3(0.8f, 0.81f, 0.82f), 0.36f)));
  }
  composition.props.push_back(prop("floor", box({-3 * l, -3 * l, -0.75f}, {3 * l, 3 * l, -0.7f}),
                                   matte("floor", glm::vec3(0.12f), 0.8f)));
}

}  // namespace

void conveyor_stage(const Draw& draw, Composition& composition) {
  const std::vector<Part> parts = draw_parts(draw);
  double longest = 0, area = 0;
  for (const Part& part : parts) {
    const glm::dvec3 size = part.mesh->upper - part.mesh->lower;
    longest = std::max(longest, std::hypot(size.x, size.y));
    area += size.x * size.y;
  }
  const double half_width = 0.5 * std::max(1.15 * longest, std::sqrt(1.3 * area));
  const double half_length = std::max(2.2 * area / (4 * half_width), 0.6 * longest);
  Stream stream = draw.stream("inspection/conveyor");
  std::vector<Footprint> taken;
  int unplaced = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    bool placed = false;
    const Mesh& mesh = *parts[i].mesh;
    for (int attempt = 0; attempt < 60 && !placed; ++attempt) {
      const glm::dvec3 at{stream.uniform(-1, 1) * half_length, stream.uniform(-1, 1) * half_width, 0};
      const glm::dmat4 to_world = standing_at(draw, i, at);
      const Footprint f = footprint_of(mesh, to_world, 0.02 * longest);
      placed =
          std::all_of(f.corners.begin(), f.corners.end(),
                      [&](const glm::dvec2& p) { return std::abs(p.y) < half_width; }) &&
          std::all_of(taken.begin(), taken.end(), [&](const Footprint& other) { return apart(f, other); });
      if (!placed) continue;
      taken.push_back(f);
      composition.parts.push_back({parts[i], to_world});
    }
    unplaced += placed ? 0 : 1;
  }
  if (unplaced > 0) composition.provenance[unplaced_name("parts")] = std::to_string(unplaced);
  composition.subject = {{0, 0, 0}, half_width};
  add_belt(composition, half_width, half_length + 8 * half_width, stream.child("belt"));
}

}  // namespace understudy::inspection
