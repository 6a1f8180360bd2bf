// SPDX-License-Identifier: Apache-2.0
// What every kind's file provides.
#pragma once

#include <string>
#include <vector>

#include "generators/inspection/part.h"
#include "generators/palette.h"
#include "generators/shapes/mesh_builder.h"

namespace understudy::inspection {

constexpr float mm = 1e-3f;

/// Geometry, and what dressing needs to know of it.
struct Shape {
  MeshPtr mesh;
  std::map<std::string, std::string> provenance;  ///< {"model": "M8x40"}
};

struct Dressing {
  std::vector<Material> materials;  ///< one per slot
  std::map<std::string, std::string> provenance;
};

struct PartKind {
  std::string name;
  Shape (*make)(Stream stream);
  Dressing (*dress)(const Shape& shape, Stream stream);
  bool may_lie = false;  ///< it stands, and may be laid on its side
};

PartKind brushed_plate_kind();
PartKind rolled_plate_kind();
PartKind bracket_kind();
PartKind gear_kind();
PartKind pipe_kind();
PartKind bolt_kind();
PartKind casting_kind();
PartKind bottle_kind();
PartKind glass_kind();
PartKind car_panel_kind();
PartKind tile_kind();
PartKind wood_board_kind();
PartKind fabric_kind();
PartKind capsule_kind();
PartKind circuit_board_kind();
PartKind steel_strip_kind();

/// A MeshBuilder that speaks of regions.
inline void tag(MeshBuilder& builder, int slot, Region region) {
  builder.tag(uint16_t(slot), uint16_t(region));
}

/// A length drawn between two, both in millimetres; returned in metres.
inline float draw_mm(Stream& stream, double low_mm, double high_mm) {
  return mm * float(stream.uniform(low_mm, high_mm));
}

/// A metal's colour at normal incidence, linear; from its spectral reflectance, rounded.
const NamedColor& metal_named(const std::string& name);

Material patterned(Material material, Pattern pattern, float scale_m, const glm::vec3& color,
                   float strength = 1);

}  // namespace understudy::inspection
