// SPDX-License-Identifier: Apache-2.0
#include "scenes/taxonomy.h"

#include <algorithm>

#include "base/error.h"

namespace understudy {

const Category& Taxonomy::category(CategoryId id) const {
  CHECK(id.value >= 1 && id.value <= categories.size(), "unknown category id");
  return categories[id.value - 1];
}

PartId Taxonomy::part(const std::string& name) {
  const auto found = std::find(parts.begin(), parts.end(), name);
  if (found != parts.end()) return PartId(static_cast<uint32_t>(found - parts.begin()));
  parts.push_back(name);
  return PartId(static_cast<uint32_t>(parts.size() - 1));
}

}  // namespace understudy
