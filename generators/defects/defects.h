// SPDX-License-Identifier: Apache-2.0
// Defects as a recipe asks for them, on the objects of a composed scene.
#pragma once

#include "base/parameters.h"
#include "scenes/scene.h"

namespace understudy {

/// "defects.*": of each kind how many, how bad, how large, where.
ParameterTable defect_parameters();

/// Appends one category per kind.
void add_defect_categories(Taxonomy& taxonomy);

/// Draws defects for every object of the scene and cuts them into its surfaces. Instances are numbered anew:
/// each object is followed by its defects. The taxonomy must hold the defects' categories; the camera must
/// stand.
void add_defects(const Draw& draw, Scene& scene);

}  // namespace understudy
