// SPDX-License-Identifier: Apache-2.0
// A machined bracket: a base with bolt holes, an upright with a bore, filleted where they meet, with or
// without a rib.
#include <cmath>

#include <fmt/format.h>
#include <glm/gtc/constants.hpp>

#include "generators/inspection/parts/kinds.h"
#include "generators/shapes/extrusion.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

constexpr float edge = 0.5f * mm;

struct Measures {
  float length, width, thickness, height, fillet;
};

Piece base_of(const Measures& m, Stream& stream) {
  const float bolt = draw_mm(stream, 2.7, 4.5), inset = 2.2f * bolt;
  const float clear = m.thickness + m.fillet;  // what the upright takes of the base
  std::vector<Outline> holes;
  for (const float y : {-1.0f, 1.0f}) {
    const float at_y = y * (0.5f * m.width - inset);
    holes.push_back(circle_outline({0.5f * m.length - inset, at_y}, bolt, 48));
    const float x = -0.5f * m.length + clear + inset;
    holes.push_back(slot_outline({x, at_y}, {x + 1.2f * bolt, at_y}, bolt, 24));
  }
  const glm::vec2 half{0.5f * m.length, 0.5f * m.width};
  return rounded_extrusion(rectangle_outline(-half, half, 0.06f * m.width, 8), holes, 0, m.thickness, edge);
}

/// Drawn lying in the plane of y and height, then stood up at the back of the base.
Piece upright_of(const Measures& m, Stream& stream) {
  const float bore = 0.5f * m.width * float(stream.uniform(0.28, 0.5));
  const float half = 0.5f * m.width, top = m.height;
  const Outline outline =
      rounded_outline({{-half, 0.4f * m.thickness}, {half, 0.4f * m.thickness}, {half, top}, {-half, top}},
                      {0, 0, 0.45f * m.width, 0.45f * m.width}, 24);
  const Outline hole = circle_outline({0, top - 0.5f * m.width}, bore, 72);
  const Piece flat = rounded_extrusion(outline, {hole}, 0, m.thickness, edge);
  const glm::mat4 stand(glm::vec4(0, 1, 0, 0), glm::vec4(0, 0, 1, 0), glm::vec4(1, 0, 0, 0),
                        glm::vec4(-0.5f * m.length, 0, 0, 1));
  return transformed(flat, stand);
}

/// The concave round between base and upright.
Piece fillet_of(const Measures& m) {
  const float sunk = 0.3f * m.thickness, r = m.fillet;
  std::vector<glm::vec2> profile{{-sunk, -sunk}, {r, -sunk}};
  for (int i = 0; i <= 12; ++i) {
    const float angle = glm::half_pi<float>() * (1 + float(i) / 12);
    profile.emplace_back(r + r * std::cos(angle) * (i == 0 ? 0.0f : 1.0f), r - r * std::sin(angle));
  }
  profile.back() = {0, r};
  profile.emplace_back(-sunk, r);
  const float half = 0.5f * m.width - edge;
  const Piece flat = extrude(profile, -half, half);
  const glm::mat4 turn(glm::vec4(1, 0, 0, 0), glm::vec4(0, 0, 1, 0), glm::vec4(0, -1, 0, 0),
                       glm::vec4(-0.5f * m.length + m.thickness, 0, m.thickness, 1));
  return transformed(flat, turn);
}

Piece rib_of(const Measures& m) {
  const float sunk = 0.3f * m.thickness, reach = 0.45f * m.length, rise = 0.4f * m.height;
  const Outline outline = rounded_outline({{-sunk, -sunk},
                                           {reach, -sunk},
                                           {reach, 1.2f * mm},
                                           {0.3f * reach, 0.5f * rise},
                                           {0, rise},
                                           {-sunk, rise}},
                                          {0, 0, 0.8f * mm, 0.25f * reach, 0.8f * mm, 0}, 6);
  const Piece flat = rounded_extrusion(outline, {}, -0.4f * m.thickness, 0.4f * m.thickness, edge);
  const glm::mat4 turn(glm::vec4(1, 0, 0, 0), glm::vec4(0, 0, 1, 0), glm::vec4(0, -1, 0, 0),
                       glm::vec4(-0.5f * m.length + m.thickness, 0, m.thickness, 1));
  return transformed(flat, turn);
}

Shape make(Stream stream) {
  Measures m{};
  m.length = draw_mm(stream, 50, 80), m.width = draw_mm(stream, 32, 48);
  m.thickness = draw_mm(stream, 5, 8), m.height = draw_mm(stream, 45, 65);
  m.fillet = draw_mm(stream, 2.5, 5);
  MeshBuilder builder("bracket");
  tag(builder, 0, Region::face);
  builder.add(base_of(m, stream));
  builder.add(upright_of(m, stream));
  tag(builder, 0, Region::edge);
  builder.add(fillet_of(m));
  tag(builder, 0, Region::wall);
  if (stream.chance(0.5)) builder.add(rib_of(m));
  return {
      builder.build_on_ground(),
      {{"model", fmt::format("{:.0f}x{:.0f}x{:.0f} mm", 1000 * m.length, 1000 * m.width, 1000 * m.height)}}};
}

Dressing dress(const Shape&, Stream stream) {
  const std::string alloy = stream.chance(0.7) ? "aluminium" : "steel";
  const glm::vec3 color = vary(metal_named(alloy).linear, 0.08, stream);
  const Material m = metal(alloy, color, float(stream.uniform(0.3, 0.42)));
  return {{patterned(m, Pattern::brushed, draw_mm(stream, 0.3, 0.6), color * 0.85f)}, {{"material", alloy}}};
}

}  // namespace

PartKind bracket_kind() { return {"bracket", make, dress}; }

}  // namespace understudy::inspection
