// SPDX-License-Identifier: Apache-2.0
#include "renderer/alias.h"

#include "base/error.h"

namespace understudy {

std::vector<AliasEntry> build_alias_table(const std::vector<float>& weights) {
  const size_t count = weights.size();
  double total = 0;
  for (float weight : weights) total += weight;
  CHECK(total > 0, "an alias table needs a positive weight");

  std::vector<AliasEntry> table(count);
  std::vector<double> scaled(count);
  std::vector<uint32_t> small, large;
  for (size_t i = 0; i < count; ++i) {
    table[i] = {1.f, uint32_t(i), float(weights[i] / total)};
    scaled[i] = weights[i] / total * double(count);
    (scaled[i] < 1 ? small : large).push_back(uint32_t(i));
  }
  while (!small.empty() && !large.empty()) {
    const uint32_t poor = small.back(), rich = large.back();
    small.pop_back();
    table[poor].threshold = float(scaled[poor]);
    table[poor].other = rich;
    scaled[rich] -= 1 - scaled[poor];
    if (scaled[rich] < 1) {
      large.pop_back();
      small.push_back(rich);
    }
  }
  return table;
}

}  // namespace understudy
