// SPDX-License-Identifier: Apache-2.0
// Distant blocks: the road ends in a town, not in nothing.
#include <algorithm>

#include "generators/palette.h"
#include "generators/street/flat_mesh.h"
#include "generators/street/ground.h"

namespace understudy {
namespace {

constexpr int wall_slots = 4;

void add_block(FlatMesh& mesh, const glm::dvec2& lower, const glm::dvec2& upper, double height_m,
               uint16_t slot) {
  const float h = float(height_m);
  const glm::vec2 a(lower), b(upper);
  const auto wall = [&](const glm::vec2& from, const glm::vec2& to, const glm::vec3& normal) {
    const float w = glm::distance(from, to);
    mesh.face({{from, 0}, {to, 0}, {to, h}, {from, h}}, normal, slot, {{0, 0}, {w, 0}, {w, h}, {0, h}});
  };
  wall(a, {b.x, a.y}, {0, -1, 0});
  wall({b.x, a.y}, b, {1, 0, 0});
  wall(b, {a.x, b.y}, {0, 1, 0});
  wall({a.x, b.y}, a, {-1, 0, 0});
  mesh.face({{a, h}, {b.x, a.y, h}, {b, h}, {a.x, b.y, h}}, {0, 0, 1}, wall_slots);
}

/// A row of blocks along y at `x`, or along x at `y`, each `depth_m` deep.
void add_row(FlatMesh& mesh, bool along_y, double at, double from, double to, double depth_m, Stream stream) {
  for (double s = from; s < to;) {
    const double width = stream.uniform(9, 24), height = stream.uniform(8, 22);
    const uint16_t slot = uint16_t(stream.uniform_int(0, wall_slots - 1));
    const double shift = stream.uniform(0, 3);
    const glm::dvec2 lower = along_y ? glm::dvec2(at + shift, s) : glm::dvec2(s, at + shift);
    const glm::dvec2 size = along_y ? glm::dvec2(depth_m, width) : glm::dvec2(width, depth_m);
    add_block(mesh, lower, lower + size, height, slot);
    s += width + (stream.chance(0.3) ? stream.uniform(1, 6) : 0);
  }
}

}  // namespace

void add_backdrop(Stage& stage) {
  const Layout& l = stage.layout();
  const Stream stream = stage.draw().stream("street/backdrop");
  FlatMesh mesh("backdrop");
  const double side_m = l.half_width_m + l.pavement_m + l.setback_m + 26;
  add_row(mesh, true, l.ahead_m - 4, -90, 90, 14, stream.child("ahead"));
  add_row(mesh, true, -l.behind_m - 12, -60, 60, 14, stream.child("behind"));
  add_row(mesh, false, std::max(l.aside_m, side_m), -l.behind_m, l.ahead_m, 12, stream.child("left"));
  add_row(mesh, false, -std::max(l.aside_m, side_m) - 15, -l.behind_m, l.ahead_m, 12, stream.child("right"));
  Stream color = stream.child("color");
  std::vector<Material> materials;
  const uint32_t walls[] = {0xb9a58c, 0x9a6a54, 0xc9c4b8, 0x8d8f92, 0xd8c9a0, 0x7d6a5c};
  for (int i = 0; i < wall_slots; ++i) {
    Material wall = matte("distant front", vary(srgb(walls[color.uniform_int(0, 5)]), 0.15, color), 0.85f);
    wall.pattern = Pattern::facade;
    wall.pattern_color = glm::vec3(0.05f, 0.06f, 0.07f);
    wall.pattern_scale_m = float(color.uniform(2.8, 3.4));
    materials.push_back(wall);
  }
  materials.push_back(matte("distant roof", glm::vec3(0.16f, 0.14f, 0.13f), 0.9f));
  if (stage.randomized())
    for (Material& material : materials) material = random_material(material.name, color);
  stage.add_background(mesh.build(), std::move(materials));
}

}  // namespace understudy
