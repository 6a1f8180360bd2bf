// SPDX-License-Identifier: Apache-2.0
// Floors and bays: walls with window reveals, frames and panes, doors, balconies, surrounds, quoins.
#include <algorithm>
#include <array>
#include <cmath>

#include "generators/street/objects/building.h"

namespace understudy {
namespace {

void quad(Piece& piece, const std::array<glm::vec3, 4>& corners) {
  const auto first = uint32_t(piece.positions.size());
  piece.positions.insert(piece.positions.end(), corners.begin(), corners.end());
  piece.quad(first, first + 1, first + 2, first + 3);
}

/// The wall of one bay around its opening, and the depth of the wall within it.
void add_bay_wall(MeshBuilder& builder, uint16_t slot, const Opening& bay, const Opening& hole,
                  float reveal_m) {
  tag(builder, slot, Part::wall);
  for (const Opening& o : {Opening{bay.y0, hole.y0, bay.z0, bay.z1},
                           {hole.y1, bay.y1, bay.z0, bay.z1},
                           {hole.y0, hole.y1, bay.z0, hole.z0},
                           {hole.y0, hole.y1, hole.z1, bay.z1}})
    front_face(builder, o, 0);
  Piece depth;
  const float x = -reveal_m;
  const auto [y0, y1, z0, z1] = hole;
  quad(depth, {{{0, y0, z0}, {x, y0, z0}, {x, y0, z1}, {0, y0, z1}}});
  quad(depth, {{{x, y1, z0}, {0, y1, z0}, {0, y1, z1}, {x, y1, z1}}});
  quad(depth, {{{x, y0, z1}, {x, y1, z1}, {0, y1, z1}, {0, y0, z1}}});
  quad(depth, {{{0, y0, z0}, {0, y1, z0}, {x, y1, z0}, {x, y0, z0}}});
  builder.add(depth);
}

/// What hangs behind the pane, laid on it: curtains to both sides, a blind, or a net over all.
void add_curtains(MeshBuilder& builder, const Opening& o, int group, float x, Stream& stream) {
  tag(builder, first_curtain + group, Part::window);
  const double kind = stream.uniform();
  const float wide = o.y1 - o.y0, high = o.z1 - o.z0;
  if (kind < 0.35) {
    for (const bool left : {false, true}) {
      const float share = float(stream.uniform(0.12, 0.34)) * wide;
      front_face(builder, {left ? o.y1 - share : o.y0, left ? o.y1 : o.y0 + share, o.z0, o.z1}, x);
    }
  } else if (kind < 0.6) {
    front_face(builder, {o.y0, o.y1, o.z1 - float(stream.uniform(0.15, 0.75)) * high, o.z1}, x);
  } else if (kind < 0.7) {
    front_face(builder, o, x);
  }
}

void add_sill(MeshBuilder& builder, const BuildingPlan& plan, const Opening& o) {
  tag(builder, trim, Part::trim);
  front_box(builder, {o.y0 - 0.08f, o.y1 + 0.08f, o.z0 - 0.07f, o.z0}, -plan.reveal_m, 0.07f);
}

/// Water runs off the ends of a sill and leaves its traces on the wall below.
void add_streaks(MeshBuilder& builder, const Opening& o, Stream& stream) {
  tag(builder, stain, Part::wall);
  for (const float end : {o.y0 - 0.05f, o.y1 + 0.05f}) {
    if (stream.chance(0.45)) continue;
    Piece streak;  // narrower the further down
    const float top = o.z0 - 0.07f, half = float(stream.uniform(0.02, 0.06));
    const float low = top - float(stream.uniform(0.25, 0.8)), at = end + float(stream.uniform(-0.03, 0.03));
    quad(streak, {{{0.002f, at - 0.35f * half, low},
                   {0.002f, at + 0.35f * half, low},
                   {0.002f, at + half, top},
                   {0.002f, at - half, top}}});
    builder.add(streak);
  }
}

/// Mouldings around an opening; `below`: also under it.
void add_surround(MeshBuilder& builder, const Opening& o) {
  tag(builder, trim, Part::trim);
  constexpr float wide = 0.13f, proud = 0.03f;
  front_box(builder, {o.y0 - wide, o.y0, o.z0, o.z1}, 0, proud);
  front_box(builder, {o.y1, o.y1 + wide, o.z0, o.z1}, 0, proud);
  front_box(builder, {o.y0 - wide - 0.03f, o.y1 + wide + 0.03f, o.z1, o.z1 + 0.2f}, 0, proud + 0.02f);
}

void add_door(MeshBuilder& builder, const BuildingPlan& plan, const Opening& o, int glass, Stream stream) {
  constexpr float leaf = -0.1f;
  const float head = o.z0 + 2.15f, wide = o.y1 - o.y0;
  tag(builder, door, Part::door);
  front_face(builder, {o.y0, o.y1, o.z0, head}, leaf);
  const int rows = int(stream.uniform_int(2, 4)), columns = stream.chance(0.6) ? 2 : 1;
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < columns; ++c) {
      const float y = o.y0 + 0.1f + (wide - 0.1f) * float(c) / float(columns);
      const float z = o.z0 + 0.18f + 1.9f * float(r) / float(rows);
      front_box(builder, {y, y + (wide - 0.1f) / float(columns) - 0.1f, z, z + 1.9f / float(rows) - 0.12f},
                leaf, leaf + 0.022f);
    }
  tag(builder, metalwork, Part::door);
  front_box(builder, {o.y1 - 0.12f, o.y1 - 0.07f, 0.98f, 1.12f}, leaf, leaf + 0.05f);
  front_box(builder, {o.y1 + 0.18f, o.y1 + 0.3f, 1.3f, 1.55f}, 0, 0.02f);  // bells
  tag(builder, trim, Part::trim);
  front_box(builder, {o.y0 - 0.1f, o.y1 + 0.1f, o.z1, o.z1 + 0.12f}, 0, 0.06f);
  front_box(builder, {o.y0 - 0.1f, o.y1 + 0.1f, 0, 0.1f}, -0.1f, 0.25f);
  add_window(builder, plan, {o.y0, o.y1, head, o.z1}, glass, 1, stream.child("light"));
}

void add_balcony(MeshBuilder& builder, const Opening& o) {
  const float y0 = o.y0 - 0.35f, y1 = o.y1 + 0.35f, deep = 0.95f, floor = o.z0 - 0.02f;
  tag(builder, trim, Part::trim);
  front_box(builder, {y0, y1, floor - 0.14f, floor}, 0, deep);
  tag(builder, rail, Part::frame);
  for (const float z : {0.12f, 1.0f}) {
    builder.add(box({deep - 0.04f, y0, floor + z - 0.02f}, {deep, y1, floor + z + 0.02f}));
    for (const float y : {y0, y1 - 0.04f})
      front_box(builder, {y, y + 0.04f, floor + z - 0.02f, floor + z + 0.02f}, 0, deep - 0.04f);
  }
  const int bars = int((y1 - y0) / 0.14f);
  for (int i = 0; i <= bars; ++i) {
    const float y = y0 + (y1 - y0 - 0.025f) * float(i) / float(bars);
    builder.add(
        cylinder({deep - 0.02f, y + 0.012f, floor}, {deep - 0.02f, y + 0.012f, floor + 0.98f}, 0.013f, 4));
  }
}

/// An air conditioner's outside half, on brackets under a window.
void add_cooler(MeshBuilder& builder, const Opening& o) {
  const float y = (o.y0 + o.y1) / 2, z = o.z0 - 0.75f;
  tag(builder, metalwork, Part::trim);
  front_box(builder, {y - 0.4f, y + 0.4f, z, z + 0.55f}, 0.06f, 0.38f);
  tag(builder, rail, Part::trim);
  builder.add(cylinder({0.37f, y - 0.08f, z + 0.28f}, {0.385f, y - 0.08f, z + 0.28f}, 0.22f, 14));
}

Opening opening_of(const BuildingPlan& plan, const Opening& bay, bool entrance, bool balcony) {
  const float middle = (bay.y0 + bay.y1) / 2, wide = entrance ? 1.1f : plan.window_wide_m;
  const float sill = entrance ? 0 : balcony ? 0.12f : plan.window_sill_m;
  const float top =
      entrance ? 2.6f : std::min(sill + (balcony ? 2.2f : plan.window_high_m), bay.z1 - bay.z0 - 0.25f);
  return {middle - wide / 2, middle + wide / 2, bay.z0 + sill, bay.z0 + top};
}

void add_bay(MeshBuilder& builder, const BuildingPlan& plan, const Opening& bay, int level, int number,
             Stream stream) {
  const bool entrance = level == 0 && number == plan.door_bay;
  const bool balcony = plan.balconies && level > 0 && number % 2 == 0;
  const Opening hole = opening_of(plan, bay, entrance, balcony);
  const int glass = int(stream.uniform_int(0, glass_groups - 1));
  add_bay_wall(builder, level == 0 ? base : wall, bay, hole, plan.reveal_m);
  if (plan.surrounds && !entrance) add_surround(builder, hole);
  if (entrance) return add_door(builder, plan, hole, glass, stream.child("door"));
  add_window(builder, plan, hole, glass, plan.curtain_wall ? 3 : 2, stream.child("window"));
  if (balcony) return add_balcony(builder, hole);
  if (!plan.curtain_wall) {
    add_sill(builder, plan, hole);
    Stream own = stream.child("streaks");
    if (level > 0) add_streaks(builder, hole, own);
  }
  if (level > 0 && stream.chance(0.05)) add_cooler(builder, hole);
}

/// Blocks of stone up both corners, long and short in turn.
void add_quoins(MeshBuilder& builder, const BuildingPlan& plan) {
  tag(builder, trim, Part::trim);
  const float half = plan.width() / 2;
  constexpr float high = 0.38f;
  int number = 0;
  for (float z = plan.shop ? plan.ground_m + 0.1f : 0.5f; z + high < plan.eaves(); z += high, ++number) {
    const float wide = number % 2 ? 0.26f : 0.42f;
    front_box(builder, {-half, -half + wide, z + 0.012f, z + high - 0.012f}, 0, 0.03f);
    front_box(builder, {half - wide, half, z + 0.012f, z + high - 0.012f}, 0, 0.03f);
  }
}

}  // namespace

void front_box(MeshBuilder& builder, const Opening& o, float x0, float x1) {
  if (o.y1 - o.y0 < 1e-3f || o.z1 - o.z0 < 1e-3f) return;
  Piece piece;
  const auto [y0, y1, z0, z1] = o;
  quad(piece, {{{x1, y0, z0}, {x1, y1, z0}, {x1, y1, z1}, {x1, y0, z1}}});
  quad(piece, {{{x0, y0, z0}, {x1, y0, z0}, {x1, y0, z1}, {x0, y0, z1}}});
  quad(piece, {{{x1, y1, z0}, {x0, y1, z0}, {x0, y1, z1}, {x1, y1, z1}}});
  quad(piece, {{{x1, y0, z1}, {x1, y1, z1}, {x0, y1, z1}, {x0, y0, z1}}});
  quad(piece, {{{x0, y0, z0}, {x0, y1, z0}, {x1, y1, z0}, {x1, y0, z0}}});
  builder.add(piece);
}

void front_face(MeshBuilder& builder, const Opening& o, float x) {
  if (o.y1 - o.y0 < 1e-3f || o.z1 - o.z0 < 1e-3f) return;
  Piece piece;
  quad(piece, {{{x, o.y0, o.z0}, {x, o.y1, o.z0}, {x, o.y1, o.z1}, {x, o.y0, o.z1}}});
  builder.add(piece);
}

void add_window(MeshBuilder& builder, const BuildingPlan& plan, const Opening& o, int group, int panes,
                Stream stream) {
  constexpr float bar = 0.055f, proud = 0.035f;
  const float pane = -plan.reveal_m, x = pane + proud;
  tag(builder, first_glass + group, Part::window);
  front_face(builder, o, pane);
  add_curtains(builder, o, group, pane + 0.002f, stream);
  tag(builder, frame, Part::frame);
  for (const Opening& b : {Opening{o.y0, o.y0 + bar, o.z0, o.z1},
                           {o.y1 - bar, o.y1, o.z0, o.z1},
                           {o.y0 + bar, o.y1 - bar, o.z0, o.z0 + bar},
                           {o.y0 + bar, o.y1 - bar, o.z1 - bar, o.z1}})
    front_box(builder, b, pane, x);
  const float upper = o.z0 + 0.68f * (o.z1 - o.z0), middle = (o.z0 + o.z1) / 2;
  if (plan.sash == Sash::hung) {  // two sashes, one behind the other
    front_box(builder, {o.y0 + bar, o.y1 - bar, middle - 0.03f, middle + 0.03f}, pane, x + 0.02f);
    panes = 1;
  } else if (plan.sash == Sash::cross && o.z1 - o.z0 > 1) {
    front_box(builder, {o.y0 + bar, o.y1 - bar, upper - 0.03f, upper + 0.03f}, pane, x);
  }
  for (int i = 1; i < panes; ++i) {
    const float y = o.y0 + (o.y1 - o.y0) * float(i) / float(panes);
    front_box(builder, {y - bar * 0.5f, y + bar * 0.5f, o.z0 + bar, o.z1 - bar}, pane, x);
  }
}

void add_front(MeshBuilder& builder, const BuildingPlan& plan, Stream stream) {
  const float half = plan.width() / 2;
  for (int level = plan.shop ? 1 : 0; level < plan.floors; ++level) {
    const float z0 = level == 0 ? 0 : plan.ground_m + float(level - 1) * plan.floor_m;
    const float z1 = level == 0 ? plan.ground_m : z0 + plan.floor_m;
    for (int bay = 0; bay < plan.bays; ++bay)
      add_bay(builder, plan, {-half + float(bay) * plan.bay_m, -half + float(bay + 1) * plan.bay_m, z0, z1},
              level, bay, stream.child(uint64_t(level * 64 + bay)));
  }
  if (plan.quoins) add_quoins(builder, plan);
  tag(builder, trim, Part::trim);
  front_box(builder, {-half, half, plan.ground_m - 0.08f, plan.ground_m + 0.06f}, 0, 0.08f);
  if (plan.shop || !plan.plinth) return;
  const float door0 = -half + plan.bay_m * (float(plan.door_bay) + 0.5f) - 0.56f;
  tag(builder, trim, Part::wall);
  front_box(builder, {-half, door0, 0, 0.42f}, 0, 0.035f);
  front_box(builder, {door0 + 1.12f, half, 0, 0.42f}, 0, 0.035f);
}

}  // namespace understudy
