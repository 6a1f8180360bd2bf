// SPDX-License-Identifier: Apache-2.0
// Lines that belong on a part: the ridge where two halves of a mould met, the dark joint of two pieces.
#pragma once

#include "generators/defects/surface_map.h"
#include "scenes/material.h"

namespace understudy::inspection {

struct Seam {
  MeshPtr mesh;  ///< a ribbon in the part's space; null: there is no room for one
  Material material;
};

/// Through `middle`, straight over the surface both ways until it ends or turns sharply. Half of them are
/// ridges of the part's own matter, half are joints, up to a `mm` wide.
Seam make_seam(const SurfaceMap& map, const SurfacePoint& middle, const Material& ground, double mm,
               Stream stream);

}  // namespace understudy::inspection
