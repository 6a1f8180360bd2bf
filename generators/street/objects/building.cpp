// SPDX-License-Identifier: Apache-2.0
// Building fronts of floors and bays: walls with window reveals, frames and panes, doors, shopfronts,
// balconies, cornices and roofs. The front is the plane x = 0 and faces +x; the house stands behind it.
#include <algorithm>
#include <cmath>

#include "generators/palette.h"
#include "generators/street/objects/family.h"

namespace understudy {
namespace {

enum Slot { wall, base, trim, frame, door, roof, sign, awning, rail, shop_glass, first_glass };
constexpr int glass_groups = 4;  // windows are lit in groups
const std::vector<std::string> slot_names{"wall",    "base",    "trim",    "frame",  "door",
                                          "roof",    "sign",    "awning",  "rail",   "shop_glass",
                                          "glass_0", "glass_1", "glass_2", "glass_3"};

struct Plan {
  int bays = 3, floors = 3;
  float bay_m = 2.8f, ground_m = 3.6f, floor_m = 3, depth_m = 9;
  float window_wide_m = 1.2f, window_high_m = 1.6f, window_sill_m = 0.85f;
  bool shop = false, pitched = false, balconies = false, curtain = false;
  int door_bay = 0;
  float width() const { return float(bays) * bay_m; }
  float eaves() const { return ground_m + float(floors - 1) * floor_m; }
};

constexpr float reveal_m = 0.16f;  ///< how deep panes lie behind the front

struct Opening {
  float y0, y1, z0, z1;
};

void front_box(MeshBuilder& builder, float y0, float y1, float z0, float z1, float x0 = -0.2f, float x1 = 0) {
  if (y1 - y0 > 1e-3f && z1 - z0 > 1e-3f) builder.add(box({x0, y0, z0}, {x1, y1, z1}));
}

/// The wall of one bay around its opening.
void add_bay_wall(MeshBuilder& builder, int slot, const Opening& bay, const Opening& hole) {
  tag(builder, slot, Part::wall);
  front_box(builder, bay.y0, hole.y0, bay.z0, bay.z1);
  front_box(builder, hole.y1, bay.y1, bay.z0, bay.z1);
  front_box(builder, hole.y0, hole.y1, bay.z0, hole.z0);
  front_box(builder, hole.y0, hole.y1, hole.z1, bay.z1);
}

void add_window(MeshBuilder& builder, const Opening& o, int glass, int panes) {
  tag(builder, glass, Part::window);
  front_box(builder, o.y0, o.y1, o.z0, o.z1, -0.19f, -reveal_m);
  tag(builder, frame, Part::frame);
  const float bar = 0.055f, x = -reveal_m + 0.03f;
  front_box(builder, o.y0, o.y0 + bar, o.z0, o.z1, -reveal_m, x);
  front_box(builder, o.y1 - bar, o.y1, o.z0, o.z1, -reveal_m, x);
  front_box(builder, o.y0 + bar, o.y1 - bar, o.z0, o.z0 + bar, -reveal_m, x);
  front_box(builder, o.y0 + bar, o.y1 - bar, o.z1 - bar, o.z1, -reveal_m, x);
  for (int i = 1; i < panes; ++i) {
    const float y = o.y0 + (o.y1 - o.y0) * float(i) / float(panes);
    front_box(builder, y - bar * 0.4f, y + bar * 0.4f, o.z0 + bar, o.z1 - bar, -reveal_m, x);
  }
}

void add_sill(MeshBuilder& builder, const Opening& o) {
  tag(builder, trim, Part::trim);
  front_box(builder, o.y0 - 0.08f, o.y1 + 0.08f, o.z0 - 0.07f, o.z0, -reveal_m, 0.07f);
}

void add_door(MeshBuilder& builder, const Opening& o, int glass) {
  const float head = o.z0 + 2.15f;
  tag(builder, door, Part::door);
  front_box(builder, o.y0, o.y1, o.z0, head, -0.19f, -0.1f);
  tag(builder, trim, Part::trim);
  front_box(builder, o.y0 - 0.1f, o.y1 + 0.1f, o.z1, o.z1 + 0.12f, -0.05f, 0.06f);
  front_box(builder, o.y0 - 0.1f, o.y1 + 0.1f, 0, 0.1f, -0.1f, 0.25f);
  add_window(builder, {o.y0, o.y1, head, o.z1}, glass, 1);
}

void add_balcony(MeshBuilder& builder, const Opening& o) {
  const float y0 = o.y0 - 0.35f, y1 = o.y1 + 0.35f, deep = 0.95f, floor = o.z0 - 0.02f;
  tag(builder, trim, Part::trim);
  front_box(builder, y0, y1, floor - 0.14f, floor, -0.1f, deep);
  tag(builder, rail, Part::frame);
  for (const float z : {0.12f, 1.0f}) {
    front_box(builder, y0, y1, floor + z - 0.02f, floor + z + 0.02f, deep - 0.04f, deep);
    for (const float y : {y0, y1 - 0.04f})
      front_box(builder, y, y + 0.04f, floor + z - 0.02f, floor + z + 0.02f, 0, deep - 0.04f);
  }
  const int bars = int((y1 - y0) / 0.14f);
  for (int i = 0; i <= bars; ++i) {
    const float y = y0 + (y1 - y0 - 0.025f) * float(i) / float(bars);
    front_box(builder, y, y + 0.025f, floor, floor + 0.98f, deep - 0.032f, deep - 0.008f);
  }
}

void add_shopfront(MeshBuilder& builder, const Plan& plan, Stream& stream) {
  const float half = plan.width() / 2, head = plan.ground_m - 0.75f;
  const float door0 = -half + plan.bay_m * float(plan.door_bay) + 0.3f, door1 = door0 + 1.1f;
  tag(builder, base, Part::wall);
  front_box(builder, -half, -half + 0.3f, 0, head);
  front_box(builder, half - 0.3f, half, 0, head);
  front_box(builder, -half, half, head, plan.ground_m);
  tag(builder, door, Part::door);
  front_box(builder, door0, door0 + 0.12f, 0, head, -0.19f, -0.04f);
  front_box(builder, door1 - 0.12f, door1, 0, head, -0.19f, -0.04f);
  tag(builder, shop_glass, Part::window);
  front_box(builder, door0 + 0.12f, door1 - 0.12f, 0.1f, head, -0.19f, -0.1f);
  for (const auto& [y0, y1] : {std::pair(-half + 0.3f, door0), std::pair(door1, half - 0.3f)}) {
    if (y1 - y0 < 0.2f) continue;
    tag(builder, base, Part::wall);
    front_box(builder, y0, y1, 0, 0.5f);
    add_window(builder, {y0, y1, 0.5f, head}, shop_glass, std::max(1, int((y1 - y0) / 1.9f)));
  }
  tag(builder, sign, Part::face);
  front_box(builder, -half + 0.15f, half - 0.15f, head + 0.1f, head + 0.62f, 0, 0.07f);
  if (!stream.chance(0.5)) return;
  tag(builder, awning, Part::roof);
  const float deep = float(stream.uniform(0.9, 1.3)), drop = 0.45f;
  const Ring left{{0, -half + 0.3f, head + 0.08f},
                  {0, -half + 0.3f, head + 0.02f},
                  {deep, -half + 0.3f, head - drop - 0.05f},
                  {deep, -half + 0.3f, head - drop + 0.03f}};
  Ring right = left;
  for (glm::vec3& p : right) p.y = half - 0.3f;
  builder.add(loft({right, left}));
}

void add_floors(MeshBuilder& builder, const Plan& plan, Stream& stream) {
  const float half = plan.width() / 2;
  for (int level = plan.shop ? 1 : 0; level < plan.floors; ++level) {
    const float z0 = level == 0 ? 0 : plan.ground_m + float(level - 1) * plan.floor_m;
    const float z1 = level == 0 ? plan.ground_m : z0 + plan.floor_m;
    for (int bay = 0; bay < plan.bays; ++bay) {
      const Opening whole{-half + float(bay) * plan.bay_m, -half + float(bay + 1) * plan.bay_m, z0, z1};
      const float middle = (whole.y0 + whole.y1) / 2;
      const bool entrance = level == 0 && bay == plan.door_bay,
                 balcony = plan.balconies && level > 0 && bay % 2 == 0;
      const float wide = entrance ? 1.1f : plan.window_wide_m, sill = entrance  ? 0
                                                                      : balcony ? 0.12f
                                                                                : plan.window_sill_m;
      const float top =
          entrance ? 2.6f : std::min(sill + (balcony ? 2.2f : plan.window_high_m), z1 - z0 - 0.25f);
      const Opening hole{middle - wide / 2, middle + wide / 2, z0 + sill, z0 + top};
      const int glass = first_glass + int(stream.uniform_int(0, glass_groups - 1));
      add_bay_wall(builder, level == 0 ? base : wall, whole, hole);
      if (entrance) {
        add_door(builder, hole, glass);
        continue;
      }
      add_window(builder, hole, glass, plan.curtain ? 3 : 2);
      if (!plan.curtain && !balcony) add_sill(builder, hole);
      if (balcony) add_balcony(builder, hole);
    }
  }
}

void add_pitched_roof(MeshBuilder& builder, const Plan& plan, Stream& stream) {
  const float half = plan.width() / 2, z = plan.eaves(),
              rise = plan.depth_m * 0.5f * float(stream.uniform(0.65, 0.95));
  tag(builder, roof, Part::roof);
  const auto ring = [&](float y) {
    return Ring{{0.35f, y, z},
                {-plan.depth_m / 2, y, z + rise},
                {-plan.depth_m - 0.35f, y, z},
                {-plan.depth_m / 2, y, z - 0.02f}};
  };
  Piece prism = loft({ring(half), ring(-half)});
  builder.add(prism);
  tag(builder, trim, Part::trim);
  front_box(builder, -half, half, z - 0.18f, z - 0.01f, 0, 0.3f);
  if (!stream.chance(0.6)) return;
  tag(builder, base, Part::wall);
  const float y = half * float(stream.uniform(-0.7, 0.7));
  builder.add(box({-plan.depth_m * 0.42f, y - 0.4f, z + rise * 0.5f},
                  {-plan.depth_m * 0.42f + 0.6f, y + 0.4f, z + rise + 0.7f}));
}

void add_flat_roof(MeshBuilder& builder, const Plan& plan) {
  const float half = plan.width() / 2, z = plan.eaves();
  tag(builder, trim, Part::trim);
  front_box(builder, -half, half, z, z + 0.16f, -plan.depth_m, 0.22f);
  tag(builder, wall, Part::wall);
  front_box(builder, -half, half, z + 0.16f, z + 0.6f, -0.25f, 0.03f);
}

Plan draw_plan(const std::string& model, Stream& stream) {
  const auto count = [&](int a, int b) { return int(stream.uniform_int(a, b)); };
  const auto draw = [&](double a, double b) { return float(stream.uniform(a, b)); };
  Plan p;
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
    p.bays = count(4, 6), p.floors = count(4, 7), p.curtain = true, p.shop = stream.chance(0.4),
    p.ground_m = draw(3.8, 4.4);
    p.window_wide_m = p.bay_m - 0.35f, p.window_high_m = 1.9f, p.window_sill_m = 0.75f;
  }
  p.door_bay = count(0, p.bays - 1);
  return p;
}

ObjectModel make(const std::string& model, Stream stream) {
  MeshBuilder builder("building " + model);
  const Plan plan = draw_plan(model, stream);
  const float half = plan.width() / 2;
  tag(builder, wall, Part::wall);
  builder.add(box({-plan.depth_m, -half, 0}, {-0.195f, half, plan.eaves()}));
  if (plan.shop) add_shopfront(builder, plan, stream);
  add_floors(builder, plan, stream);
  tag(builder, trim, Part::trim);
  front_box(builder, -half, half, plan.ground_m - 0.08f, plan.ground_m + 0.06f, 0, 0.08f);
  plan.pitched ? add_pitched_roof(builder, plan, stream) : add_flat_roof(builder, plan);
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
  const glm::vec3 color = vary(pick(brick ? bricks : plasters, stream).linear, 0.15, stream);
  Material m = matte(name, color, 0.85f);
  m.pattern = brick ? Pattern::brick : Pattern::noise;
  m.pattern_color = brick ? srgb(0xa39a8c) : color * 0.82f;
  m.pattern_scale_m = brick ? 0.22f : 0.7f;
  return m;
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
  const glm::vec3 brand(stream.uniform(0.02, 0.6), stream.uniform(0.02, 0.5), stream.uniform(0.02, 0.5));
  Material canvas = matte("awning", brand, 0.9f);
  canvas.pattern = stream.chance(0.6) ? Pattern::stripes : Pattern::none;
  canvas.pattern_color = srgb(0xe8e4da), canvas.pattern_scale_m = 0.4f;
  const glm::vec3 warm{1, 0.72f, 0.4f};
  Dressing out;
  out.materials = {walls,
                   stream.chance(0.5) ? matte("base", stone, 0.85f) : walls,
                   matte("trim", stone * 1.1f, 0.8f),
                   gloss("frame", painted, 0.5f, 0),
                   gloss("door", pick(doors, stream).linear, 0.45f, 0.4f),
                   matte("roof", vary(pick(roofs, stream).linear, 0.2, stream), 0.85f),
                   shining("sign", brand, look.lit ? 0.12f * brand : glm::vec3(0)),
                   canvas,
                   matte("rail", srgb(0x2a2c2e), 0.5f),
                   dark_glass("shop_glass")};
  if (look.lit) out.materials.back().emission = 0.1f * glm::vec3(1, 0.88f, 0.7f);
  for (int group = 0; group < glass_groups; ++group) {
    Material pane = dark_glass(slot_names[size_t(first_glass + group)]);
    if (look.lit && stream.chance(0.45)) pane.emission = float(stream.uniform(0.01, 0.07)) * warm;
    out.materials.push_back(pane);
  }
  return out;
}

}  // namespace

FamilyEntry building_family() {
  return {"building", {"townhouse", "apartments", "shop", "office"}, make, dress_building};
}

}  // namespace understudy
