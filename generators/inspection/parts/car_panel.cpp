// SPDX-License-Identifier: Apache-2.0
// A painted body panel: sheet with a crown both ways, a character line and flanged borders.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "generators/inspection/parts/kinds.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

enum Slot { outside };

Shape make(Stream stream) {
  const glm::vec2 half = 0.5f * glm::vec2(draw_mm(stream, 380, 560), draw_mm(stream, 280, 420));
  const float crown = draw_mm(stream, 14, 34), bow = draw_mm(stream, 3, 10);
  const float line = half.y * float(stream.uniform(-0.35, 0.35)), depth = draw_mm(stream, 4, 8),
              soft = draw_mm(stream, 5, 14);
  const float flange = draw_mm(stream, 8, 12), round = 6 * mm;
  constexpr int rows = 120, columns = 120;
  const auto height = [&](float x, float y) {
    const float along = x / half.x, across = y / half.y;
    const float crease = depth * 0.5f * (1 + std::tanh((line - y) / soft)) * (1 - 0.5f * along);
    return crown * (1 - across * across) + bow * (1 - along * along) + crease;
  };
  // Evenly spaced within, then down the flange around the border.
  const auto run = [&](int i, int count, float reach) {
    constexpr int border = 10;
    const int from_end = std::min(i, count - i);
    const float inside = std::clamp((float(i) - border) / float(count - 2 * border), 0.0f, 1.0f);
    const float t = std::clamp(1 - float(from_end) / border, 0.0f, 1.0f);
    return glm::vec2((2 * inside - 1) * reach, t);
  };
  const auto bend = [&](float t) {
    const float arc = std::min(t / 0.7f, 1.0f) * 1.5f,
                straight = std::max(t - 0.7f, 0.0f) / 0.3f * (flange - round);
    return glm::vec2(round * std::sin(arc) + straight * std::cos(1.5f),
                     round * (1 - std::cos(arc)) + straight * std::sin(1.5f));
  };
  const auto point = [&](int row, int column) {
    const glm::vec2 x = run(row, rows, half.x - round), y = run(column, columns, half.y - round);
    const glm::vec2 bx = bend(x.y), by = bend(y.y);
    const float corner = std::max(bx.y, by.y);
    return glm::vec3(x.x + std::copysign(bx.x, x.x), y.x + std::copysign(by.x, y.x),
                     height(x.x, y.x) - corner);
  };
  MeshBuilder builder("car panel");
  tag(builder, outside, Region::face);
  Piece sheet = slab(rows, columns, point, 1.0f * mm);
  sheet.crease_deg = 50;
  builder.add(sheet);
  return {builder.build_on_ground(),
          {{"model", fmt::format("{:.0f}x{:.0f} mm", 2000 * half.x, 2000 * half.y)}}};
}

Dressing dress(const Shape&, Stream stream) {
  static const std::vector<NamedColor> paints{
      {"white", {0.72f, 0.72f, 0.7f}, 3},  {"black", {0.012f, 0.012f, 0.013f}, 3},
      {"silver", {0.48f, 0.49f, 0.5f}, 2}, {"grey", {0.12f, 0.125f, 0.13f}, 2},
      {"blue", {0.02f, 0.06f, 0.22f}, 1},  {"red", {0.34f, 0.012f, 0.012f}, 1}};
  const NamedColor& paint = pick(paints, stream);
  Material m =
      gloss(paint.name + " paint", vary(paint.linear, 0.1, stream), float(stream.uniform(0.4, 0.55)), 1);
  m.metalness = paint.name == "silver" || paint.name == "grey" || paint.name == "blue" ? 0.5f : 0.0f;
  m.clearcoat_roughness = float(stream.uniform(0.03, 0.07));
  m.coats_metal = true;
  return {{m}, {{"color", paint.name}}};
}

}  // namespace

PartKind car_panel_kind() { return {"car_panel", make, dress}; }

}  // namespace understudy::inspection
