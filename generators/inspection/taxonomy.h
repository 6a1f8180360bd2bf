// SPDX-License-Identifier: Apache-2.0
// The classes of inspection: one per kind of part, one per kind of defect. Ids are COCO's category ids:
// append.
#pragma once

#include "scenes/taxonomy.h"

namespace understudy::inspection {

Taxonomy inspection_taxonomy();

/// The category of a kind of part.
CategoryId category_of_part(const std::string& kind);

}  // namespace understudy::inspection
