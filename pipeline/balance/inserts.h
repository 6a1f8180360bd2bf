// SPDX-License-Identifier: Apache-2.0
// Which objects are rendered into which image, where photos alone cannot give enough.
#pragma once

#include <string>
#include <vector>

#include "pipeline/balance/pastes.h"
#include "pipeline/balance/plan.h"

namespace understudy {

struct InsertHost {
  uint32_t image = 0;
  std::vector<uint32_t> categories;  ///< of the objects, by number
};

/// For what is missing in `need` after all pastes; no photo gets more of a class than those with it hold on
/// average. Images whose labels tell where their ground is take objects in an order of chance, where they
/// have a place for them, each as a host up to `max_hosts` times (`hosts_used`: how often it is one already).
/// Says of each class of which something is still missing why.
std::vector<InsertHost> plan_inserts(const Census& census, const BalanceRecipe& recipe,
                                     const std::vector<bool>& allowed, const HasPlace& has_place,
                                     std::vector<int> hosts_used, Need& need,
                                     std::vector<std::string>& why_short);

}  // namespace understudy
