// SPDX-License-Identifier: Apache-2.0
// Churches: a nave under a steep roof, a tower before it or beside its gable. They close the view of a street
// from a distance. The front looks to +x, as that of a house.
#include <cmath>

#include "generators/palette.h"
#include "generators/street/objects/family.h"

namespace understudy {
namespace {

enum Slot { wall, stone, roof, dark, gold };

void block(MeshBuilder& builder, Slot slot, Part part, const glm::vec3& lower, const glm::vec3& upper) {
  tag(builder, slot, part);
  builder.add(box(lower, upper));
}

/// A pointed opening, laid on a wall that looks along `outward`; (y, z) as (along the wall, up).
void add_lancet(MeshBuilder& builder, const glm::vec3& foot, const glm::vec3& outward, float wide,
                float high) {
  const glm::vec3 along = glm::cross(glm::vec3(0, 0, 1), outward), up(0, 0, 1);
  const auto panel = [&](Slot slot, float half, float extra, float proud) {
    Piece piece;
    const glm::vec3 at = foot + proud * outward - extra * up;
    for (const glm::vec2& p :
         {glm::vec2(-half, 0), {half, 0}, {half, high}, {0, high + 1.5f * half}, {-half, high}})
      piece.positions.push_back(at + p.x * along + (p.y + (p.y > 0 ? extra : 0)) * up);
    for (uint32_t i = 2; i < 5; ++i) piece.triangle(0, i - 1, i);
    tag(builder, slot, slot == dark ? Part::window : Part::trim);
    builder.add(piece);
  };
  panel(stone, 0.5f * wide + 0.18f, 0.18f, 0.03f);
  panel(dark, 0.5f * wide, 0, 0.06f);
}

void add_nave(MeshBuilder& builder, float front, float long_m, float half, float eaves, float rise) {
  block(builder, wall, Part::wall, {front - long_m, -half, 0}, {front, half, eaves});
  const auto ring = [&](float x) {
    return Ring{{x, -half - 0.4f, eaves - 0.2f}, {x, half + 0.4f, eaves - 0.2f}, {x, 0, eaves + rise}};
  };
  Piece prism = loft({ring(front - long_m), ring(front)});
  for (size_t t = 0; t < prism.triangles.size(); ++t) {  // the caps of the loft are gables
    prism.slots.push_back(t < 6 ? roof : wall);
    prism.parts.push_back(uint16_t(t < 6 ? Part::roof : Part::wall));
  }
  builder.add(prism);
  for (int i = 0; i < 6; ++i)
    for (const float side : {1.0f, -1.0f})
      add_lancet(builder, {front - long_m * (float(i) + 0.5f) / 6, side * half, 2.2f}, {0, side, 0}, 1.1f,
                 eaves - 4.4f);
  for (const float y : {-0.55f * half, 0.55f * half})
    add_lancet(builder, {front, y, 3}, {1, 0, 0}, 1, eaves - 4.5f);
}

/// Its openings, a clock, and what tops it: a spire, a low pyramid or an onion.
void add_tower(MeshBuilder& builder, float x, float half, float high, Stream& stream) {
  block(builder, wall, Part::wall, {x - 2 * half, -half, 0}, {x, half, high});
  for (const float z : {0.34f * high, 0.68f * high, high - 0.25f})
    block(builder, stone, Part::trim, {x - 2 * half - 0.15f, -half - 0.15f, z},
          {x + 0.15f, half + 0.15f, z + 0.3f});
  const glm::vec3 middle(x - half, 0, high);
  for (const glm::vec3& out : {glm::vec3(1, 0, 0), {0, 1, 0}, {0, -1, 0}}) {
    const glm::vec3 face = glm::vec3(x - half, 0, 0) + half * out,
                    along = glm::cross(glm::vec3(0, 0, 1), out);
    for (const float side : {-0.4f, 0.4f})
      add_lancet(builder, face + side * half * along + glm::vec3(0, 0, 0.74f * high), out, 0.34f * half,
                 0.12f * high);
    tag(builder, stone, Part::trim);
    const glm::vec3 clock = face + glm::vec3(0, 0, 0.58f * high);
    builder.add(cylinder(clock, clock + 0.08f * out, 0.42f * half, 20));
  }
  add_lancet(builder, {x, 0, 0.1f}, {1, 0, 0}, 0.7f * half, 2.6f);
  tag(builder, roof, Part::roof);
  const double kind = stream.uniform();
  float tip = high;
  if (kind < 0.5) {
    tip += half * float(stream.uniform(3.6, 5.5));
    builder.add(cone(middle, {middle.x, 0, tip}, half * 1.12f, 0.05f, 8));
  } else if (kind < 0.75) {
    tip += half * float(stream.uniform(1.2, 1.8));
    builder.add(cone(middle, {middle.x, 0, tip}, half * 1.5f, 0.05f, 4),
                translate(middle) * rotate_z(45) * translate(-middle));
  } else {
    tip += 2.9f * half;
    builder.add(lathe({{0, 0},
                       {half * 1.05f, 0},
                       {half * 1.2f, 0.6f * half},
                       {half, 1.2f * half},
                       {half * 0.5f, 1.7f * half},
                       {half * 0.3f, 2.1f * half},
                       {0.06f, 2.9f * half},
                       {0, 2.9f * half}},
                      16),
                translate(middle));
  }
  tag(builder, gold, Part::trim);
  builder.add(box({middle.x - 0.06f, -0.06f, tip - 0.1f}, {middle.x + 0.06f, 0.06f, tip + 1.6f}));
  builder.add(box({middle.x - 0.06f, -0.5f, tip + 0.9f}, {middle.x + 0.06f, 0.5f, tip + 1.02f}));
}

ObjectModel make(const std::string& model, Stream stream) {
  MeshBuilder builder("church");
  const float half = float(stream.uniform(5, 7.5)), eaves = float(stream.uniform(7.5, 10.5));
  const float tower = float(stream.uniform(2.3, 3.1)), high = float(stream.uniform(18, 27));
  const bool before = model == "steeple";
  add_nave(builder, before ? -2 * tower + 0.3f : 0, float(stream.uniform(22, 32)), half, eaves,
           half * float(stream.uniform(1.1, 1.6)));
  if (before) {
    add_tower(builder, 0, tower, high, stream);
  } else {
    add_lancet(builder, {0, 0, 0.1f}, {1, 0, 0}, 2.2f, 3);
    tag(builder, dark, Part::window);
    builder.add(cylinder({0, 0, eaves + 0.4f}, {0.06f, 0, eaves + 0.4f}, 1.3f, 20));  // the rose
  }
  return finish_object(model, builder, {"wall", "stone", "roof", "dark", "gold"});
}

Dressing dress_church(const ObjectModel&, const Look& look, Stream stream) {
  static const std::vector<NamedColor> walls{{"white", srgb(0xdcd8cc), 3},
                                             {"ochre", srgb(0xc8a76c), 2},
                                             {"grey", srgb(0x8f8b82), 3},
                                             {"brick", srgb(0x87503c), 2}};
  static const std::vector<NamedColor> roofs{
      {"slate", srgb(0x44484d), 2}, {"tile", srgb(0x8a4a34), 2}, {"copper", srgb(0x5f8c7d), 1}};
  Material plaster = matte("wall", vary(pick(walls, stream).linear, 0.12, stream), 0.9f);
  plaster.pattern = Pattern::noise, plaster.pattern_color = plaster.albedo * 0.75f,
  plaster.pattern_scale_m = 0.9f;
  Material panes = dark_glass("dark");
  if (look.lit) panes.emission = 0.015f * glm::vec3(1, 0.72f, 0.4f);
  return {{plaster, matte("stone", vary(srgb(0xa9a294), 0.15, stream), 0.85f),
           matte("roof", vary(pick(roofs, stream).linear, 0.15, stream), 0.8f), panes,
           metal("gold", srgb(0xd6a545), 0.35f)},
          {}};
}

}  // namespace

FamilyEntry church_family() { return {"church", {"steeple", "gable"}, make, dress_church}; }

}  // namespace understudy
