// SPDX-License-Identifier: Apache-2.0
// What every kind's file provides.
#pragma once

#include <string>
#include <vector>

#include "generators/inspection/part.h"
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
};

PartKind rolled_plate_kind();

/// A MeshBuilder that speaks of regions.
inline void tag(MeshBuilder& builder, int slot, Region region) {
  builder.tag(uint16_t(slot), uint16_t(region));
}

}  // namespace understudy::inspection
