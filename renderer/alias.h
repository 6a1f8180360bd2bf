// SPDX-License-Identifier: Apache-2.0
// Alias table: one of n entries, drawn with probability proportional to its weight from one random number.
// A. J. Walker, "An efficient method for generating discrete random variables", 1977; built after M. D. Vose,
// 1991.
#pragma once

#include <cstdint>
#include <vector>

namespace understudy {

struct AliasEntry {
  float threshold = 1;  ///< take this entry where the fraction of the random number is below, else `other`
  uint32_t other = 0;
  float probability = 0;  ///< of this entry over all draws
};

/// Weights >= 0, at least one > 0.
std::vector<AliasEntry> build_alias_table(const std::vector<float>& weights);

}  // namespace understudy
