// SPDX-License-Identifier: Apache-2.0
// The plan of a house, and what its front, roof and sides are built of. The front is the plane x = 0 and
// faces +x; the house stands behind it. A front is seen from outside only: what no ray can meet has no faces.
#pragma once

#include "generators/street/objects/family.h"

namespace understudy {

constexpr int glass_groups = 4;  ///< windows are lit in groups
enum BuildingSlot : uint16_t {
  wall,
  base,
  trim,
  frame,
  door,
  roof,
  sign,
  awning,
  rail,
  shop_glass,
  sign_text,
  interior,
  goods_a,
  goods_b,
  metalwork,
  stain,
  first_glass,
  first_curtain = first_glass + glass_groups,
  building_slots = first_curtain + glass_groups
};

enum class Sash { casement, hung, cross };

struct BuildingPlan {
  int bays = 3, floors = 3;
  float bay_m = 2.8f, ground_m = 3.6f, floor_m = 3, depth_m = 9;
  float window_wide_m = 1.2f, window_high_m = 1.6f, window_sill_m = 0.85f;
  float reveal_m = 0.16f;  ///< how deep panes lie behind the front, at most 0.19
  Sash sash = Sash::casement;
  bool shop = false, pitched = false, balconies = false, curtain_wall = false;
  bool surrounds = false, quoins = false, brackets = false, plinth = true;
  int door_bay = 0;
  float width() const { return float(bays) * bay_m; }
  float eaves() const { return ground_m + float(floors - 1) * floor_m; }
};

/// A rectangle of the front.
struct Opening {
  float y0, y1, z0, z1;
};

/// A block on the front from x0 to x1, without the side that it turns to the wall.
void front_box(MeshBuilder& builder, const Opening& at, float x0, float x1);
/// A single face, looking at the street.
void front_face(MeshBuilder& builder, const Opening& at, float x);
/// Panes, frame and what hangs behind them. `glass`: its group.
void add_window(MeshBuilder& builder, const BuildingPlan& plan, const Opening& at, int glass, int panes,
                Stream stream);

void add_front(MeshBuilder& builder, const BuildingPlan& plan, Stream stream);
void add_shopfront(MeshBuilder& builder, const BuildingPlan& plan, Stream stream);
/// Roof, gutters and pipes, chimneys, and windows in the walls to both sides.
void add_roof(MeshBuilder& builder, const BuildingPlan& plan, Stream stream);
void add_sides(MeshBuilder& builder, const BuildingPlan& plan, Stream stream);

}  // namespace understudy
