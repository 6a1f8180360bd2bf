// SPDX-License-Identifier: Apache-2.0
// What is laid on the flanks and the roof: sills, cladding, handles, rails; and the helpers that lay it
// there.
#include <algorithm>
#include <cmath>

#include "generators/street/objects/car_shape.h"

namespace understudy {
namespace {

/// A thin skin on the left flank between these x and z.
Piece side_patch(const CarShape& s, glm::vec2 x, glm::vec2 z, float proud_m, int rows, int columns) {
  return slab(
      rows, columns,
      [&](int r, int c) {
        return s.on_side(x.x + (x.y - x.x) * float(c) / float(columns),
                         z.x + (z.y - z.x) * float(r) / float(rows), proud_m);
      },
      0.02f);
}

void add_sills(MeshBuilder& builder, const CarShape& s) {
  tag(builder, CarSlot::plastic, Part::trim);
  add_both(builder, side_patch(s, {s.axle_rear_x + s.arch_m() + 0.01f, s.axle_front_x - s.arch_m() - 0.01f},
                               {s.sill_m - 0.004f, s.sill_m + (s.clad ? 0.16f : 0.085f)}, 0.006f, 3, 8));
}

/// A strip along the doors, where another car's door would hit them.
void add_moulding(MeshBuilder& builder, const CarShape& s, CarSlot slot) {
  const float z = glm::mix(s.sill_m, s.top(0), 0.46f), reach = s.arch_m() + 0.09f;
  tag(builder, slot, Part::trim);
  add_both(builder, side_patch(s, {s.axle_rear_x + reach, s.axle_front_x - reach}, {z - 0.028f, z + 0.028f},
                               0.011f, 2, 12));
}

/// A lip round each arch: of plastic and wide on what is meant for dirt roads, else narrow.
void add_arches(MeshBuilder& builder, const CarShape& s) {
  const float wide = s.clad ? 0.055f : 0.012f;
  tag(builder, s.clad ? CarSlot::plastic : CarSlot::dark, Part::trim);
  const float low = std::asin(std::clamp((s.sill_m + 0.02f - s.wheel_m) / s.arch_m(), -1.0f, 1.0f));
  for (const float axle : {s.axle_front_x, s.axle_rear_x}) {
    const auto point = [&](int r, int c) {
      const float angle = glm::mix(3.14159265f - low, low, float(c) / 16);
      const float radius = s.arch_m() + (r == 0 ? -0.004f : wide);
      return s.on_side(axle + radius * std::cos(angle), s.wheel_m + radius * std::sin(angle),
                       r == 0   ? 0.008f
                       : s.clad ? 0.008f
                                : 0.002f);
    };
    add_both(builder, grid(1, 16, point));
  }
}

void add_handles(MeshBuilder& builder, const CarShape& s, bool bright) {
  const float back = std::max(s.axle_rear_x + s.arch_m() + 0.04f, s.pillar_c_x);
  for (const float x : {s.pillar_b_x + 0.15f, s.panelled ? s.pillar_b_x - 0.12f : back + 0.15f}) {
    const float z = s.top(x) - 0.14f, y = s.side(x, z);
    tag(builder, CarSlot::dark, Part::door);  // the hollow behind the grip
    add_both(builder, side_patch(s, {x - 0.07f, x + 0.07f}, {z - 0.028f, z + 0.012f}, 0.002f, 1, 2));
    tag(builder, bright ? CarSlot::chrome : CarSlot::paint, Part::door);
    add_both(builder,
             rounded_box({x - 0.1f, y + 0.005f, z - 0.004f}, {x + 0.1f, y + 0.035f, z + 0.022f}, 0.012f, 2));
  }
}

void add_roof(MeshBuilder& builder, const CarShape& s, bool rails, bool bright) {
  if (rails) {
    tag(builder, bright ? CarSlot::chrome : CarSlot::plastic, Part::trim);
    std::vector<glm::vec3> path;
    const float y = cabin_point(s, screen_columns + 2, 1, 0).y - 0.06f;
    for (int i = 0; i <= 6; ++i) {
      const float t = float(i) / 6, lift = i == 0 || i == 6 ? 0.0f : 0.045f;
      path.emplace_back(glm::mix(s.roof_front_x - 0.2f, s.roof_rear_x + 0.15f, t), y,
                        s.height_m - 0.05f + lift);
    }
    add_both(builder, sweep(path, std::vector<float>(path.size(), 0.016f), 6));
  }
  tag(builder, CarSlot::dark, Part::trim);
  const float x = s.roof_rear_x + 0.3f, z = s.height_m - 0.01f;
  builder.add(cone({x, 0, z - 0.02f}, {x - 0.1f, 0, z + 0.05f}, 0.03f, 0.006f, 6));
}

/// A soft cover between the walls of a pickup's bed.
void add_bed(MeshBuilder& builder, const CarShape& s) {
  const float rear = -s.length_m / 2 + 0.16f, front = s.tail_x - 0.08f,
              half = s.side(rear, s.tail_m - 0.02f) - 0.13f;
  tag(builder, CarSlot::plastic, Part::body);
  builder.add(rounded_box({rear, -half, s.tail_m}, {front, half, s.tail_m + 0.075f}, 0.03f));
}

}  // namespace

Piece ribbon(const std::vector<glm::vec3>& path, const glm::vec3& outward, float width_m) {
  Piece piece;
  for (size_t i = 0; i < path.size(); ++i) {
    const glm::vec3 along = path[std::min(i + 1, path.size() - 1)] - path[i ? i - 1 : 0];
    const glm::vec3 aside = 0.5f * width_m * glm::normalize(glm::cross(outward, along));
    piece.positions.push_back(path[i] - aside);
    piece.positions.push_back(path[i] + aside);
  }
  for (uint32_t i = 2; i < piece.positions.size(); i += 2) piece.quad(i - 2, i, i + 1, i - 1);
  return piece;
}

void add_both(MeshBuilder& builder, const Piece& left) {
  builder.add(left);
  builder.add(left, scale({1, -1, 1}));
}

Piece end_patch(const CarShape& s, float sign, glm::vec2 y, glm::vec2 z, float proud_m, int rows,
                int columns) {
  const bool outwards = std::abs(y.y) > std::abs(y.x), one_side = y.x * y.y > 0;
  const auto point = [&](int r, int c) {
    float t = float(r) / float(rows);  // rows are closer where the end bends round to the flank
    if (one_side) t = outwards ? 1 - (1 - t) * (1 - t) : t * t;
    return s.on_end((y.x + (y.y - y.x) * t) * sign, z.x + (z.y - z.x) * float(c) / float(columns), sign,
                    proud_m);
  };
  Piece piece = slab(rows, columns, point, 0.03f);
  piece.crease_deg = 30;
  return piece;
}

void add_car_details(MeshBuilder& builder, const CarShape& s, Stream stream) {
  add_sills(builder, s);
  add_arches(builder, s);
  add_handles(builder, s, stream.chance(0.4));
  add_roof(builder, s, s.hatch && s.length_m > 4.2f && stream.chance(0.6), stream.chance(0.6));
  if (s.open_bed) add_bed(builder, s);
  Stream strip = stream.child("moulding");
  if (strip.chance(0.4))
    add_moulding(builder, s,
                 strip.chance(0.6)   ? CarSlot::plastic
                 : strip.chance(0.6) ? CarSlot::paint
                                     : CarSlot::chrome);
}

}  // namespace understudy
