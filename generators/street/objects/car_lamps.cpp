// SPDX-License-Identifier: Apache-2.0
// What is set into nose and tail: lamps, grilles, plates.
#include <algorithm>
#include <cmath>

#include "generators/street/objects/car_shape.h"
#include "generators/street/objects/glyphs.h"

namespace understudy {
namespace {

Piece disc(const CarShape& s, float sign, const glm::vec2& at, float radius_m, float proud_m) {
  Piece piece;
  constexpr int corners = 12;
  for (int i = 0; i < corners; ++i) {
    const float angle = 6.2831853f * float(i) / corners;
    piece.positions.push_back(
        s.on_end(at.x + radius_m * std::cos(angle) * sign, at.y + radius_m * std::sin(angle), sign, proud_m));
  }
  for (uint32_t i = 2; i < corners; ++i) piece.triangle(0, i - 1, i);
  return piece;
}

Piece across(const CarShape& s, float sign, const glm::vec2& a, const glm::vec2& b, float width_m,
             float proud_m) {
  std::vector<glm::vec3> path;
  for (int i = 0; i <= 10; ++i) {
    const glm::vec2 p = glm::mix(a, b, float(i) / 10);
    path.push_back(s.on_end(p.x, p.y, sign, proud_m));
  }
  return ribbon(path, {sign, 0, 0}, width_m);
}

/// A plate of seven signs whose lower edge is at z, in a dark holder.
void add_plate(MeshBuilder& builder, const CarShape& s, float sign, float z, CarSlot slot, Stream& stream) {
  constexpr float half = 0.26f, high = 0.11f, cell = 0.0163f;
  const float x = std::max(sign * s.end_x(half, z, sign), sign * s.end_x(0, z + high, sign));
  const float face = sign * (x + 0.012f), back = sign * (x - 0.06f);
  const auto slab = [&](float margin, float front) {
    return box({std::min(front, back), -half - margin, z - margin},
               {std::max(front, back), half + margin, z + high + margin});
  };
  tag(builder, CarSlot::dark, Part::plate);
  builder.add(slab(0.012f, face - sign * 0.004f));
  tag(builder, slot, Part::plate);
  builder.add(slab(0, face));
  tag(builder, CarSlot::letters, Part::plate);
  const glm::mat4 front = translate({face + sign * 0.001f, 0, z + 0.018f}) * rotate_z(sign > 0 ? 0 : 180);
  builder.add(text_piece(random_text(7, false, stream), {cell, 0.0148f}), front * translate({0, -0.225f, 0}));
}

struct Lamp {
  float inner, outer, low, high;
};

void add_headlamps(MeshBuilder& builder, const CarShape& s, const Lamp& lamp, Stream& stream) {
  const bool modern = stream.chance(0.6);
  const float wide = lamp.outer - lamp.inner, middle = (lamp.low + lamp.high) / 2;
  const float radius = std::min(0.42f * (lamp.high - lamp.low), 0.062f);
  tag(builder, CarSlot::dark, Part::light);
  add_both(builder, end_patch(s, 1, {lamp.inner - 0.012f, lamp.outer + 0.012f},
                              {lamp.low - 0.012f, lamp.high + 0.012f}, 0.004f));
  tag(builder, modern ? CarSlot::glass : CarSlot::chrome, Part::light);
  add_both(builder, end_patch(s, 1, {lamp.inner, lamp.outer}, {lamp.low, lamp.high}, 0.01f));
  const glm::vec2 main{lamp.inner + 0.34f * wide, middle};
  tag(builder, modern ? CarSlot::chrome : CarSlot::dark, Part::light);
  add_both(builder, disc(s, 1, main, radius * 1.18f, 0.012f));
  if (modern) add_both(builder, disc(s, 1, {lamp.inner + 0.74f * wide, middle}, radius * 0.8f, 0.012f));
  tag(builder, CarSlot::headlamp, Part::light);
  add_both(builder, disc(s, 1, main, radius, 0.014f));
  if (modern)
    add_both(builder, across(s, 1, {lamp.inner + 0.01f, lamp.low + 0.014f},
                             {lamp.outer - 0.01f, lamp.low + 0.02f}, 0.02f, 0.014f));
  tag(builder, CarSlot::indicator, Part::light);
  add_both(builder, across(s, 1, {lamp.outer - 0.02f, lamp.low + 0.035f},
                           {lamp.outer - 0.02f, lamp.high - 0.02f}, 0.026f, 0.013f));
}

void add_grille(MeshBuilder& builder, const CarShape& s, float half, float low, float high, Stream& stream) {
  tag(builder, CarSlot::dark, Part::grille);
  builder.add(end_patch(s, 1, {-half, half}, {low, high}, 0.004f, 10));
  const bool bright = stream.chance(0.6);
  tag(builder, bright ? CarSlot::chrome : CarSlot::plastic, Part::grille);
  const int bars = int(stream.uniform_int(2, 5));
  for (int i = 0; i < bars; ++i) {
    const float z = glm::mix(low, high, (float(i) + 0.5f) / float(bars));
    builder.add(across(s, 1, {-half + 0.02f, z}, {half - 0.02f, z}, 0.012f, 0.009f));
  }
  if (bright && stream.chance(0.6))
    for (const float z : {low, high}) builder.add(across(s, 1, {-half, z}, {half, z}, 0.016f, 0.01f));
  tag(builder, CarSlot::chrome, Part::grille);
  builder.add(disc(s, 1, {0, (low + high) / 2}, std::min(0.05f, 0.42f * (high - low)), 0.016f));
}

/// Below the bumper's edge: an air intake between fog lamps.
void add_intake(MeshBuilder& builder, const CarShape& s, bool fog) {
  const float half = s.width_m / 2, low = s.sill_m + 0.055f, high = s.sill_m + 0.18f;
  tag(builder, CarSlot::plastic, Part::grille);
  builder.add(end_patch(s, 1, {-half * 0.82f, half * 0.82f}, {low - 0.05f, low + 0.02f}, 0.014f, 12, 2));
  tag(builder, CarSlot::dark, Part::grille);
  builder.add(end_patch(s, 1, {-half * 0.5f, half * 0.5f}, {low + 0.02f, high}, 0.005f, 10));
  add_both(builder, end_patch(s, 1, {half * 0.58f, half * 0.8f}, {low + 0.03f, high}, 0.005f, 4));
  if (!fog) return;
  tag(builder, CarSlot::clear_lens, Part::light);
  add_both(builder, disc(s, 1, {half * 0.67f, (low + 0.03f + high) / 2}, 0.04f, 0.011f));
}

void add_tail_lamps(MeshBuilder& builder, const CarShape& s, const Lamp& lamp, bool tall) {
  const auto part = [&](CarSlot slot, const glm::vec2& y, const glm::vec2& z, float proud_m) {
    tag(builder, slot, Part::light);
    const auto across_m = [&](float t) { return -glm::mix(lamp.inner, lamp.outer, t); };
    const auto up_m = [&](float t) { return glm::mix(lamp.low, lamp.high, t); };
    add_both(builder,
             end_patch(s, -1, {across_m(y.y), across_m(y.x)}, {up_m(z.x), up_m(z.y)}, proud_m, 5, 3));
  };
  tag(builder, CarSlot::dark, Part::light);
  add_both(builder, end_patch(s, -1, {-lamp.outer - 0.012f, -lamp.inner + 0.012f},
                              {lamp.low - 0.012f, lamp.high + 0.012f}, 0.005f));
  part(CarSlot::tail_lamp, {0, 1}, {0, 1}, 0.014f);
  if (tall) {
    part(CarSlot::stop_lamp, {0.08f, 0.92f}, {0.66f, 0.94f}, 0.018f);
    part(CarSlot::indicator, {0.08f, 0.92f}, {0.38f, 0.56f}, 0.018f);
    part(CarSlot::clear_lens, {0.08f, 0.92f}, {0.08f, 0.26f}, 0.018f);
  } else {
    part(CarSlot::stop_lamp, {0.5f, 0.96f}, {0.12f, 0.6f}, 0.018f);
    part(CarSlot::clear_lens, {0.05f, 0.42f}, {0.14f, 0.44f}, 0.018f);
    part(CarSlot::indicator, {0.05f, 0.42f}, {0.56f, 0.86f}, 0.018f);
  }
}

}  // namespace

void add_car_front(MeshBuilder& builder, const CarShape& s, Stream stream) {
  const float half = s.width_m / 2, high = s.nose_m - 0.075f;
  const float low = high - float(stream.uniform(0.11, 0.17));
  const Lamp lamp{half * float(stream.uniform(0.5, 0.6)), half * 0.9f, low, high};
  add_headlamps(builder, s, lamp, stream);
  const float grille_low = std::max(low - float(stream.uniform(0.0, 0.12)), s.sill_m + 0.3f);
  add_grille(builder, s, lamp.inner - 0.05f, grille_low, high - 0.01f, stream);
  add_intake(builder, s, stream.chance(0.6));
  add_plate(builder, s, 1, std::max(s.sill_m + 0.19f, grille_low - 0.15f), CarSlot::plate_front, stream);
}

void add_car_rear(MeshBuilder& builder, const CarShape& s, Stream stream) {
  const float half = s.width_m / 2, high = s.tail_m - 0.07f;
  const bool tall = s.panelled || s.height_m > 1.6f;
  const float low = high - float(tall ? stream.uniform(0.26, 0.34) : stream.uniform(0.15, 0.2));
  const float inner = half * float(tall ? stream.uniform(0.7, 0.75) : stream.uniform(0.5, 0.62));
  add_tail_lamps(builder, s, {inner, half * 0.93f, low, high}, tall);
  tag(builder, CarSlot::plastic, Part::body);
  builder.add(
      end_patch(s, -1, {-half * 0.8f, half * 0.8f}, {s.sill_m + 0.01f, s.sill_m + 0.16f}, 0.012f, 12));
  tag(builder, CarSlot::reflector, Part::light);
  add_both(builder, end_patch(s, -1, {-half * 0.8f, -half * 0.62f}, {s.sill_m + 0.18f, s.sill_m + 0.21f},
                              0.01f, 3, 1));
  const bool on_bumper = s.open_bed || stream.chance(0.25);
  const float plate = on_bumper ? s.sill_m + 0.19f : (low + s.sill_m + 0.32f) / 2 - 0.03f;
  tag(builder, CarSlot::dark, Part::plate);
  builder.add(end_patch(s, -1, {-0.33f, 0.33f}, {plate - 0.04f, plate + 0.16f}, 0.003f, 4, 2));
  add_plate(builder, s, -1, plate, CarSlot::plate_rear, stream);
  tag(builder, stream.chance(0.5) ? CarSlot::chrome : CarSlot::dark, Part::trim);
  builder.add(across(s, -1, {-0.32f, plate + 0.165f}, {0.32f, plate + 0.165f}, 0.022f, 0.012f));
  tag(builder, CarSlot::chrome, Part::trim);
  builder.add(disc(s, -1, {0, glm::mix(plate + 0.18f, high + 0.03f, 0.6f)}, 0.035f, 0.008f));
  const float pipe = s.end_x(0.5f, s.sill_m + 0.03f, -1);
  if (stream.chance(0.7))
    builder.add(
        cylinder({pipe + 0.15f, 0.5f * half, s.sill_m}, {pipe - 0.02f, 0.5f * half, s.sill_m}, 0.03f, 10));
}

}  // namespace understudy
