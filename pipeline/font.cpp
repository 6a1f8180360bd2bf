// SPDX-License-Identifier: Apache-2.0
#include "pipeline/font.h"

#include <cctype>

#include "base/glyphs.h"

namespace understudy {
namespace {

void fill_cell(Image<Rgb8>& image, int x, int y, int size_px, Rgb8 color) {
  for (int dy = 0; dy < size_px; ++dy) {
    for (int dx = 0; dx < size_px; ++dx) {
      if (x + dx >= 0 && x + dx < image.width_px() && y + dy >= 0 && y + dy < image.height_px()) {
        image(x + dx, y + dy) = color;
      }
    }
  }
}

}  // namespace

void draw_text(Image<Rgb8>& image, int x, int y, std::string_view text, int scale, Rgb8 color) {
  for (char character : text) {
    if (const Glyph* glyph = find_glyph(char(std::tolower(static_cast<unsigned char>(character))))) {
      const int top = y + (glyph->has_tail() ? glyph_tail * scale : 0);
      for (int row = 0; row < glyph_rows; ++row) {
        for (int column = 0; column < glyph_columns; ++column) {
          if (glyph->is_set(row, column))
            fill_cell(image, x + column * scale, top + row * scale, scale, color);
        }
      }
    }
    x += font_advance_px * scale;
  }
}

}  // namespace understudy
