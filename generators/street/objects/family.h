// SPDX-License-Identifier: Apache-2.0
// What every family's file provides. Adding a family: one file, one line in object.cpp's table, its name in
// Family.
#pragma once

#include <string>
#include <vector>

#include "generators/shapes/mesh_builder.h"
#include "generators/shapes/solids.h"
#include "generators/street/objects/object.h"

namespace understudy {

/// Index into part_names().
enum class Part : uint16_t {
  none,
  body,
  window,
  wheel,
  light,
  plate,
  mirror,
  grille,
  head,
  hair,
  torso,
  arm,
  leg,
  foot,
  bag,
  frame,
  saddle,
  handlebar,
  crank,
  housing,
  lens,
  face,
  letters,
  back,
  pole,
  arm_of_pole,
  trunk,
  branch,
  foliage,
  wall,
  door,
  roof,
  trim,
  helmet,
};

struct FamilyEntry {
  std::string name;
  std::vector<std::string> models;
  ObjectModel (*make)(const std::string& model, Stream stream);
  Dressing (*dress)(const ObjectModel& object, const Look& look, Stream stream);
};

FamilyEntry car_family();
FamilyEntry pedestrian_family();
FamilyEntry cyclist_family();
FamilyEntry bicycle_family();
FamilyEntry traffic_light_family();
FamilyEntry stop_sign_family();
FamilyEntry lamp_family();
FamilyEntry tree_family();
FamilyEntry pole_family();
FamilyEntry bin_family();
FamilyEntry bench_family();
FamilyEntry bollard_family();
FamilyEntry hydrant_family();
FamilyEntry cone_family();
FamilyEntry hedge_family();
FamilyEntry fence_family();
FamilyEntry shelter_family();
FamilyEntry building_family();
FamilyEntry carton_family();
FamilyEntry tyre_family();
FamilyEntry plank_family();
FamilyEntry sack_family();
FamilyEntry branch_family();
FamilyEntry church_family();
FamilyEntry driver_family();

/// A MeshBuilder that speaks of parts.
inline void tag(MeshBuilder& builder, int slot, Part part) { builder.tag(uint16_t(slot), uint16_t(part)); }

/// Fills model, mesh and slot names; the lowest vertex comes to z = 0.
ObjectModel finish_object(const std::string& model, MeshBuilder& builder, std::vector<std::string> slots);

}  // namespace understudy
