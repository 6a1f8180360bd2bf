// SPDX-License-Identifier: Apache-2.0
// A pixel font for class names on contact sheets: small letters, digits and a few signs, 5x7 pixels and tails
// 2 lower. Needs no font file.
#pragma once

#include <string_view>

#include "base/image.h"

namespace understudy {

inline constexpr int font_height_px = 9;
inline constexpr int font_advance_px = 6;

/// Draws with the top-left corner at (x, y); parts outside the image are clipped. Unknown characters are
/// blank.
void draw_text(Image<Rgb8>& image, int x, int y, std::string_view text, int scale, Rgb8 color);

}  // namespace understudy
