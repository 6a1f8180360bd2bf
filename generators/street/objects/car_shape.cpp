// SPDX-License-Identifier: Apache-2.0
#include "generators/street/objects/car_shape.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace understudy {
namespace {

float lerp(float a, float b, float t) { return a + (b - a) * std::clamp(t, 0.0f, 1.0f); }

/// 1 away from the ends, falling to 0 at the very nose and tail along a superellipse of that length.
float end_factor(const CarShape& s, float x, float round_m) {
  const float into = std::clamp(1 - (s.length_m / 2 - std::abs(x)) / round_m, 0.0f, 1.0f);
  return std::pow(1 - std::pow(into, s.end_square), 1 / s.end_square);
}

/// Height at which nose and tail reach furthest out.
float end_height(const CarShape& s) { return s.sill_m + 0.42f * (s.nose_m - s.sill_m) + 0.06f; }

float full_top(const CarShape& s, float x) {
  if (x > s.cowl_x) {
    const float t = (s.length_m / 2 - x) / (s.length_m / 2 - s.cowl_x);
    return lerp(s.nose_m, s.belt_m, std::pow(std::clamp(t, 0.0f, 1.0f), 0.8f));
  }
  return lerp(s.belt_m, s.tail_m, (s.cowl_x - x) / (s.cowl_x + s.length_m / 2 - 0.3f));
}

/// How much further out wings and flanks are than a plain section: a hollow that ends at the crease, and the
/// flares over the wheels.
float sculpted_m(const CarShape& s, float x, float z, float v) {
  const float low = 0.3f, fade = std::clamp((s.length_m / 2 - std::abs(x)) / 0.5f - 0.4f, 0.0f, 1.0f);
  const float up = std::clamp((v - low) / (s.crease_v - low), 0.0f, 1.0f);
  const float over = std::clamp((v - s.crease_v) / 0.05f, 0.0f, 1.0f);
  float out = -s.crease_m * fade * up * up * (1 - over);
  for (const float axle : {s.axle_front_x, s.axle_rear_x}) {
    const float near = std::clamp(1 - (std::hypot(x - axle, z - s.wheel_m) - s.arch_m()) / 0.14f, 0.0f, 1.0f);
    out += 0.016f * near * near;
  }
  return out;
}

}  // namespace

float CarShape::top(float x) const {
  return end_height(*this) + (full_top(*this, x) - end_height(*this)) * end_factor(*this, x, edge_round_m);
}

float CarShape::bottom(float x) const {
  return end_height(*this) - (end_height(*this) - sill_m) * end_factor(*this, x, edge_round_m);
}

float CarShape::half_width(float x) const {
  // Waisted plan: widest between the axles, drawn in towards both ends, then rounded off.
  const float along = std::abs(x) / (length_m / 2);
  return width_m / 2 * (1 - 0.07f * std::pow(along, 4.0f)) *
         (0.74f + 0.26f * end_factor(*this, x, end_round_m));
}

float CarShape::opening(float x) const {
  float z = bottom(x);
  for (const float axle : {axle_front_x, axle_rear_x}) {
    const float square = arch_m() * arch_m() - (x - axle) * (x - axle);
    if (square > 0) z = std::max(z, wheel_m + std::sqrt(square));
  }
  return z;
}

float CarShape::side(float x, float z) const {
  const float v = (z - bottom(x)) / std::max(1e-4f, top(x) - bottom(x));
  const float under = std::max(0.0f, 1 - v / 0.28f), over = std::max(0.0f, (v - 0.74f) / 0.26f);
  return half_width(x) * (1 - 0.07f * under * under - 0.075f * over * over) + sculpted_m(*this, x, z, v);
}

float CarShape::track_m(float axle_x) const {
  float wing = width_m;
  for (const float x : {axle_x - 0.6f * wheel_m, axle_x + 0.6f * wheel_m})
    wing = std::min(wing, side(x, 1.8f * wheel_m));
  return wing - 0.125f;
}

float CarShape::crown(float x, float share) const {
  const float rise = 0.055f * std::min(1.0f, (top(x) - bottom(x)) / 0.4f);
  const float bulge = 0.2f * std::clamp((0.64f - share) / 0.08f, 0.0f, 1.0f);
  return rise * (1 - share * share * share + bulge);
}

glm::vec3 CarShape::on_side(float x, float z, float proud_m) const {
  return {x, side(x, std::max(z, bottom(x))) + proud_m, z};
}

glm::vec3 CarShape::on_top(float x, float y, float proud_m) const {
  return {x, y, top(x) + crown(x, std::abs(y) / side(x, top(x))) + proud_m};
}

glm::vec3 CarShape::on_end(float y, float z, float sign, float proud_m) const {
  constexpr float step = 0.01f, wrapped_m = 0.33f;  // lamps reach that far round the corner
  const float widest = side(sign * (length_m / 2 - wrapped_m), z);
  y = std::clamp(y, -widest, widest);
  const float x = end_x(y, z, sign),
              aside = y < 0 ? step : -step;  // towards the middle, where there is surface
  const float dy = (end_x(y + aside, z, sign) - x) / aside;
  return glm::vec3(x, y, z) + proud_m * glm::normalize(glm::vec3(sign, -sign * dy, 0));
}

float CarShape::end_x(float y, float z, float sign) const {
  float inside = length_m / 2 - 0.9f, outside = length_m / 2;
  for (int i = 0; i < 16; ++i) {
    const float x = (inside + outside) / 2;
    const bool within = z > bottom(sign * x) && z < top(sign * x) && std::abs(y) < side(sign * x, z);
    (within ? inside : outside) = x;
  }
  return sign * inside;
}

CarShape draw_car_shape(const std::string& model, Stream& stream) {
  const auto draw = [&](double a, double b) { return float(stream.uniform(a, b)); };
  CarShape s;
  s.end_square = draw(2.8, 4.2);
  s.edge_round_m = draw(0.15, 0.24), s.crease_v = draw(0.6, 0.72), s.crease_m = draw(0.009, 0.022);
  s.hatch = model == "hatchback" || model == "estate" || model == "suv";
  const auto cabin = [&](float bonnet, float screen, float roof_back, float tail_back) {
    s.cowl_x = s.length_m / 2 - bonnet;
    s.roof_front_x = s.cowl_x - screen;
    s.roof_rear_x = -s.length_m / 2 + roof_back;
    s.tail_x = -s.length_m / 2 + tail_back;
  };
  const auto size = [&](float length, float width, float height) {
    s.length_m = length, s.width_m = width, s.height_m = height;
  };
  if (model == "hatchback") {
    size(draw(3.65, 4.2), draw(1.7, 1.8), draw(1.45, 1.54));
    cabin(draw(0.95, 1.1), draw(0.62, 0.8), draw(0.36, 0.6), draw(0.1, 0.2));
  } else if (model == "sedan") {
    size(draw(4.45, 4.9), draw(1.78, 1.87), draw(1.42, 1.48));
    cabin(draw(1.2, 1.4), draw(0.75, 0.95), draw(1.2, 1.4), draw(0.55, 0.72));
  } else if (model == "estate") {
    size(draw(4.45, 4.85), draw(1.78, 1.86), draw(1.45, 1.52));
    cabin(draw(1.15, 1.35), draw(0.72, 0.9), draw(0.4, 0.6), draw(0.1, 0.2));
  } else if (model == "suv") {
    size(draw(4.25, 4.75), draw(1.82, 1.93), draw(1.62, 1.76));
    cabin(draw(1.1, 1.3), draw(0.6, 0.75), draw(0.35, 0.55), draw(0.08, 0.16));
    s.sill_m = 0.3f, s.nose_m = draw(0.92, 1), s.belt_m = draw(1.08, 1.14), s.tail_m = s.belt_m + 0.05f;
    s.wheel_m = draw(0.355, 0.38), s.end_square = draw(3.6, 5), s.clad = stream.chance(0.6);
  } else if (model == "van") {
    size(draw(4.8, 5.4), draw(1.9, 2), draw(1.92, 2.3));
    cabin(draw(0.6, 0.85), draw(0.6, 0.75), draw(0.06, 0.14), draw(0.03, 0.06));
    s.sill_m = 0.25f, s.nose_m = draw(0.92, 1.0), s.belt_m = draw(1.12, 1.2), s.tail_m = s.belt_m;
    s.panelled = stream.chance(0.65), s.roof_inset_m = 0.1f, s.end_square = 5, s.wheel_m = 0.335f;
  } else {
    CHECK(model == "pickup", "no car is called " + model);
    size(draw(5.1, 5.5), draw(1.85, 1.95), draw(1.75, 1.85));
    cabin(draw(1.25, 1.4), draw(0.6, 0.7), 0, 0);
    const float cab = draw(1.3, 1.75);
    s.roof_rear_x = s.roof_front_x - cab, s.tail_x = s.roof_rear_x - 0.12f;
    s.sill_m = 0.34f, s.nose_m = draw(0.98, 1.06), s.belt_m = draw(1.12, 1.18), s.tail_m = s.belt_m - 0.02f;
    s.wheel_m = 0.385f, s.open_bed = true, s.end_square = 5;
  }
  s.axle_front_x = s.length_m / 2 - draw(0.82, 0.92);
  s.axle_rear_x = -s.length_m / 2 + (s.open_bed         ? draw(1.15, 1.3)
                                     : model == "sedan" ? draw(0.95, 1.05)
                                                        : draw(0.7, 0.85));
  s.pillar_b_x = (s.roof_front_x + s.cowl_x) / 2 - draw(1.0, 1.15);
  s.pillar_c_x = std::max(s.pillar_b_x - draw(0.8, 0.95), s.roof_rear_x + 0.1f);
  return s;
}

}  // namespace understudy
