// SPDX-License-Identifier: Apache-2.0
// What lies behind a surface: how far a defect may reach before it meets another thing of the scene.
#pragma once

#include <cstdint>

#include <glm/glm.hpp>

#include "scenes/scene.h"

namespace understudy {

/// Way from `from` along the unit vector `direction`, m of the world, to the first face that is turned
/// towards it and belongs to another placement than that of this index; infinite where there is none.
double clearance_m(const Scene& scene, uint32_t placement, const glm::dvec3& from,
                   const glm::dvec3& direction);

}  // namespace understudy
