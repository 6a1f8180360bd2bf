// SPDX-License-Identifier: Apache-2.0
// Bicycles: city, road, mountain.
#include "generators/street/objects/bicycle.h"

#include <algorithm>
#include <cmath>

#include "generators/palette.h"
#include "generators/shapes/implicit.h"
#include "generators/street/objects/family.h"
#include "generators/street/objects/heads.h"

namespace understudy {
namespace {

using Style = BicycleShape::Style;

glm::vec3 from_angle(float degrees) {
  return {std::cos(glm::radians(degrees)), 0, std::sin(glm::radians(degrees))};
}

/// Tags by the bicycle's own slots.
struct Fitter {
  MeshBuilder& builder;
  int first_slot;
  void operator()(BicycleSlot slot, Part part) const { tag(builder, first_slot + slot, part); }
  void tube(const glm::vec3& a, const glm::vec3& b, float radius_m, int sides = 10) const {
    builder.add(cylinder(a, b, radius_m, sides));
  }
  void tube(const std::vector<glm::vec3>& path, float radius_m, int sides = 8) const {
    builder.add(sweep(path, std::vector<float>(path.size(), radius_m), sides));
  }
};

void add_wheel(const Fitter& fit, const BicycleShape& s, const glm::vec3& hub) {
  const glm::mat4 upright = translate(hub) * rotate_x(-90);
  fit(bicycle_tyre, Part::wheel);
  fit.builder.add(torus(s.wheel_m - s.tyre_m, s.tyre_m, 48, 10), upright);
  if (s.striped) {
    fit(bicycle_stripe, Part::wheel);
    const float r = s.wheel_m - 1.25f * s.tyre_m, y = 0.9f * s.tyre_m;
    for (const float side : {1.0f, -1.0f})
      fit.builder.add(lathe({{r - 0.005f, side * y},
                             {r + 0.005f, side * y},
                             {r, side * (y + 0.003f)},
                             {r - 0.005f, side * y}},
                            40),
                      upright);
  }
  fit(bicycle_rim, Part::wheel);
  const float rim = s.wheel_m - 2 * s.tyre_m + 0.004f;
  fit.builder.add(lathe({{rim - 0.026f, -0.009f},
                         {rim, -0.013f},
                         {rim, 0.013f},
                         {rim - 0.026f, 0.009f},
                         {rim - 0.026f, -0.009f}},
                        48),
                  upright);
  fit(bicycle_steel, Part::wheel);
  fit.tube(hub - glm::vec3(0, 0.05f, 0), hub + glm::vec3(0, 0.05f, 0), 0.018f);
  constexpr int spokes = 28;
  for (int i = 0; i < spokes; ++i) {
    const float side = i % 2 ? 0.03f : -0.03f;
    const glm::vec3 out = from_angle(360.0f * float(i) / spokes),
                    tangent = from_angle(360.0f * float(i) / spokes + (i % 4 < 2 ? 90.0f : -90.0f));
    fit.tube(hub + glm::vec3(0, side, 0) + 0.016f * tangent, hub + (rim - 0.015f) * out, 0.0016f, 4);
  }
}

void add_frame(const Fitter& fit, const BicycleShape& s) {
  fit(bicycle_frame, Part::frame);
  // Radii of the top tube; down tubes are thicker by half.
  const float thick = s.style == Style::mountain ? 0.02f : s.style == Style::city ? 0.0175f : 0.0165f;
  const glm::vec3 up = glm::normalize(s.saddle - s.bottom_bracket);
  const float seat_tube = glm::length(s.saddle - s.bottom_bracket) - (s.style == Style::city ? 0.16f : 0.2f);
  const glm::vec3 cluster = s.bottom_bracket + seat_tube * up;
  fit.tube(s.bottom_bracket, cluster, thick);
  fit.tube(s.head_low, s.head_top, thick * 1.2f);
  fit.tube(s.bottom_bracket, s.head_low + 0.02f * (s.head_top - s.head_low),
           thick * (s.style == Style::road ? 1.2f : 1.3f));
  if (s.low_step)
    fit.tube(s.bottom_bracket + 0.35f * seat_tube * up, s.head_low + 0.5f * (s.head_top - s.head_low), thick);
  else
    fit.tube(cluster - 0.03f * up, s.head_top - 0.02f * (s.head_top - s.head_low), thick);
  const float half = 0.055f;
  const glm::vec3 left(0, half, 0);
  for (const float side : {-1.0f, 1.0f}) {
    fit.tube(s.bottom_bracket + side * 0.4f * left, s.rear_hub + side * left, 0.0125f, 8);
    fit.tube(cluster - 0.04f * up + side * 0.3f * left, s.rear_hub + side * left, 0.0105f, 8);
    const glm::vec3 crown = s.head_low + side * left * 0.9f;
    fit.tube(smooth_path({s.head_low, crown - 0.03f * (s.head_top - s.head_low),
                          crown + 0.6f * (s.front_hub - s.head_low), s.front_hub + side * left},
                         3),
             s.style == Style::mountain ? 0.017f : 0.014f);
  }
  fit(bicycle_steel, Part::frame);
  fit.tube(cluster, s.saddle - 0.03f * up, 0.0135f);
}

void add_saddle(const Fitter& fit, const BicycleShape& s) {
  Field seat(0.04f);
  const float wide = s.style == Style::city ? 0.095f : 0.07f;
  seat.ellipsoid(s.saddle + glm::vec3(-0.08f, 0, -0.03f), {0.08f, wide, 0.035f});
  seat.limb(s.saddle + glm::vec3(-0.04f, 0, -0.028f), s.saddle + glm::vec3(0.12f, 0, -0.026f), 0.03f, 0.019f);
  fit(bicycle_leather, Part::saddle);
  fit.builder.add(polygonise(seat, 0.018f));
}

void add_bar(const Fitter& fit, const BicycleShape& s) {
  fit(bicycle_steel, Part::handlebar);
  fit.tube(s.head_top, s.bar, 0.014f);
  for (const size_t i : {0u, 1u}) {
    const float y = i == 0 ? 1.0f : -1.0f;
    const glm::vec3 grip = s.grips[i];
    fit(s.style == Style::road ? bicycle_leather : bicycle_steel, Part::handlebar);
    if (s.style == Style::road) {
      const glm::vec3 bend = s.bar + glm::vec3(0, y * 0.19f, 0);
      fit.tube(smooth_path({s.bar, bend, grip, grip + glm::vec3(0.02f, 0, -0.08f),
                            grip + glm::vec3(-0.03f, 0, -0.13f), grip + glm::vec3(-0.12f, 0, -0.13f)},
                           4),
               0.0135f);
      continue;
    }
    fit.tube(smooth_path({s.bar, s.bar + glm::vec3(0.01f, y * 0.15f, 0.01f), grip + glm::vec3(0.05f, 0, 0),
                          grip + glm::vec3(-0.05f, y * 0.01f, 0)},
                         4),
             0.0125f);
    fit(bicycle_leather, Part::handlebar);
    fit.tube(grip + glm::vec3(0.045f, 0, 0), grip + glm::vec3(-0.07f, y * 0.01f, 0), 0.0175f);
  }
}

void add_cranks(const Fitter& fit, const BicycleShape& s) {
  fit(bicycle_steel, Part::crank);
  const glm::vec3 out(0, -0.055f, 0);
  fit.builder.add(cylinder(s.bottom_bracket + out, s.bottom_bracket + out * 1.06f, 0.09f, 24));
  fit.tube(s.bottom_bracket + out * 1.5f, s.bottom_bracket - out * 1.5f, 0.02f);
  for (const size_t i : {0u, 1u}) {
    const glm::vec3 side(0, i == 0 ? 0.075f : -0.075f, 0);
    const glm::vec3 pedal = s.pedals[i];
    fit(bicycle_steel, Part::crank);
    fit.builder.add(
        sweep({s.bottom_bracket + side, glm::vec3(pedal.x, side.y, pedal.z)}, {0.015f, 0.011f}, 8));
    fit(bicycle_black, Part::crank);
    fit.builder.add(rounded_box(pedal - glm::vec3(0.045f, 0.045f, 0.011f),
                                pedal + glm::vec3(0.045f, 0.045f, 0.011f), 0.008f, 1));
  }
  fit(bicycle_black, Part::crank);
  const float ring = 0.09f, sprocket = 0.035f;
  for (const float z : {1.0f, -1.0f})
    fit.tube(s.bottom_bracket + out * 1.03f + glm::vec3(0, 0, z * ring),
             s.rear_hub + out * 1.03f + glm::vec3(0, 0, z * sprocket), 0.005f, 6);
}

void add_mudguard(const Fitter& fit, const BicycleShape& s, const glm::vec3& hub, float from_deg,
                  float to_deg) {
  constexpr int steps = 18;
  const auto point = [&](int row, int column) {
    const float across = float(column) / 4 - 0.5f, radius = s.wheel_m + 0.016f - 0.03f * across * across;
    return hub + radius * from_angle(to_deg + (from_deg - to_deg) * float(row) / steps) +
           glm::vec3(0, 0.058f * across, 0);
  };
  fit(bicycle_guard, Part::frame);
  fit.builder.add(slab(steps, 4, point, 0.003f));
}

/// Over the chain, on the right.
void add_chain_case(const Fitter& fit, const BicycleShape& s) {
  const glm::vec3 a = s.bottom_bracket, b = s.rear_hub;
  const float long_m = glm::length(b - a), y = -0.066f;
  const glm::mat4 at = translate({a.x, y, a.z}) * rotate_y(glm::degrees(std::atan2(b.z - a.z, a.x - b.x)));
  fit(bicycle_guard, Part::frame);
  fit.builder.add(rounded_box({-long_m * 0.93f, -0.016f, -0.052f}, {0.1f, 0.01f, 0.075f}, 0.01f, 1), at);
}

void add_panniers(const Fitter& fit, const BicycleShape& s) {
  fit(bicycle_bag, Part::bag);
  const float x = s.rear_hub.x - 0.06f, z = s.wheel_m * 2 + 0.03f;
  for (const float y : {-0.135f, 0.135f})
    fit.builder.add(rounded_box({x - 0.17f, y - 0.06f, z - 0.32f}, {x + 0.15f, y + 0.06f, z}, 0.035f, 2));
}

/// In its cage on the down tube.
void add_bottle(const Fitter& fit, const BicycleShape& s) {
  const glm::vec3 along = glm::normalize(s.head_low - s.bottom_bracket),
                  out = glm::normalize(glm::vec3(-along.z, 0, along.x));
  const glm::vec3 foot = s.bottom_bracket + 0.16f * along + 0.062f * out;
  fit(bicycle_bag, Part::bag);
  fit.tube(foot, foot + 0.15f * along, 0.036f, 12);
  fit.tube(foot + 0.15f * along, foot + 0.19f * along, 0.02f, 10);
}

void add_basket(const Fitter& fit, const BicycleShape& s) {
  const glm::vec3 at = s.head_top + glm::vec3(0.21f, 0, 0.02f);
  const bool wicker = s.basket == BicycleShape::Basket::wicker;
  fit(wicker ? bicycle_wicker : bicycle_black, Part::bag);
  const auto corner = [&](float up, float x, float y) {
    return at + glm::vec3(x * (0.11f + 0.14f * up), y * (0.15f + 0.14f * up), up);
  };
  constexpr float high = 0.22f;
  const glm::vec2 round[] = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
  for (int k = 0; k < 4; ++k) {
    const glm::vec2 p = round[k], q = round[(k + 1) % 4];
    if (wicker) {
      fit.builder.add(slab(
          1, 1, [&](int r, int c) { return corner(r ? 0 : high, c ? p.x : q.x, c ? p.y : q.y); }, 0.012f));
      fit.tube(corner(high, p.x, p.y), corner(high, q.x, q.y), 0.012f, 6);
      continue;
    }
    for (int i = 0; i <= 6; ++i)
      fit.tube(corner(high * float(i) / 6, p.x, p.y), corner(high * float(i) / 6, q.x, q.y),
               i == 6 ? 0.006f : 0.003f, 5);
    for (int i = 0; i < 6; ++i) {
      const glm::vec2 m = glm::mix(p, q, float(i) / 6);
      fit.tube(corner(0, m.x, m.y), corner(high, m.x, m.y), 0.003f, 5);
    }
  }
  fit.builder.add(
      rounded_box(at - glm::vec3(0.11f, 0.15f, 0.005f), at + glm::vec3(0.11f, 0.15f, 0.005f), 0.003f, 1));
}

void add_extras(const Fitter& fit, const BicycleShape& s) {
  if (s.mudguards) {
    add_mudguard(fit, s, s.rear_hub, 5, 175);
    add_mudguard(fit, s, s.front_hub, 15, 150);
  }
  fit(bicycle_lamp, Part::light);
  fit.builder.add(ellipsoid(s.head_top + glm::vec3(0.075f, 0, 0.01f), {0.025f, 0.032f, 0.032f}, 12));
  fit(bicycle_tail_lamp, Part::light);
  const glm::vec3 tail = s.saddle + glm::vec3(0.018f, 0, -0.13f);
  fit.builder.add(ellipsoid(tail, {0.014f, 0.028f, 0.022f}, 10));
  if (s.style == Style::city) {
    fit(bicycle_steel, Part::frame);
    const float z = s.wheel_m * 2 + 0.045f, back = s.rear_hub.x - 0.24f, front = s.rear_hub.x + 0.12f;
    for (const float y : {-0.06f, 0.0f, 0.06f}) fit.tube({back, y, z}, {front, y, z}, 0.006f, 6);
    for (const float y : {-0.06f, 0.06f})
      fit.tube({s.rear_hub.x - 0.08f, y, z}, s.rear_hub + glm::vec3(0, y, 0), 0.006f, 6);
    fit.tube({back, -0.06f, z}, {back, 0.06f, z}, 0.006f, 6);
  }
  if (s.chain_case) add_chain_case(fit, s);
  if (s.panniers) add_panniers(fit, s);
  if (s.style != Style::city) add_bottle(fit, s);
  if (s.basket != BicycleShape::Basket::none) add_basket(fit, s);
}

/// Turned about the line on which its wheels stand, and down to the ground.
MeshPtr leaning_left(const Mesh& upright, float degrees) {
  auto mesh = std::make_shared<Mesh>(upright);
  const glm::mat3 turn(rotate_x(-degrees));
  float lowest = 1;
  for (glm::vec3& p : mesh->positions) p = turn * p, lowest = std::min(lowest, p.z);
  for (glm::vec3& p : mesh->positions) p.z -= lowest;
  for (glm::vec3& n : mesh->normals) n = turn * n;
  mesh->finish();
  return mesh;
}

/// A bent tube on the side to which the bicycle leans, to lock it to; it bears no label.
void add_rack(MeshBuilder& builder) {
  constexpr float y = 0.24f, half = 0.36f, high = 0.72f;
  const std::vector<glm::vec3> path = smooth_path({{-half, y, 0},
                                                   {-half, y, high - 0.15f},
                                                   {0.1f - half, y, high},
                                                   {half - 0.1f, y, high},
                                                   {half, y, high - 0.15f},
                                                   {half, y, 0}},
                                                  4);
  tag(builder, bicycle_steel, Part::pole);
  builder.add(sweep(path, std::vector<float>(path.size(), 0.024f), 8));
}

ObjectModel make(const std::string& model, Stream stream) {
  MeshBuilder builder("bicycle");
  const BicycleShape shape = draw_bicycle(model, float(stream.uniform(1.6, 1.82)), stream);
  add_bicycle(builder, shape, 0);
  constexpr float lean_deg = 7, foot_m = 0.22f;
  tag(builder, bicycle_steel, Part::frame);  // the stand, on the left
  builder.add(
      cylinder(shape.bottom_bracket + glm::vec3(-0.1f, 0.03f, 0),
               {shape.bottom_bracket.x - 0.2f, foot_m, 0.012f + foot_m * std::tan(glm::radians(lean_deg))},
               0.011f, 8));
  ObjectModel object = finish_object(model, builder, bicycle_slots());
  object.mesh = leaning_left(*object.mesh, lean_deg);
  if (stream.chance(0.6)) return object;
  MeshBuilder beside("bicycle stand");
  add_rack(beside);
  return finish_carrier(model, beside, {{object.mesh, {}}}, bicycle_slots());
}

Dressing dress_alone(const ObjectModel&, const Look& look, Stream stream) {
  Look parked = look;
  parked.lit = false;
  return dress_bicycle(parked, stream);
}

}  // namespace

BicycleShape draw_bicycle(const std::string& model, float rider_m, Stream& stream) {
  const auto draw = [&](double a, double b) { return float(stream.uniform(a, b)); };
  BicycleShape s;
  s.style = model == "road" ? Style::road : model == "mountain" ? Style::mountain : Style::city;
  s.wheel_m = draw(0.335, 0.35);
  s.tyre_m = s.style == Style::road       ? draw(0.0125, 0.016)
             : s.style == Style::mountain ? draw(0.026, 0.029)
                                          : draw(0.0185, 0.0235);
  s.wheelbase_m = s.style == Style::road ? draw(0.98, 1.02) : draw(1.04, 1.12);
  s.low_step = s.style == Style::city && stream.chance(0.5);
  s.mudguards = s.style == Style::city;
  const bool city = s.style == Style::city;
  s.chain_case = city && stream.chance(0.5);
  s.striped = stream.chance(city ? 0.5 : 0.15);
  s.panniers = city && stream.chance(0.2);
  if (city && stream.chance(0.45))
    s.basket = stream.chance(0.5) ? BicycleShape::Basket::wicker : BicycleShape::Basket::wire;
  s.crank_deg = draw(-40, 220);
  s.rear_hub = {-s.wheelbase_m / 2, 0, s.wheel_m}, s.front_hub = {s.wheelbase_m / 2, 0, s.wheel_m};
  s.bottom_bracket = {s.rear_hub.x + draw(0.42, 0.45), 0, 0.28f};
  // Saddle height after G. LeMond's rule, 0.883 of the inseam, which is 0.45 of body height.
  s.saddle =
      s.bottom_bracket + 0.883f * 0.45f * rider_m * from_angle(s.style == Style::city ? 110.0f : 107.0f);
  const glm::vec3 steer = from_angle(s.style == Style::city ? 111.0f : 108.0f);
  s.head_low = s.front_hub + (s.wheel_m + 0.06f) * steer + glm::vec3(-0.03f, 0, 0);
  s.head_top = s.head_low + (s.style == Style::road       ? 0.15f
                             : s.style == Style::mountain ? 0.13f
                                                          : 0.2f) *
                                steer;
  if (s.style == Style::road)
    s.bar = s.head_top + glm::vec3(0.08f, 0, 0.06f);
  else if (s.style == Style::mountain)
    s.bar = s.head_top + glm::vec3(0.05f, 0, 0.1f);
  else
    s.bar = s.head_top + 0.16f * steer + glm::vec3(0.04f, 0, 0);
  for (const size_t i : {0u, 1u}) {
    const float y = i == 0 ? 1.0f : -1.0f, angle = s.crank_deg + (i == 0 ? 0.0f : 180.0f);
    s.pedals[i] = s.bottom_bracket + s.crank_m * from_angle(angle) + glm::vec3(0, y * 0.13f, 0);
    if (s.style == Style::road)
      s.grips[i] = s.bar + glm::vec3(0.09f, y * 0.21f, 0.02f);
    else
      s.grips[i] = s.bar + glm::vec3(s.style == Style::city ? -0.13f : -0.04f,
                                     y * (s.style == Style::city ? 0.27f : 0.31f), 0.02f);
  }
  return s;
}

void add_bicycle(MeshBuilder& builder, const BicycleShape& shape, int first_slot) {
  const Fitter fit{builder, first_slot};
  add_wheel(fit, shape, shape.rear_hub);
  add_wheel(fit, shape, shape.front_hub);
  add_frame(fit, shape);
  add_saddle(fit, shape);
  add_bar(fit, shape);
  add_cranks(fit, shape);
  add_extras(fit, shape);
}

Dressing dress_bicycle(const Look& look, Stream stream) {
  static const std::vector<NamedColor> frames{
      {"black", srgb(0x1b1c1e), 3},   {"red", srgb(0xb01c20), 2},       {"blue", srgb(0x1f4f9c), 2},
      {"green", srgb(0x2f6b45), 1.5}, {"white", srgb(0xe8e8e4), 1.5},   {"silver", srgb(0x9a9da0), 1.5},
      {"orange", srgb(0xdd6416), 1},  {"turquoise", srgb(0x3aa79d), 1}, {"yellow", srgb(0xe0b020), 0.8}};
  const NamedColor& color = pick(frames, stream);
  Dressing out;
  out.provenance = {{"frame", color.name}};
  static const std::vector<NamedColor> leathers{{"black", srgb(0x1c1c1d), 5},
                                                {"brown", srgb(0x6b4023), 2},
                                                {"tan", srgb(0xa0703f), 1},
                                                {"white", srgb(0xd8d6d0), 0.7}};
  static const std::vector<NamedColor> tyres{{"black", srgb(0x1d1d1e), 7},
                                             {"grey", srgb(0x3a3a3b), 1},
                                             {"cream", srgb(0xcabb95), 1},
                                             {"brown", srgb(0x6e4a2d), 0.6}};
  const glm::vec3 painted = vary(color.linear, 0.1, stream);
  const double guards = stream.uniform();
  const Material guard = guards < 0.4   ? gloss("guard", painted, 0.35f)
                         : guards < 0.7 ? metal("guard", glm::vec3(0.6f), 0.3f)
                                        : gloss("guard", srgb(0x1a1a1b), 0.4f);
  const glm::vec3 cloth(stream.uniform(0.02, 0.4), stream.uniform(0.02, 0.3), stream.uniform(0.02, 0.35));
  out.materials = {gloss("frame", painted, 0.35f),
                   matte("tyre", pick(tyres, stream).linear, 0.85f),
                   metal("rim", glm::vec3(stream.chance(0.7) ? 0.6f : 0.05f), 0.35f),
                   metal("steel", glm::vec3(0.55f), 0.3f),
                   matte("black", srgb(0x1a1a1b), 0.6f),
                   shining("lamp", glm::vec3(0.5f), look.lit ? glm::vec3(40) : glm::vec3(0)),
                   shining("tail_lamp", glm::vec3(0.35f, 0.015f, 0.015f),
                           look.lit ? glm::vec3(6, 0.15f, 0.1f) : glm::vec3(0)),
                   matte("leather", vary(pick(leathers, stream).linear, 0.15, stream), 0.55f),
                   guard,
                   matte("stripe", glm::vec3(0.75f), 0.4f),
                   matte("wicker", vary(srgb(0x9a7446), 0.2, stream), 0.8f),
                   matte("bag", cloth, 0.7f)};
  return out;
}

const std::vector<std::string>& bicycle_slots() {
  static const std::vector<std::string> names{"frame",     "tyre",    "rim",   "steel",  "black",  "lamp",
                                              "tail_lamp", "leather", "guard", "stripe", "wicker", "bag"};
  return names;
}

const std::vector<std::string>& bicycle_models() {
  static const std::vector<std::string> names{"city", "road", "mountain"};
  return names;
}

FamilyEntry bicycle_family() { return {"bicycle", bicycle_models(), make, dress_alone}; }

}  // namespace understudy
