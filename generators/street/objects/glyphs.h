// SPDX-License-Identifier: Apache-2.0
// Digits and letters that are read from afar as what they are, nothing more: number plates, shop signs.
#pragma once

#include <string>

#include <glm/glm.hpp>

#include "base/random.h"
#include "generators/shapes/mesh_builder.h"

namespace understudy {

/// Digits and the letters ABCEHKLPTX, anything else a gap: each 3 x 5 cells of `cell_m`, one cell apart, in
/// the plane x = 0 facing +x, read along +y; the lower left corner of the first at the origin.
Piece text_piece(const std::string& text, const glm::vec2& cell_m);
/// `count` of them at random. `words`: of three to six letters; else digits too, and no gaps.
std::string random_text(int count, bool words, Stream& stream);

}  // namespace understudy
