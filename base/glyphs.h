// SPDX-License-Identifier: Apache-2.0
// Letters, digits and a few signs as dots, 5 wide and 7 high, as a matrix printer sets them. Needs no font
// file.
#pragma once

#include <cstdint>

namespace understudy {

inline constexpr int glyph_columns = 5, glyph_rows = 7;
/// Tails of small letters hang so much lower.
inline constexpr int glyph_tail = 2;

struct Glyph {
  char character;
  uint8_t rows[glyph_rows];  ///< from the top, the leftmost dot in bit 4

  bool is_set(int row, int column) const { return rows[row] >> (glyph_columns - 1 - column) & 1; }
  /// Whether all of it stands glyph_tail dots lower than others.
  bool has_tail() const {
    return character == 'g' || character == 'p' || character == 'q' || character == 'y';
  }
};

/// Null where there is none: then it is a gap.
const Glyph* find_glyph(char character);

}  // namespace understudy
