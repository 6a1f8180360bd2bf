// SPDX-License-Identifier: Apache-2.0
// How the camera sees what stands in a scene: how large, and whether it hides itself.
#pragma once

#include <glm/glm.hpp>

#include "generators/defects/surface_map.h"
#include "scenes/camera.h"

namespace understudy {

/// Of the world per unit of a mesh that is placed so.
double metres_per_unit(const glm::dmat4& to_world);

/// What a pixel in the middle of the image sees at the distance of a point.
double pixel_m(const Camera& camera, const glm::dvec3& at);

/// Whether nothing of the surface lies between a point of it and the camera; false where that cannot look
/// there.
bool is_in_sight(const Camera& camera, const glm::dmat4& to_world, const SurfaceMap& map,
                 const SurfacePoint& point);

}  // namespace understudy
