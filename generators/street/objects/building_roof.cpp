// SPDX-License-Identifier: Apache-2.0
// Above and beside the front: roofs with courses of tiles, dormers, chimneys, parapets, gutters and their
// pipes, gables.
#include <algorithm>
#include <cmath>

#include "generators/street/objects/building.h"

namespace understudy {
namespace {

void add_chimney(MeshBuilder& builder, float x, float y, float z0, float z1, Stream& stream) {
  tag(builder, base, Part::wall);
  const float wide = float(stream.uniform(0.3, 0.55));
  builder.add(box({x - 0.3f, y - wide, z0}, {x + 0.3f, y + wide, z1}));
  tag(builder, trim, Part::trim);
  builder.add(box({x - 0.36f, y - wide - 0.06f, z1}, {x + 0.36f, y + wide + 0.06f, z1 + 0.1f}));
  tag(builder, roof, Part::roof);
  const int pots = 1 + int(wide / 0.2f);
  for (int i = 0; i < pots; ++i) {
    const float at = y + wide * (2 * (float(i) + 0.5f) / float(pots) - 1);
    builder.add(cone({x, at, z1 + 0.1f}, {x, at, z1 + 0.42f}, 0.11f, 0.085f, 8));
  }
}

/// A window under a roof of its own in the slope towards the street.
void add_dormer(MeshBuilder& builder, const BuildingPlan& plan, float y, float slope, Stream stream) {
  const float face = -0.75f, z = plan.eaves() + slope * (0.35f - face) - 0.05f, high = 1.35f, half = 0.62f;
  const float back = face - (high + 0.1f) / slope;
  tag(builder, wall, Part::wall);
  builder.add(box({back, y - half, z}, {face, y + half, z + high}));
  tag(builder, trim, Part::roof);
  builder.add(
      box({back - 0.1f, y - half - 0.1f, z + high}, {face + 0.15f, y + half + 0.1f, z + high + 0.1f}));
  MeshBuilder* out = &builder;  // the window stands in front of the dormer's face, not in an opening
  const Opening o{y - half + 0.16f, y + half - 0.16f, z + 0.2f, z + high - 0.12f};
  tag(*out, first_glass + int(stream.uniform_int(0, glass_groups - 1)), Part::window);
  front_face(*out, o, face + 0.01f);
  tag(*out, frame, Part::frame);
  for (const Opening& b : {Opening{o.y0 - 0.06f, o.y0, o.z0 - 0.06f, o.z1 + 0.06f},
                           {o.y1, o.y1 + 0.06f, o.z0 - 0.06f, o.z1 + 0.06f},
                           {o.y0, o.y1, o.z0 - 0.06f, o.z0},
                           {o.y0, o.y1, o.z1, o.z1 + 0.06f},
                           {y - 0.03f, y + 0.03f, o.z0, o.z1}})
    front_box(*out, b, face, face + 0.05f);
}

void add_pitched_roof(MeshBuilder& builder, const BuildingPlan& plan, Stream stream) {
  const float half = plan.width() / 2, z = plan.eaves(), middle = -plan.depth_m / 2;
  const float rise = plan.depth_m * 0.5f * float(stream.uniform(0.65, 0.95)), slope = rise / (0.35f - middle);
  const auto ring = [&](float y) {
    return Ring{{0.35f, y, z}, {middle, y, z + rise}, {-plan.depth_m - 0.35f, y, z}, {middle, y, z - 0.02f}};
  };
  Piece prism = loft({ring(half), ring(-half)});
  for (size_t t = 0; t < prism.triangles.size(); ++t) {  // the caps of the loft are gables
    prism.slots.push_back(t < 8 ? roof : wall);
    prism.parts.push_back(uint16_t(t < 8 ? Part::roof : Part::wall));
  }
  const float steep = std::hypot(1.0f, slope);
  prism.map_uv = [=](const glm::vec3& p) { return glm::vec2(p.y, steep * std::abs(p.x - middle)); };
  builder.add(prism);
  tag(builder, roof, Part::roof);
  builder.add(cylinder({middle, -half, z + rise - 0.02f}, {middle, half, z + rise - 0.02f}, 0.1f, 8));
  tag(builder, trim, Part::trim);
  front_box(builder, {-half, half, z - 0.18f, z - 0.01f}, 0, 0.3f);
  if (stream.chance(0.4)) {
    const int count = std::max(1, plan.bays / 2);
    for (int i = 0; i < count; ++i)
      add_dormer(builder, plan, half * (2 * (float(i) + 0.5f) / float(count) - 1), slope,
                 stream.child(uint64_t(i)));
  }
  if (stream.chance(0.75))
    add_chimney(builder, -plan.depth_m * 0.42f, (half - 0.6f) * float(stream.uniform(-1, 1)), z + rise * 0.6f,
                z + rise + 0.7f, stream);
}

/// Blocks under the cornice.
void add_brackets(MeshBuilder& builder, const BuildingPlan& plan) {
  tag(builder, trim, Part::trim);
  const float half = plan.width() / 2, z = plan.eaves();
  const int count = int(plan.width() / 0.55f);
  for (int i = 0; i < count; ++i) {
    const float y = -half + plan.width() * (float(i) + 0.5f) / float(count);
    front_box(builder, {y - 0.09f, y + 0.09f, z - 0.2f, z}, 0, 0.18f);
  }
}

void add_flat_roof(MeshBuilder& builder, const BuildingPlan& plan, Stream stream) {
  const float half = plan.width() / 2, z = plan.eaves(), back = -plan.depth_m, top = z + 0.6f;
  tag(builder, trim, Part::trim);
  builder.add(box({back, -half, z}, {0.22f, half, z + 0.16f}));
  tag(builder, wall, Part::wall);
  builder.add(box({-0.25f, -half, z + 0.16f}, {0.03f, half, top}));
  for (const float y : {-half, half - 0.22f})
    builder.add(box({back, y, z + 0.16f}, {-0.25f, y + 0.22f, top}));
  tag(builder, trim, Part::trim);  // coping
  builder.add(box({-0.29f, -half, top}, {0.08f, half, top + 0.07f}));
  for (const float y : {-half, half - 0.26f})
    builder.add(box({back, y, top}, {-0.29f, y + 0.26f, top + 0.05f}));
  if (stream.chance(0.5)) {  // the head of the lift
    tag(builder, base, Part::wall);
    const float y = 0.5f * half * float(stream.uniform(-1, 1));
    builder.add(box({back + 2, y - 1.3f, z}, {back + 4.4f, y + 1.3f, z + 2.2f}));
  }
  if (stream.chance(0.6))
    add_chimney(builder, back * 0.55f, (half - 0.7f) * (stream.chance(0.5) ? 1 : -1), z, z + 1.7f, stream);
  if (plan.brackets) add_brackets(builder, plan);
}

/// A pipe from the gutter to the ground at one end of the front.
void add_pipe(MeshBuilder& builder, const BuildingPlan& plan, float side) {
  const float y = side * (plan.width() / 2 - 0.16f), top = plan.eaves() - 0.12f, x = 0.13f;
  tag(builder, metalwork, Part::trim);
  builder.add(cylinder({x, y, plan.shop ? plan.ground_m + 0.2f : 0.15f}, {x, y, top - 0.25f}, 0.05f, 8));
  front_box(builder, {y - 0.12f, y + 0.12f, top - 0.28f, top - 0.02f}, 0.02f, 0.24f);
  for (float z = plan.ground_m + 0.3f; z < top - 0.4f; z += 2)
    front_box(builder, {y - 0.07f, y + 0.07f, z, z + 0.05f}, 0, x + 0.055f);
}

/// Under the eaves and on the gables hangs what the rain brought down from the roof.
void add_runs(MeshBuilder& builder, const BuildingPlan& plan, Stream stream) {
  tag(builder, stain, Part::wall);
  const float half = plan.width() / 2;
  for (const float side : {1.0f, -1.0f}) {
    Piece runs;
    for (float x = -0.4f; x > -plan.depth_m + 0.5f; x -= float(stream.uniform(0.15, 0.9))) {
      const float wide = float(stream.uniform(0.06, 0.3)), long_m = float(stream.uniform(0.2, 1.6));
      const float y = side * (half + 0.003f), top = plan.eaves() - 0.02f;
      const auto first = uint32_t(runs.positions.size());
      runs.positions.insert(runs.positions.end(),
                            {{x, y, top}, {x - wide, y, top}, {x - 0.6f * wide, y, top - long_m}});
      side > 0 ? runs.triangle(first, first + 1, first + 2) : runs.triangle(first, first + 2, first + 1);
      x -= wide;
    }
    builder.add(runs);
  }
}

}  // namespace

void add_roof(MeshBuilder& builder, const BuildingPlan& plan, Stream stream) {
  if (plan.pitched) {
    add_pitched_roof(builder, plan, stream.child("roof"));
    tag(builder, metalwork, Part::trim);
    const float half = plan.width() / 2, z = plan.eaves() - 0.02f;
    builder.add(cylinder({0.36f, -half, z}, {0.36f, half, z}, 0.07f, 8));
  } else {
    add_flat_roof(builder, plan, stream.child("roof"));
  }
  add_runs(builder, plan, stream.child("runs"));
  if (!plan.curtain_wall) add_pipe(builder, plan, stream.chance(0.5) ? 1.0f : -1.0f);
}

void add_sides(MeshBuilder& builder, const BuildingPlan& plan, Stream stream) {
  constexpr float proud = 0.012f;
  const float half = plan.width() / 2;
  for (const float side : {1.0f, -1.0f}) {
    const int columns = int(stream.uniform_int(0, 3));
    // In the side wall's own frame: y along it, x out of it.
    const glm::mat4 to_side = translate({-plan.depth_m / 2, side * half, 0}) * rotate_z(side > 0 ? 90 : -90);
    const auto block = [&](uint16_t slot, Part part, const Opening& o, float x) {
      tag(builder, slot, part);
      builder.add(box({-0.01f, o.y0, o.z0}, {x, o.y1, o.z1}), to_side);
    };
    for (int level = plan.shop ? 1 : 0; level < plan.floors; ++level) {
      const float z = (level == 0 ? 0 : plan.ground_m + float(level - 1) * plan.floor_m) + plan.window_sill_m;
      for (int i = 0; i < columns; ++i) {
        const float y = plan.depth_m * ((float(i) + 0.5f) / float(columns) - 0.5f) * 0.85f;
        const Opening o{y - 0.45f, y + 0.45f, z, z + 1.35f};
        if (stream.chance(0.15)) continue;
        block(uint16_t(frame), Part::frame, o, 0.4f * proud);
        for (const Opening& pane : {Opening{o.y0 + 0.06f, y - 0.03f, o.z0 + 0.06f, o.z1 - 0.06f},
                                    {y + 0.03f, o.y1 - 0.06f, o.z0 + 0.06f, o.z1 - 0.06f}})
          block(uint16_t(first_glass + int(stream.uniform_int(0, glass_groups - 1))), Part::window, pane,
                0.55f * proud);
        block(uint16_t(trim), Part::trim, {o.y0 - 0.06f, o.y1 + 0.06f, o.z0 - 0.08f, o.z0}, 1.5f * proud);
        block(uint16_t(trim), Part::trim, {o.y0 - 0.06f, o.y1 + 0.06f, o.z1, o.z1 + 0.14f}, proud);
      }
    }
  }
}

}  // namespace understudy
