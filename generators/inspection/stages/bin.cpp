// SPDX-License-Identifier: Apache-2.0
// A bin with parts thrown into it.
#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>
#include <glm/gtc/matrix_transform.hpp>

#include "base/unplaced.h"
#include "generators/inspection/stages/heap.h"
#include "generators/inspection/stages/placing.h"
#include "generators/inspection/stages/stage.h"
#include "generators/palette.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

constexpr int cells = 96, candidates = 16;
constexpr double layers = 1.7;  // that the parts would make, laid side by side

/// One of the turns by quarters with which a box of this size lies low: no plate on its edge.
glm::dmat4 lying(const glm::dvec3& size, Stream& stream) {
  const double lowest = 1.6 * std::min({size.x, size.y, size.z});
  for (;;) {
    const double about_x = glm::half_pi<double>() * double(stream.uniform_int(0, 3));
    const double about_y = glm::half_pi<double>() * double(stream.uniform_int(0, 1));
    const glm::dmat4 pose =
        glm::rotate(glm::rotate(glm::dmat4(1), about_x, glm::dvec3(1, 0, 0)), about_y, glm::dvec3(0, 1, 0));
    if (glm::dot(glm::abs(glm::dvec3(pose[0].z, pose[1].z, pose[2].z)), size) <= lowest) return pose;
  }
}

/// Turned anyhow about z, lying low, and a little tilted where it leans on others.
glm::dmat4 anyhow(const glm::dvec3& size, double tilt_deg, Stream& stream) {
  const double yaw = stream.uniform(0, glm::two_pi<double>()),
               lean = stream.uniform(0, glm::two_pi<double>());
  const double tilt = glm::radians(tilt_deg * std::abs(stream.normal()));
  const glm::dmat4 turned = glm::rotate(glm::dmat4(1), yaw, glm::dvec3(0, 0, 1));
  return glm::rotate(turned, tilt, glm::dvec3(std::cos(lean), std::sin(lean), 0)) * lying(size, stream);
}

/// Of several poses and places the one where the part lies low and fits.
bool drop(const Part& part, double half_side, bool first, Heap& heap, Stream& stream,
          Composition& composition) {
  double best = 1e9;
  glm::dmat4 chosen(1);
  const glm::dvec3 middle = 0.5f * (part.mesh->lower + part.mesh->upper);
  for (int i = 0; i < candidates; ++i) {
    glm::dmat4 pose = anyhow(part.mesh->upper - part.mesh->lower, first ? 0 : 12, stream) *
                      glm::translate(glm::dmat4(1), -middle);
    pose = glm::translate(glm::dmat4(1), glm::dvec3(stream.uniform(-1, 1) * half_side,
                                                    stream.uniform(-1, 1) * half_side, 0)) *
           pose;
    const std::optional<Heap::Rest> rest = heap.lower(*part.mesh, pose);
    if (!rest) continue;
    const double height = rest->height_m + (glm::dmat3(pose) * middle).z, cost = height + 1.5 * rest->gap_m;
    if (cost >= best) continue;
    best = cost;
    chosen = pose;
    chosen[3].z = rest->height_m;
  }
  if (best >= 1e9) return false;
  heap.add(*part.mesh, chosen);
  composition.parts.push_back({part, chosen});
  return true;
}

void add_walls(Composition& composition, double half_side, double height, Stream stream) {
  static const std::vector<NamedColor> plastics{{"blue", {0.02f, 0.09f, 0.3f}, 3},
                                                {"grey", glm::vec3(0.2f), 2},
                                                {"red", {0.36f, 0.02f, 0.02f}, 1},
                                                {"yellow", {0.6f, 0.36f, 0.02f}, 1}};
  Material plastic = gloss("bin", vary(pick(plastics, stream).linear, 0.2, stream), 0.45f, 0.5f);
  plastic.clearcoat_roughness = 0.25f;
  const float s = float(half_side), wall = 0.003f + 0.02f * s, h = float(height);
  composition.props.push_back(
      prop("bin floor", box({-s - wall, -s - wall, -wall}, {s + wall, s + wall, 0}), plastic));
  for (const float side : {-1.0f, 1.0f}) {
    const float a = side * s, b = side * (s + wall);
    const Piece wall_x =
        rounded_box({std::min(a, b), -s - wall, -0.5f * wall}, {std::max(a, b), s + wall, h}, 0.3f * wall);
    composition.props.push_back(prop("bin wall", wall_x, plastic));
    composition.props.push_back(prop("bin wall", transformed(wall_x, rotate_z(90)), plastic));
  }
  composition.props.push_back(prop("floor", box({-8 * s, -8 * s, -wall - 0.02f}, {8 * s, 8 * s, -wall}),
                                   matte("floor", glm::vec3(0.13f), 0.8f)));
}

}  // namespace

void bin_stage(const Draw& draw, Composition& composition) {
  const std::vector<Part> parts = draw_parts(draw);
  double longest = 0, area = 0;
  for (const Part& part : parts) {
    const glm::dvec3 size = part.mesh->upper - part.mesh->lower;
    longest = std::max(longest, glm::length(size));
    area += std::max({size.x * size.y, size.y * size.z, size.z * size.x});
  }
  const double half_side = 0.5 * std::max(1.7 * longest, std::sqrt(area / layers));
  Heap heap(half_side, cells);
  Stream stream = draw.stream("inspection/bin");
  int unplaced = 0;
  for (size_t i = 0; i < parts.size(); ++i)
    unplaced += drop(parts[i], half_side, i == 0, heap, stream, composition) ? 0 : 1;
  if (unplaced > 0) composition.provenance[unplaced_name("parts")] = std::to_string(unplaced);
  double top = 0;
  for (const PlacedPart& part : composition.parts) top = std::max(top, bounds_of(part).upper.z);
  const double height = std::max(1.05 * top, 0.35 * half_side);
  composition.subject = {{0, 0, 0.4 * height}, 1.15 * half_side};
  add_walls(composition, half_side, height, stream.child("walls"));
}

}  // namespace understudy::inspection
