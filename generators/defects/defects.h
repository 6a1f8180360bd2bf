// SPDX-License-Identifier: Apache-2.0
// Defects as a recipe asks for them, on the objects of a composed scene.
#pragma once

#include <string>
#include <vector>

#include "base/parameters.h"
#include "scenes/scene.h"

namespace understudy {

/// "defects.*": of each kind how many, how bad, how large, where.
ParameterTable defect_parameters();

/// Reads the pictures that the recipe names; `part_names` are those that a region may name. Throws UserError.
void prepare_defects(const ParameterSet& parameters, const std::vector<std::string>& part_names);

/// Appends one category per kind.
void add_defect_categories(Taxonomy& taxonomy);

/// Draws defects for every object of the scene and cuts them into its surfaces. Instances are numbered anew:
/// each object is followed by its defects. The taxonomy must hold the defects' categories; the camera must
/// stand.
void add_defects(const Draw& draw, Scene& scene);

}  // namespace understudy
