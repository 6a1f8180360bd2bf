// SPDX-License-Identifier: Apache-2.0
// Which materials the filters may take for one surface. A defect that fades in, a patch of other finish,
// paint that wears off: each is a run of materials that differ a little from one to the next. Light is
// filtered together across them, or narrow bands would keep the noise of the few pixels that they have.
#pragma once

#include <cstdint>
#include <vector>

#include "scenes/material.h"

namespace understudy {

/// For each material the index of the first of its run. A run is materials that follow on each other in the
/// scene and of which each reflects nearly as the one before it; most are a run of one. By the scene's list
/// alone, not by who uses a material: a pair's two pictures have the same runs.
std::vector<uint32_t> material_runs(const std::vector<Material>& materials);

}  // namespace understudy
