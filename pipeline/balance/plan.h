// SPDX-License-Identifier: Apache-2.0
// What a padded dataset is made of, decided before any of it is made: a pure function of the dataset's labels
// and the recipe.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/balance/census.h"
#include "pipeline/balance/recipe.h"

namespace understudy {

struct PlannedPaste {
  uint32_t donor = 0;  ///< its number in Census::objects
  RealBox box;         ///< where its box comes to stand in the host's frame
  double feather_px = 0;
};

/// One image of the result. Copy 0 is the image itself, left as it is.
struct PlannedOutput {
  uint32_t image = 0;  ///< its number in the file
  uint32_t copy = 0;
  std::vector<PlannedPaste> pastes;
  std::vector<uint32_t> inserts{};  ///< classes of the objects that are rendered into it, by their numbers
};

struct ClassBalance {
  std::string name;
  uint64_t before = 0;  ///< annotations, of the padded group only
  uint64_t target = 0;  ///< 0: none
  double repeat_factor = 1;
  uint64_t by_copies = 0, by_pastes = 0, by_inserts = 0;  ///< planned
  std::string why_short;  ///< empty where the target is reached, or there is none

  uint64_t planned() const { return before + by_copies + by_pastes + by_inserts; }
};

struct BalancePlan {
  std::vector<PlannedOutput> outputs;  ///< by image, then by copy
  std::vector<ClassBalance> classes;   ///< as Census::categories
};

/// Whether an image has a place for an object of a class, both by number.
using HasPlace = std::function<bool(uint32_t image, uint32_t category)>;

/// Repeats come first, then pastes, then what is rendered: into images of which `has_place` says that they
/// can take it. Throws UserError: a class or group that the dataset does not have.
BalancePlan make_plan(const Census& census, const BalanceRecipe& recipe, const HasPlace& has_place);

}  // namespace understudy
