// SPDX-License-Identifier: Apache-2.0
// Sets of outputs that differ by what is a grid in the recipe, and by nothing else.
#pragma once

#include <cstdint>
#include <vector>

#include "augment/recipe.h"

namespace understudy {

/// How many outputs a set has, one for each cell: the grids of all steps go along together.
uint64_t set_size(const std::vector<RecipeStep>& steps);

/// The steps with their grids held at a cell.
std::vector<RecipeStep> held_at(const std::vector<RecipeStep>& steps, uint64_t cell);

}  // namespace understudy
