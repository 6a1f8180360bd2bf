// SPDX-License-Identifier: Apache-2.0
// The ground: road, kerbs, pavements, lots and everything painted on the road.
#pragma once

#include "generators/street/stage.h"

namespace understudy {

/// Tar and stone under dust, before wear makes them light and dark: linear albedo.
glm::vec3 road_color(const Stage& stage);

void add_ground(Stage& stage);
void add_markings(Stage& stage);
/// Silhouettes that close the ends of the streets and show above the fronts.
void add_backdrop(Stage& stage);

}  // namespace understudy
