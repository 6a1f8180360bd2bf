// SPDX-License-Identifier: Apache-2.0
// Which object is pasted into which image, and where.
#pragma once

#include <string>
#include <vector>

#include "pipeline/balance/plan.h"

namespace understudy {

/// What is still missing of each class, by its number.
struct Need {
  std::vector<int64_t> missing;
  std::vector<bool> scarce;  ///< fell short of its target at first: may not get beyond it either

  /// Whether a copy of the image would bring no scarce class above its target.
  bool admits(const Census& census, size_t image) const;
  /// Whether it would bring some class nearer to its target.
  bool gains_by(const Census& census, size_t image) const;
  void subtract(const Census& census, size_t image);
};

struct PasteHost {
  uint32_t image = 0;
  std::vector<PlannedPaste> pastes;
};

/// `allowed`: the images that may give and take. Takes what it reaches from `need`; says for each class of
/// which something is still missing why. An image is likelier the more often its classes are seen with the
/// pasted one; of the donors of its group, never its own, the least used comes first.
std::vector<PasteHost> plan_pastes(const Census& census, const BalanceRecipe& recipe,
                                   const std::vector<bool>& allowed, Need& need,
                                   std::vector<std::string>& why_short);

}  // namespace understudy
