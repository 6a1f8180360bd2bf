// SPDX-License-Identifier: Apache-2.0
// The ground: road, kerbs, pavements, lots and everything painted on the road.
#pragma once

#include "generators/street/stage.h"

namespace understudy {

/// Tar and stone under dust, before wear makes them light and dark: linear albedo.
glm::vec3 road_color(const Stage& stage);

/// How far the ground of the plan reaches to both sides of the main street.
double ground_reach_m(const Layout& layout);
/// One per GroundSlot (road_wear.h): the same for all ground of a street.
std::vector<Material> ground_materials(const Stage& stage);

void add_ground(Stage& stage);
void add_markings(Stage& stage);
/// The town beyond the plan: what is seen where the streets end and above the fronts.
void add_backdrop(Stage& stage);

}  // namespace understudy
