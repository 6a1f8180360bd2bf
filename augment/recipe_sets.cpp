// SPDX-License-Identifier: Apache-2.0
#include "augment/recipe_sets.h"

#include <numeric>

#include "base/document.h"

namespace understudy {
namespace {

uint64_t grid_cells(const ParameterSet& parameters) {
  uint64_t cells = 1;
  for (const Parameter& row : parameters.table()) cells *= parameters.at(row.path).grid_length();
  return cells;
}

}  // namespace

uint64_t set_size(const std::vector<RecipeStep>& steps) {
  uint64_t cells = 1;
  for (const RecipeStep& step : steps) cells = std::lcm(cells, grid_cells(step.parameters));
  return cells;
}

std::vector<RecipeStep> held_at(const std::vector<RecipeStep>& steps, uint64_t cell) {
  std::vector<RecipeStep> held = steps;
  for (RecipeStep& step : held) {
    Node root = parse_document(step.parameters.to_yaml(), "a set");
    for (const Parameter& row : step.parameters.table()) {
      const Distribution& grid = step.parameters.at(row.path);
      if (grid.grid_length() == 1) continue;
      Stream unused(Key{}, "");
      DrawContext context;
      context.image_index = cell;
      context.grid_stride = step.parameters.grid_stride(row.path);
      root.set(row.path + "=" + Distribution::constant(grid.sample(unused, context)).describe(), "a set");
    }
    step.parameters = ParameterSet::read(step.parameters.table(), root);
  }
  return held;
}

}  // namespace understudy
