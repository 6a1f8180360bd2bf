// SPDX-License-Identifier: Apache-2.0
// Digits and letters that are read from afar as what they are, nothing more: number plates, shop signs.
#pragma once

#include <glm/glm.hpp>

#include "base/random.h"
#include "generators/shapes/mesh_builder.h"

namespace understudy {

/// `count` random signs, each 3 x 5 cells of `cell_m`, one cell apart, in the plane x = 0 facing +x, read
/// along +y; the lower left corner of the first at the origin. `spaces`: words of three to six letters.
Piece random_text(int count, const glm::vec2& cell_m, bool spaces, Stream& stream);

}  // namespace understudy
