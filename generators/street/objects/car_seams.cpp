// SPDX-License-Identifier: Apache-2.0
// What a body of sheet metal shows at a glance: the gaps between its panels, as narrow dark bands laid on it.
#include <algorithm>
#include <cmath>

#include "generators/street/objects/car_shape.h"

namespace understudy {
namespace {

// A gap is 4 mm wide and black; as wide as this and less dark it does not break into dots where it is thinner
// than a pixel.
constexpr float gap_m = 0.011f, above_m = 0.0025f;

using Path = std::vector<glm::vec3>;

/// Straight from a to b in (x, z), on the left flank.
Path along_side(const CarShape& s, const glm::vec2& a, const glm::vec2& b, int steps) {
  Path path;
  for (int i = 0; i <= steps; ++i) {
    const glm::vec2 p = glm::mix(a, b, float(i) / float(steps));
    path.push_back(s.on_side(p.x, p.y, above_m));
  }
  return path;
}

/// Straight from a to b in (y, z), on the nose or tail.
Path along_end(const CarShape& s, float sign, const glm::vec2& a, const glm::vec2& b, int steps) {
  Path path;
  for (int i = 0; i <= steps; ++i) {
    const glm::vec2 p = glm::mix(a, b, float(i) / float(steps));
    path.push_back(s.on_end(p.x, p.y, sign, above_m + 0.001f));
  }
  return path;
}

void add_flank(MeshBuilder& builder, const Path& path) { add_both(builder, ribbon(path, {0, 1, 0}, gap_m)); }

void add_doors(MeshBuilder& builder, const CarShape& s) {
  const float low = s.sill_m + 0.1f, front = s.axle_front_x - s.arch_m() - 0.07f;
  const auto edge = [&](float x) { return s.top(x) - 0.01f; };
  add_flank(builder, along_side(s, {front, low}, {front - 0.03f, edge(front)}, 10));
  add_flank(builder, along_side(s, {s.pillar_b_x, low}, {s.pillar_b_x, edge(s.pillar_b_x)}, 10));
  const float arch = s.arch_m() + 0.07f, back = std::max(s.pillar_c_x, s.axle_rear_x + 0.2f * arch);
  const bool before_arch = back > s.axle_rear_x + arch;  // a pickup's cab ends before the wheel
  const float last = s.panelled ? s.pillar_b_x : before_arch ? back : s.axle_rear_x + arch;
  add_flank(builder, along_side(s, {last, low}, {front, low}, 8));
  if (s.panelled) return;
  if (before_arch) return add_flank(builder, along_side(s, {back, low}, {back, edge(back)}, 10));
  // The rear door's edge leans round the wheel.
  Path path;
  const float from = std::asin(std::clamp((low - s.wheel_m) / arch, -1.0f, 1.0f));
  const float to = std::acos((back - s.axle_rear_x) / arch);
  for (int i = 0; i <= 8; ++i) {
    const float angle = from + (to - from) * float(i) / 8;
    path.push_back(
        s.on_side(s.axle_rear_x + arch * std::cos(angle), s.wheel_m + arch * std::sin(angle), above_m));
  }
  for (int i = 1; i <= 5; ++i)
    path.push_back(
        s.on_side(back, glm::mix(s.wheel_m + arch * std::sin(to), edge(back), float(i) / 5), above_m));
  add_flank(builder, path);
}

/// The side door of a van slides in a rail.
void add_sliding_door(MeshBuilder& builder, const CarShape& s) {
  const float rail = s.top(0) - 0.16f, back = s.pillar_b_x - 1.2f;
  tag(builder, CarSlot::dark, Part::door);
  const Path path = along_side(s, {-s.length_m / 2 + 0.35f, rail}, {back, rail}, 6);
  add_both(builder, ribbon(path, {0, 1, 0}, 0.022f));
  tag(builder, CarSlot::gap, Part::door);
  add_flank(builder, along_side(s, {back, s.sill_m + 0.1f}, {back, s.top(back) - 0.01f}, 8));
  for (const float column : {10.5f, 12.9f}) {  // and reaches up to the roof
    Path up;
    for (int i = 0; i <= 5; ++i) up.push_back(cabin_point(s, column, 0.9f * float(i) / 5, above_m));
    add_flank(builder, up);
  }
}

void add_flap(MeshBuilder& builder, const CarShape& s) {
  const float x = s.axle_rear_x - 0.02f, z = s.wheel_m + s.arch_m() + 0.13f, half = 0.075f;
  Path path;
  for (int i = 0; i <= 16; ++i) {
    const float angle = 6.2831853f * float(i) / 16;
    const auto square = [&](float v) { return std::clamp(v * 1.35f, -1.0f, 1.0f); };
    const glm::vec3 p =
        s.on_side(x + half * square(std::cos(angle)), z + half * square(std::sin(angle)), above_m);
    path.emplace_back(p.x, -p.y, p.z);
  }
  builder.add(ribbon(path, {0, -1, 0}, 0.006f));
}

void add_bonnet(MeshBuilder& builder, const CarShape& s) {
  const float front = s.length_m / 2 - 0.13f, back = s.cowl_x - 0.02f;
  const float wide = 0.84f;
  Path side, across;
  for (int i = 0; i <= 8; ++i) {
    const float x = glm::mix(back, front, float(i) / 8);
    side.push_back(s.on_top(x, wide * s.side(x, s.top(x)), above_m));
  }
  const float half = wide * s.side(front, s.top(front));
  for (int i = 0; i <= 10; ++i) across.push_back(s.on_top(front, half * (1 - 0.2f * float(i)), above_m));
  add_both(builder, ribbon(side, {0, 0, 1}, gap_m));
  builder.add(ribbon(across, {0, 0, 1}, gap_m));
}

/// From the wheel arch to the end; below it the bumper begins.
void add_bumper(MeshBuilder& builder, const CarShape& s, float sign, float z) {
  const float axle = sign > 0 ? s.axle_front_x : s.axle_rear_x;
  const float dz = std::min(z - s.wheel_m, 0.95f * s.arch_m());
  const float arch = axle + sign * std::sqrt(s.arch_m() * s.arch_m() - dz * dz);
  add_flank(builder, along_side(s, {arch, z}, {sign * (s.length_m / 2 - 0.3f), z}, 4));
}

void add_boot(MeshBuilder& builder, const CarShape& s) {
  const float low = s.sill_m + 0.32f, high = s.tail_m - 0.03f, half = s.width_m / 2;
  const float wide = s.open_bed || s.panelled ? 0.84f : 0.8f;
  add_both(builder, ribbon(along_end(s, -1, {wide * half, high}, {wide * half, low}, 6), {-1, 0, 0}, gap_m));
  builder.add(ribbon(along_end(s, -1, {wide * half, low}, {-wide * half, low}, 12), {-1, 0, 0}, gap_m));
  if (s.panelled) {
    builder.add(ribbon(along_end(s, -1, {0, high}, {0, low}, 6), {-1, 0, 0}, gap_m));
    Path up;
    const float middle = float(screen_columns + side_columns) + 4;
    for (int i = 0; i <= 5; ++i) up.push_back(cabin_point(s, middle, 0.95f * float(i) / 5, above_m));
    builder.add(ribbon(up, {-1, 0, 0}, gap_m));
  }
  if (s.hatch || s.panelled || s.open_bed) return;
  Path side;
  for (int i = 0; i <= 4; ++i) {
    const float x = glm::mix(s.tail_x - 0.02f, -s.length_m / 2 + 0.06f, float(i) / 4);
    side.push_back(s.on_top(x, wide * s.side(x, s.top(x)), above_m));
  }
  add_both(builder, ribbon(side, {0, 0, 1}, gap_m));
}

}  // namespace

void add_car_seams(MeshBuilder& builder, const CarShape& s) {
  tag(builder, CarSlot::gap, Part::door);
  add_doors(builder, s);
  if (s.panelled) add_sliding_door(builder, s);
  tag(builder, CarSlot::gap, Part::body);
  add_flap(builder, s);
  add_bonnet(builder, s);
  add_boot(builder, s);
  add_bumper(builder, s, 1, s.wheel_m + 0.6f * s.arch_m());
  add_bumper(builder, s, -1, s.sill_m + 0.32f);
}

}  // namespace understudy
