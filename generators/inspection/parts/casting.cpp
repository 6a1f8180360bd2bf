// SPDX-License-Identifier: Apache-2.0
// A sand-cast housing: walls with draft, a flange with bolt holes, ribs, a boss with a machined face.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <glm/gtc/constants.hpp>

#include "generators/inspection/parts/kinds.h"
#include "generators/inspection/parts/turned.h"
#include "generators/shapes/extrusion.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

enum Slot { rough, machined };
constexpr float draft = 0.05f;  // tangent of about 3 degrees

/// A block that narrows upward by the draft, its upper edge rounded.
Piece drafted_block(const glm::vec2& half, float corner_m, float z0, float z1, float round_m) {
  std::vector<Ring> rings;
  const auto add = [&](float inset, float z) {
    Ring ring;
    for (const glm::vec2& p :
         rectangle_outline(-half + inset, half - inset, std::max(corner_m - 0.5f * inset, 0.5f * mm), 8))
      ring.emplace_back(p, z);
    rings.push_back(ring);
  };
  add(0, z0);
  const float narrowed = draft * (z1 - z0);
  for (int i = 0; i <= 6; ++i) {
    const float angle = glm::half_pi<float>() * float(i) / 6;
    add(narrowed + round_m * (1 - std::cos(angle)), z1 - round_m + round_m * std::sin(angle));
  }
  return loft(rings);
}

/// One solid, so that what breaks off its rim lays the iron below bare: a cast stub, its top turned.
void add_boss(MeshBuilder& builder, const glm::vec2& at, float radius, float bore, float z0, float z1) {
  const float face = z1 - 0.5f * mm, turned_m = radius - 0.2f * mm;
  Piece boss = turned({{bore + 0.3f * mm, z1},
                       {bore, z1 - 0.3f * mm},
                       {bore, face},
                       {bore, z0},
                       {radius + draft * (z1 - z0), z0},
                       {radius, face},
                       {turned_m, face},
                       {turned_m, z1 - 0.2f * mm},
                       {turned_m - 0.2f * mm, z1},
                       {bore + 0.3f * mm, z1}},
                      72, radius);
  for (const glm::uvec3& t : boss.triangles) {
    const float lowest = std::min({boss.positions[t.x].z, boss.positions[t.y].z, boss.positions[t.z].z});
    const bool machined_here = lowest > face - 0.05f * mm;
    boss.slots.push_back(uint16_t(machined_here ? machined : rough));
    boss.parts.push_back(uint16_t(machined_here ? Region::face : Region::wall));
  }
  builder.add(boss, translate({at, 0}));
}

void add_ribs(MeshBuilder& builder, const glm::vec2& half, float z0, float z1, int count) {
  tag(builder, rough, Region::edge);
  for (int i = 0; i < count; ++i) {
    const float x = half.x * (2 * (float(i) + 1) / (float(count) + 1) - 1);
    builder.add(drafted_block({3.0f * mm, half.y + 5 * mm}, 0.9f * mm, z0, z0 + 0.72f * (z1 - z0), 1.0f * mm),
                translate({x, 0, 0}));
  }
}

Shape make(Stream stream) {
  const glm::vec2 half = 0.5f * glm::vec2(draw_mm(stream, 60, 90), draw_mm(stream, 42, 60));
  const float flange = draw_mm(stream, 6, 9), height = draw_mm(stream, 24, 38),
              reach = draw_mm(stream, 11, 14);
  const float hole = draw_mm(stream, 2.6, 3.3);
  MeshBuilder builder("casting");
  std::vector<Outline> holes;
  for (const float x : {-1.0f, 1.0f})
    for (const float y : {-1.0f, 1.0f})
      holes.push_back(circle_outline({x * (half.x + 0.33f * reach), y * (half.y + 0.33f * reach)}, hole, 40));
  tag(builder, rough, Region::rim);
  builder.add(rounded_extrusion(rectangle_outline(-half - reach, half + reach, 9 * mm, 10), holes, 0, flange,
                                0.9f * mm, 5));
  tag(builder, rough, Region::wall);
  builder.add(drafted_block(half, 7 * mm, 0.5f * flange, height, 3 * mm));
  add_ribs(builder, half, 0.7f * flange, height, int(stream.uniform_int(2, 4)));
  const float boss = draw_mm(stream, 9, 14);
  const glm::vec2 at{half.x * float(stream.uniform(-0.35, 0.35)), 0};
  add_boss(builder, at, boss, boss * float(stream.uniform(0.4, 0.6)), height - 3 * mm,
           height + draw_mm(stream, 4, 9));
  return {builder.build_on_ground(),
          {{"model", fmt::format("{:.0f}x{:.0f}x{:.0f} mm", 2000 * (half.x + reach), 2000 * (half.y + reach),
                                 1000 * height)}}};
}

Dressing dress(const Shape&, Stream stream) {
  const bool iron = stream.chance(0.5);
  const std::string alloy = iron ? "cast iron" : "aluminium";
  const glm::vec3 color = vary(metal_named(alloy).linear * (iron ? 0.8f : 0.62f), 0.1, stream);
  Material skin = metal(alloy, color, float(stream.uniform(0.55, 0.68)));
  skin.metalness = 0.8f;  // oxide
  Material cut = metal("machined", metal_named(iron ? "steel" : "aluminium").linear, 0.28f);
  return {{patterned(skin, Pattern::grain, draw_mm(stream, 0.5, 0.9), color * 0.55f),
           patterned(cut, Pattern::brushed, 0.4f * mm, cut.albedo * 0.8f)},
          {{"material", alloy}}};
}

}  // namespace

PartKind casting_kind() { return {"casting", make, dress}; }

}  // namespace understudy::inspection
