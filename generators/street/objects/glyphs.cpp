// SPDX-License-Identifier: Apache-2.0
#include "generators/street/objects/glyphs.h"

#include <array>

namespace understudy {
namespace {

/// Rows from the top, the left cell in bit 2 of each.
constexpr std::array<uint16_t, 20> glyphs{
    0b111'101'101'101'111, 0b010'110'010'010'111, 0b111'001'111'100'111, 0b111'001'011'001'111,
    0b101'101'111'001'001, 0b111'100'111'001'111, 0b111'100'111'101'111, 0b111'001'010'010'010,
    0b111'101'111'101'111, 0b111'101'111'001'111, 0b010'101'111'101'101, 0b110'101'110'101'110,
    0b111'100'100'100'111, 0b111'100'110'100'111, 0b101'101'111'101'101, 0b101'110'100'110'101,
    0b100'100'100'100'111, 0b110'101'110'100'100, 0b111'010'010'010'010, 0b101'101'010'101'101};
constexpr char known[] = "0123456789ABCEHKLPTX";
constexpr int first_letter = 10;

/// One sign whose lower left corner is at `y_m`; neighbours of a row are one quad.
void add_glyph(Piece& text, uint16_t glyph, float y_m, const glm::vec2& cell_m) {
  const auto on = [&](int row, int column) { return column < 3 && (glyph >> (14 - 3 * row - column) & 1); };
  for (int row = 0; row < 5; ++row) {
    for (int column = 0; column < 3; ++column) {
      if (!on(row, column)) continue;
      const int begin = column;
      while (on(row, column + 1)) ++column;
      const float y0 = y_m + cell_m.x * float(begin), y1 = y_m + cell_m.x * float(column + 1);
      const float z0 = cell_m.y * float(4 - row), z1 = z0 + cell_m.y;
      const auto first = uint32_t(text.positions.size());
      for (const glm::vec2& p : {glm::vec2(y0, z0), {y1, z0}, {y1, z1}, {y0, z1}})
        text.positions.emplace_back(0, p.x, p.y);
      text.quad(first, first + 1, first + 2, first + 3);
    }
  }
}

}  // namespace

Piece text_piece(const std::string& text, const glm::vec2& cell_m) {
  Piece piece;
  for (size_t i = 0; i < text.size(); ++i) {
    const size_t number = std::string(known).find(text[i]);
    if (number < glyphs.size()) add_glyph(piece, glyphs[number], 4 * cell_m.x * float(i), cell_m);
  }
  return piece;
}

std::string random_text(int count, bool words, Stream& stream) {
  std::string text;
  int word = int(stream.uniform_int(3, 6));
  for (int i = 0; i < count; ++i) {
    const auto glyph = size_t(stream.uniform_int(words ? first_letter : 0, int64_t(glyphs.size()) - 1));
    const bool gap = words && word-- == 0;
    if (gap) word = int(stream.uniform_int(3, 6));
    text += gap ? ' ' : known[glyph];
  }
  return text;
}

}  // namespace understudy
