// SPDX-License-Identifier: Apache-2.0
// A hard gelatine capsule, lying: a cap of one colour over a body of another. Sizes 0 to 3 by usual tables.
#include <cmath>

#include <fmt/format.h>
#include <glm/gtc/constants.hpp>

#include "generators/inspection/parts/kinds.h"
#include "generators/inspection/parts/turned.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

struct Size {
  int number;
  float length_mm, diameter_mm;
};
constexpr Size sizes[] = {{0, 21.7f, 7.65f}, {1, 19.4f, 6.91f}, {2, 18.0f, 6.35f}, {3, 15.9f, 5.82f}};

/// A tube closed by a half sphere at its upper end, by a flat at its lower one with a rounded rim.
Piece shell(float radius, float z0, float z1) {
  std::vector<glm::vec2> profile{{0, z0}, {radius - 0.12f * mm, z0}, {radius, z0 + 0.08f * mm}};
  constexpr int arc = 20;
  for (int i = 0; i <= arc; ++i) {
    const float angle = glm::half_pi<float>() * float(i) / arc;
    profile.emplace_back(i == arc ? 0 : radius * std::cos(angle), z1 - radius + radius * std::sin(angle));
  }
  return turned(profile, 96, radius);
}

Shape make(Stream stream) {
  const Size& size = sizes[stream.uniform_int(0, 3)];
  const float outer = 0.5f * mm * size.diameter_mm, inner = outer - 0.13f * mm,
              half = 0.5f * mm * size.length_mm;
  const float joint = half * float(stream.uniform(-0.05, 0.1));
  // The cap is wider: lying, the capsule leans a little onto the body's end.
  const float tilt_deg = glm::degrees(std::atan((outer - inner) / (half + joint - inner)));
  MeshBuilder builder("capsule");
  tag(builder, 0, Region::face);
  builder.add(shell(outer, joint, half), rotate_y(90 - tilt_deg));
  tag(builder, 1, Region::wall);
  builder.add(shell(inner, -joint - 0.4f * mm, half), rotate_y(90 - tilt_deg) * rotate_x(180));
  return {builder.build_on_ground(), {{"model", fmt::format("size {}", size.number)}}};
}

Dressing dress(const Shape&, Stream stream) {
  static const std::vector<NamedColor> colors{
      {"white", {0.8f, 0.79f, 0.75f}, 2}, {"red", {0.42f, 0.02f, 0.02f}},
      {"blue", {0.02f, 0.08f, 0.33f}},    {"yellow", {0.72f, 0.5f, 0.04f}},
      {"green", {0.03f, 0.22f, 0.08f}},   {"orange", {0.66f, 0.19f, 0.02f}}};
  const NamedColor& cap = pick(colors, stream);
  const NamedColor& body = pick(colors, stream);
  const float clouded = float(stream.uniform(0.35, 0.5));
  const auto gelatine = [&](const NamedColor& color) {
    Material m = gloss(color.name + " gelatine", vary(color.linear, 0.08, stream), clouded, 0.9f);
    m.clearcoat_roughness = 0.12f;
    return m;
  };
  const Material first = gelatine(cap), second = gelatine(body);
  return {{first, second}, {{"color", cap.name + "/" + body.name}}};
}

}  // namespace

PartKind capsule_kind() { return {"capsule", make, dress}; }

}  // namespace understudy::inspection
