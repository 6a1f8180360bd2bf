// SPDX-License-Identifier: Apache-2.0
// Houses: their plans and colours.
#include "generators/street/objects/building.h"

#include "base/luminance.h"
#include "generators/palette.h"

namespace understudy {
namespace {

const std::vector<std::string> slot_names{
    "wall",    "base",       "trim",      "frame",    "door",      "roof",      "sign",      "awning",
    "rail",    "shop_glass", "sign_text", "interior", "goods_a",   "goods_b",   "metal",     "stain",
    "glass_0", "glass_1",    "glass_2",   "glass_3",  "curtain_0", "curtain_1", "curtain_2", "curtain_3"};

BuildingPlan draw_plan(const std::string& model, Stream& stream) {
  const auto count = [&](int a, int b) { return int(stream.uniform_int(a, b)); };
  const auto draw = [&](double a, double b) { return float(stream.uniform(a, b)); };
  BuildingPlan p;
  p.bay_m = draw(2.4, 3.1), p.ground_m = draw(3.2, 3.8), p.floor_m = draw(2.8, 3.3), p.depth_m = draw(8, 11);
  p.window_wide_m = draw(1, 1.35), p.window_high_m = draw(1.45, 1.75);
  if (model == "townhouse") {
    p.bays = count(2, 3), p.floors = count(2, 4), p.pitched = stream.chance(0.8);
  } else if (model == "apartments") {
    p.bays = count(4, 6), p.floors = count(4, 6), p.balconies = stream.chance(0.6);
  } else if (model == "shop") {
    p.bays = count(2, 4), p.floors = count(2, 4), p.shop = true, p.pitched = stream.chance(0.4),
    p.ground_m = draw(3.7, 4.2);
  } else {
    p.bays = count(4, 6), p.floors = count(4, 7), p.curtain_wall = true, p.shop = stream.chance(0.4),
    p.ground_m = draw(3.8, 4.4);
    p.window_wide_m = p.bay_m - 0.35f, p.window_high_m = 1.9f, p.window_sill_m = 0.75f;
  }
  p.door_bay = count(0, p.bays - 1);
  p.reveal_m = p.curtain_wall ? 0.1f : draw(0.1, 0.19);
  p.sash = p.curtain_wall || stream.chance(0.35) ? Sash::casement
           : stream.chance(0.5)                  ? Sash::hung
                                                 : Sash::cross;
  if (!p.curtain_wall) {
    p.surrounds = stream.chance(0.45), p.quoins = stream.chance(0.25), p.brackets = stream.chance(0.5);
    p.plinth = stream.chance(0.8);
  }
  return p;
}

ObjectModel make(const std::string& model, Stream stream) {
  MeshBuilder builder("building " + model);
  const BuildingPlan plan = draw_plan(model, stream);
  const float half = plan.width() / 2;
  tag(builder, wall, Part::wall);
  builder.add(box({-plan.depth_m, -half, 0}, {-0.195f, half, plan.eaves()}));
  for (const float side : {-half, half}) {  // between the body and the front
    Piece edge;
    edge.positions = {
        {-0.195f, side, 0}, {0, side, 0}, {0, side, plan.eaves()}, {-0.195f, side, plan.eaves()}};
    edge.quad(0, 1, 2, 3);
    builder.add(edge);
  }
  if (plan.shop) add_shopfront(builder, plan, stream.child("shop"));
  add_front(builder, plan, stream.child("front"));
  add_sides(builder, plan, stream.child("sides"));
  add_roof(builder, plan, stream.child("roof"));
  ObjectModel object = finish_object(model, builder, slot_names);
  object.provenance["floors"] = std::to_string(plan.floors);
  return object;
}

Material wall_material(const std::string& name, Stream& stream) {
  static const std::vector<NamedColor> plasters{{"cream", srgb(0xd8c9a6), 3}, {"white", srgb(0xdedbd2), 3},
                                                {"grey", srgb(0xa8a6a0), 2},  {"ochre", srgb(0xc49a5a), 1.5},
                                                {"rose", srgb(0xc7978a), 1},  {"sage", srgb(0x9ca88c), 0.8},
                                                {"blue", srgb(0x8fa5b5), 0.8}};
  static const std::vector<NamedColor> bricks{{"red", srgb(0x8c4a37), 3},
                                              {"brown", srgb(0x6e4a38), 2},
                                              {"yellow", srgb(0xb59a6a), 1.5},
                                              {"dark", srgb(0x55443e), 1}};
  const bool brick = stream.chance(0.45);
  const glm::vec3 fresh = vary(pick(brick ? bricks : plasters, stream).linear, 0.15, stream);
  const glm::vec3 color =
      glm::mix(fresh, glm::vec3(0.3f * (fresh.x + fresh.y + fresh.z)), 0.18f);  // dust of years
  Material m = matte(name, color, 0.85f);
  m.pattern = brick ? Pattern::brick : Pattern::noise;
  m.pattern_color = brick ? srgb(0xa39a8c) : color * 0.74f;
  m.pattern_scale_m = brick ? 0.22f : 0.7f;
  return m;
}

/// The wall where rain has washed soot over it.
Material stained(Material wall) {
  wall.name = "stain";
  wall.albedo *= 0.8f, wall.pattern_color *= 0.8f;
  return wall;
}

/// Courses of tiles or slates, the joints in their shadow.
Material tiles(const glm::vec3& color, Stream& stream) {
  Material m = matte("roof", color, 0.85f);
  m.pattern = Pattern::brick, m.pattern_color = color * 0.45f;
  m.pattern_scale_m = float(stream.uniform(0.55, 0.9));
  return m;
}

/// A colour as it shows through a pane by day: dim, under the pane's reflection.
Material behind_glass(const std::string& name, Stream& stream) {
  const glm::vec3 color(stream.uniform(0.03, 0.4), stream.uniform(0.03, 0.3), stream.uniform(0.03, 0.3));
  const glm::vec3 grey(0.33f * (color.x + color.y + color.z));
  return gloss(name, 0.35f * glm::mix(color, grey, 0.4f), 0.08f);
}

/// The groups of windows: panes, and what hangs behind them; a lit room shines through its curtains.
void add_panes(Dressing& out, bool lit, Stream& stream) {
  const glm::vec3 warm{1, 0.72f, 0.4f};
  std::vector<Material> curtains;
  for (int group = 0; group < glass_groups; ++group) {
    Material pane = dark_glass(slot_names[size_t(first_glass + group)]);
    const glm::vec3 cloth = float(stream.uniform(0.1, 0.42)) * vary(glm::vec3(1, 0.96f, 0.9f), 0.15, stream);
    Material curtain = gloss(slot_names[size_t(first_curtain + group)], cloth, 0.08f);
    if (lit && stream.chance(0.45)) {
      pane.emission = float(stream.uniform(0.01, 0.05)) * warm;
      curtain.emission = 0.4f * pane.emission;
    }
    out.materials.push_back(pane);
    curtains.push_back(curtain);
  }
  out.materials.insert(out.materials.end(), curtains.begin(), curtains.end());
}

Dressing dress_building(const ObjectModel&, const Look& look, Stream stream) {
  const Material walls = wall_material("wall", stream);
  const glm::vec3 stone = vary(srgb(0xb8b2a4), 0.2, stream),
                  painted = stream.chance(0.7) ? srgb(0xe6e4de) : srgb(0x3a3d40);
  static const std::vector<NamedColor> doors{{"green", srgb(0x24452f)},
                                             {"red", srgb(0x7a1d1c)},
                                             {"blue", srgb(0x22406e)},
                                             {"brown", srgb(0x553820)},
                                             {"black", srgb(0x1d1e20)}};
  static const std::vector<NamedColor> roofs{
      {"tile", srgb(0x8a4a34)}, {"slate", srgb(0x44484d)}, {"brown", srgb(0x5d4a3e)}};
  const glm::vec3 brand(stream.uniform(0.02, 0.45), stream.uniform(0.02, 0.35), stream.uniform(0.02, 0.35));
  Material canvas = matte("awning", brand, 0.9f);
  canvas.pattern = stream.chance(0.6) ? Pattern::stripes : Pattern::none;
  canvas.pattern_color = srgb(0xe8e4da), canvas.pattern_scale_m = 0.4f;
  const bool dark = luminance(brand) < 0.2f;
  Dressing out;
  out.materials = {walls,
                   stream.chance(0.5) ? matte("base", stone, 0.85f) : walls,
                   matte("trim", stone * 1.1f, 0.8f),
                   gloss("frame", painted, 0.5f, 0),
                   gloss("door", pick(doors, stream).linear, 0.45f, 0.4f),
                   tiles(vary(pick(roofs, stream).linear, 0.2, stream), stream),
                   shining("sign", brand, look.lit ? 0.12f * brand : glm::vec3(0)),
                   canvas,
                   matte("rail", srgb(0x2a2c2e), 0.5f),
                   dark_glass("shop_glass"),
                   matte("sign_text", dark ? srgb(0xece8dc) : srgb(0x1c1c1e), 0.5f),
                   gloss("interior", vary(glm::vec3(0.06f, 0.05f, 0.04f), 0.4, stream), 0.08f),
                   behind_glass("goods_a", stream),
                   behind_glass("goods_b", stream),
                   stream.chance(0.6) ? galvanised() : matte("metal", srgb(0x3c3a38), 0.5f),
                   stained(walls)};
  if (look.lit) out.materials[shop_glass].emission = 0.035f * glm::vec3(1, 0.88f, 0.7f);
  add_panes(out, look.lit, stream);
  return out;
}

}  // namespace

FamilyEntry building_family() {
  return {"building", {"townhouse", "apartments", "shop", "office"}, make, dress_building};
}

}  // namespace understudy
