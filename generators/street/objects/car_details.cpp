// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "generators/shapes/solids.h"
#include "generators/street/objects/car_shape.h"
#include "generators/street/objects/family.h"

namespace understudy {
namespace {

void tag(MeshBuilder& builder, CarSlot slot, Part part) { builder.tag(uint16_t(slot), uint16_t(part)); }

const glm::mat4 mirrored = scale({1, -1, 1});

/// A thin skin on the nose (sign +1) or tail (-1), `proud_m` in front of the body.
Piece end_patch(const CarShape& s, float sign, glm::vec2 y, glm::vec2 z, float proud_m, int rows = 8,
                int columns = 4) {
  const auto point = [&](int r, int c) {
    const float py = (y.x + (y.y - y.x) * float(r) / float(rows)) * sign;
    const float pz = z.x + (z.y - z.x) * float(c) / float(columns);
    return glm::vec3(s.end_x(py, pz, sign) + sign * proud_m, py, pz);
  };
  Piece piece = slab(rows, columns, point, 0.03f);
  piece.crease_deg = 30;
  return piece;
}

/// As end_patch() on the left side, given corners: lower left, lower right, upper right, upper left as (x,
/// z).
Piece side_patch(const CarShape& s, glm::vec2 x, glm::vec2 z, float proud_m, int rows, int columns) {
  const auto point = [&](int r, int c) {
    const float pz = z.x + (z.y - z.x) * float(r) / float(rows),
                px = x.x + (x.y - x.x) * float(c) / float(columns);
    return glm::vec3(px, s.side(px, std::max(pz, s.bottom(px))) + proud_m, pz);
  };
  return slab(rows, columns, point, 0.02f);
}

void add_both(MeshBuilder& builder, const Piece& left) {
  builder.add(left);
  builder.add(left, mirrored);
}

void add_front(MeshBuilder& builder, const CarShape& s, Stream& stream) {
  const float half = s.width_m / 2, high = s.nose_m, low = s.sill_m;
  const float lamp_top = high - 0.075f, lamp_low = lamp_top - float(stream.uniform(0.1, 0.17));
  const float lamp_in = half * float(stream.uniform(0.5, 0.6));
  tag(builder, CarSlot::headlamp, Part::light);
  add_both(builder, end_patch(s, 1, {lamp_in, half * 0.86f}, {lamp_low, lamp_top}, 0.012f));
  tag(builder, CarSlot::chrome, Part::light);
  add_both(builder, end_patch(s, 1, {lamp_in + 0.06f, lamp_in + 0.16f},
                              {lamp_low + 0.025f, lamp_top - 0.025f}, 0.016f, 3, 3));
  tag(builder, CarSlot::dark, Part::light);
  add_both(builder,
           end_patch(s, 1, {lamp_in - 0.015f, half * 0.87f}, {lamp_low - 0.012f, lamp_top + 0.012f}, 0.004f));
  const float grille_low = lamp_low - float(stream.uniform(0.0, 0.12));
  tag(builder, CarSlot::dark, Part::grille);
  builder.add(
      end_patch(s, 1, {-lamp_in + 0.06f, lamp_in - 0.06f}, {grille_low, lamp_top - 0.01f}, 0.006f, 12));
  builder.add(end_patch(s, 1, {-half * 0.7f, half * 0.7f}, {low + 0.06f, low + 0.17f}, 0.006f, 14));
  tag(builder, CarSlot::chrome, Part::grille);
  const float bar = (grille_low + lamp_top) / 2;
  builder.add(
      end_patch(s, 1, {-lamp_in + 0.08f, lamp_in - 0.08f}, {bar - 0.012f, bar + 0.012f}, 0.014f, 12, 1));
  tag(builder, CarSlot::plate_front, Part::plate);
  const float plate = std::max(low + 0.2f, grille_low - 0.14f);
  const float x = s.end_x(0.26f, plate + 0.055f, 1);
  builder.add(box({x, -0.26f, plate}, {x + 0.03f, 0.26f, plate + 0.11f}));
}

void add_rear(MeshBuilder& builder, const CarShape& s, Stream& stream) {
  const float half = s.width_m / 2, high = s.tail_m - 0.06f;
  const bool tall = s.panelled || s.height_m > 1.6f;
  const float lamp_low = high - float(tall ? stream.uniform(0.22, 0.34) : stream.uniform(0.14, 0.2));
  const float inner = half * float(tall ? stream.uniform(0.68, 0.74) : stream.uniform(0.48, 0.62));
  tag(builder, CarSlot::tail_lamp, Part::light);
  add_both(builder, end_patch(s, -1, {-half * 0.87f, -inner}, {lamp_low, high}, 0.012f));
  tag(builder, CarSlot::stop_lamp, Part::light);
  const float third = lamp_low + (high - lamp_low) * 0.4f;
  add_both(builder, end_patch(s, -1, {-half * 0.84f, -inner - 0.02f}, {lamp_low + 0.015f, third}, 0.02f));
  tag(builder, CarSlot::plastic, Part::body);
  builder.add(end_patch(s, -1, {-half * 0.8f, half * 0.8f}, {s.sill_m + 0.06f, s.sill_m + 0.2f}, 0.008f, 14));
  const float plate = s.sill_m + 0.3f, x = s.end_x(0.26f, plate + 0.055f, -1);
  tag(builder, CarSlot::plate_rear, Part::plate);
  builder.add(box({x - 0.03f, -0.26f, plate}, {x, 0.26f, plate + 0.11f}));
}

void add_sides(MeshBuilder& builder, const CarShape& s) {
  const float low = s.sill_m + 0.1f;
  const float front = s.axle_front_x - s.arch_m() - 0.06f;
  const float back = std::max(s.axle_rear_x + s.arch_m() + 0.04f, s.pillar_c_x);
  tag(builder, CarSlot::dark, Part::door);
  for (const float x : {front, s.pillar_b_x, back}) {
    if (s.panelled && x == back) continue;
    add_both(builder, side_patch(s, {x - 0.006f, x + 0.006f}, {low, s.top(x) - 0.012f}, 0.0025f, 8, 1));
  }
  tag(builder, CarSlot::plastic, Part::trim);
  add_both(builder, side_patch(s, {s.axle_rear_x + s.arch_m() + 0.01f, s.axle_front_x - s.arch_m() - 0.01f},
                               {s.sill_m + 0.005f, s.sill_m + 0.1f}, 0.004f, 3, 8));
  tag(builder, CarSlot::chrome, Part::door);
  for (const float x : {s.pillar_b_x + 0.14f, back + 0.14f}) {
    const float z = s.top(x) - 0.15f, y = s.side(x, z);
    add_both(builder, rounded_box({x - 0.09f, y - 0.015f, z - 0.015f}, {x + 0.09f, y + 0.025f, z + 0.015f},
                                  0.012f, 2));
  }
}

void add_mirrors(MeshBuilder& builder, const CarShape& s) {
  const float x = s.cowl_x - 0.35f, z = s.top(x) + 0.1f, y = s.side(x, s.top(x));
  tag(builder, CarSlot::paint, Part::mirror);
  add_both(builder,
           transformed(ellipsoid({0, 0, 0}, {0.075f, 0.12f, 0.085f}, 14), translate({x, y + 0.12f, z})));
  tag(builder, CarSlot::dark, Part::mirror);
  add_both(builder, cone({x, y - 0.03f, z - 0.12f}, {x, y + 0.08f, z - 0.04f}, 0.03f, 0.025f, 8));
}

void add_bed(MeshBuilder& builder, const CarShape& s) {
  // A soft cover between the bed's walls.
  const float rear = -s.length_m / 2 + 0.16f, front = s.tail_x - 0.08f,
              half = s.side(rear, s.tail_m - 0.02f) - 0.13f;
  tag(builder, CarSlot::plastic, Part::body);
  builder.add(rounded_box({rear, -half, s.tail_m}, {front, half, s.tail_m + 0.075f}, 0.03f));
}

}  // namespace

void add_car_wheel(MeshBuilder& builder, const CarShape& s, int spokes, const glm::mat4& at) {
  const glm::mat4 turned = at * rotate_x(-90);  // the lathe's z becomes y
  const float r = s.wheel_m, inner = 0.67f * r, half = 0.1f;
  tag(builder, CarSlot::tyre, Part::wheel);
  builder.add(lathe({{inner, -half},
                     {0.93f * r, -half},
                     {r, -half + 0.03f},
                     {r, half - 0.03f},
                     {0.93f * r, half},
                     {inner, half},
                     {inner, -half}},
                    32),
              turned);
  tag(builder, CarSlot::dark, Part::wheel);
  builder.add(lathe({{0, -0.08f}, {inner, -0.08f}, {inner, 0.02f}, {0, 0.02f}}, 24), turned);
  tag(builder, CarSlot::rim, Part::wheel);
  const float lip = inner * 0.9f;
  builder.add(lathe({{lip, 0.02f},
                     {inner * 1.01f, 0.02f},
                     {inner * 1.01f, half + 0.004f},
                     {inner * 0.97f, half + 0.004f},
                     {lip, 0.07f},
                     {lip, 0.02f}},
                    32),
              turned);
  builder.add(lathe({{0, 0.02f}, {0.2f * r, 0.02f}, {0.17f * r, 0.075f}, {0, 0.08f}}, 16), turned);
  for (int i = 0; i < spokes; ++i) {
    const float wide = 0.5f * r / float(spokes) + 0.012f;
    const Ring hub{{0.1f * r, -wide, 0.03f},
                   {0.1f * r, wide, 0.03f},
                   {0.1f * r, wide, 0.075f},
                   {0.1f * r, -wide, 0.075f}};
    const Ring rim{{lip, -1.1f * wide, 0.025f},
                   {lip, 1.1f * wide, 0.025f},
                   {lip, 1.1f * wide, 0.065f},
                   {lip, -1.1f * wide, 0.065f}};
    builder.add(loft({hub, rim}), turned * rotate_z(360.0f * float(i) / float(spokes)));
  }
}

void add_car_details(MeshBuilder& builder, const CarShape& s, Stream stream) {
  add_front(builder, s, stream);
  add_rear(builder, s, stream);
  add_sides(builder, s);
  add_mirrors(builder, s);
  if (s.open_bed) add_bed(builder, s);
}

}  // namespace understudy
