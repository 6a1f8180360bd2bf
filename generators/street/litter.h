// SPDX-License-Identifier: Apache-2.0
// What lies loose on a street: stones that the road has lost, fallen leaves. Background, in both pictures of
// a pair.
#pragma once

#include <vector>

#include "generators/street/stage.h"
#include "generators/street/surface/road_defects.h"

namespace understudy {

/// "street.wear.gravel" and "street.wear.leaves". Nothing lies in the road's planned defects, but much beside
/// them.
void add_litter(Stage& stage, const std::vector<PlannedRoadDefect>& defects);

}  // namespace understudy
