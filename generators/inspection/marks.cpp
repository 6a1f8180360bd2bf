// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/marks.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>

#include <glm/gtc/constants.hpp>

#include "base/glyphs.h"
#include "base/luminance.h"
#include "generators/palette.h"
#include "generators/shapes/extrusion.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

/// How what is set becomes visible.
enum class Tool { dots, strokes, squares };

/// Cells that are set or not, rows from the top.
class Cells {
 public:
  Cells(int rows, int columns) : rows_(rows), columns_(columns), set_(size_t(rows * columns)) {}

  int rows() const { return rows_; }
  int columns() const { return columns_; }
  void set(int row, int column) { set_[size_t(row * columns_ + column)] = true; }
  bool is_set(int row, int column) const {
    return row >= 0 && column >= 0 && row < rows_ && column < columns_ &&
           set_[size_t(row * columns_ + column)];
  }

 private:
  int rows_, columns_;
  std::vector<bool> set_;
};

Cells text_cells(const std::vector<std::string>& lines) {
  constexpr int advance = glyph_columns + 1, line_advance = glyph_rows + 2;
  size_t longest = 0;
  for (const std::string& line : lines) longest = std::max(longest, line.size());
  Cells cells(line_advance * int(lines.size()) - 2, advance * int(longest) - 1);
  for (size_t line = 0; line < lines.size(); ++line) {
    for (size_t i = 0; i < lines[line].size(); ++i) {
      const Glyph* glyph = find_glyph(lines[line][i]);
      for (int row = 0; glyph != nullptr && row < glyph_rows; ++row)
        for (int column = 0; column < glyph_columns; ++column)
          if (glyph->is_set(row, column))
            cells.set(line_advance * int(line) + row, advance * int(i) + column);
    }
  }
  return cells;
}

Cells code_cells(int side, Stream& stream) {
  Cells cells(side, side);
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      const bool solid = column == 0 || row == side - 1, dotted = row == 0 || column == side - 1;
      const bool inner = stream.chance(0.5);
      if (solid || (dotted ? (row + column) % 2 == 0 : inner)) cells.set(row, column);
    }
  }
  return cells;
}

/// `#` a digit, `@` a letter, `d`, `m` and `y` two digits of a day, month and year.
std::string filled_in(const std::string& pattern, Stream& stream) {
  const auto two_digits = [&](int low, int high) {
    const auto number = int(stream.uniform_int(low, high));
    return std::string{char('0' + number / 10), char('0' + number % 10)};
  };
  std::string text;
  for (const char c : pattern) {
    if (c == '#') {
      text += char('0' + stream.uniform_int(0, 9));
    } else if (c == '@') {
      text += char('A' + stream.uniform_int(0, 25));
    } else if (c == 'd') {
      text += two_digits(1, 28);
    } else if (c == 'm') {
      text += two_digits(1, 12);
    } else if (c == 'y') {
      text += two_digits(15, 29);
    } else {
      text += c;
    }
  }
  return text;
}

std::string draw_line(Stream& stream) {
  static const std::vector<std::string> patterns{"LOT ####", "SN ######", "@#-####", "d.m.y", "EXP m/y",
                                                 "####-##",  "@@###",     "QC #",    "m/y",   "#### REV @"};
  return filled_in(patterns[size_t(stream.uniform_int(0, int64_t(patterns.size()) - 1))], stream);
}

void add_outline(const Outline& outline, Print& print) {
  const auto first = uint32_t(print.points.size());
  print.points.insert(print.points.end(), outline.begin(), outline.end());
  for (uint32_t i = 2; i < outline.size(); ++i) print.triangles.emplace_back(first, first + i - 1, first + i);
}

void add_dots(const Cells& cells, float cell_m, const glm::vec2& corner, Stream& stream, Print& print) {
  const float radius_m = cell_m * float(stream.uniform(0.36, 0.5)), loose = 0.05f * cell_m;
  for (int row = 0; row < cells.rows(); ++row) {
    for (int column = 0; column < cells.columns(); ++column) {
      if (!cells.is_set(row, column)) continue;
      const glm::vec2 aside{stream.normal(0, 1), stream.normal(0, 1)};
      const glm::vec2 at{(float(column) + 0.5f) * cell_m, -(float(row) + 0.5f) * cell_m};
      add_outline(circle_outline(corner + at + loose * aside, radius_m, 10), print);
    }
  }
}

/// Cells that touch become one line; those that touch at a corner alone too.
void add_strokes(const Cells& cells, float cell_m, const glm::vec2& corner, Stream& stream, Print& print) {
  const float radius_m = cell_m * float(stream.uniform(0.3, 0.5));
  const auto middle = [&](int row, int column) {
    return corner + cell_m * glm::vec2(float(column) + 0.5f, -(float(row) + 0.5f));
  };
  for (int row = 0; row < cells.rows(); ++row) {
    for (int column = 0; column < cells.columns(); ++column) {
      if (!cells.is_set(row, column)) continue;
      const bool right = cells.is_set(row, column + 1), left = cells.is_set(row, column - 1),
                 below = cells.is_set(row + 1, column);
      const auto join = [&](int down, int aside) {
        add_outline(slot_outline(middle(row, column), middle(row + down, column + aside), radius_m, 5),
                    print);
      };
      if (right) join(0, 1);
      if (below) join(1, 0);
      if (!right && !below && cells.is_set(row + 1, column + 1)) join(1, 1);
      if (!left && !below && cells.is_set(row + 1, column - 1)) join(1, -1);
      bool alone = true;
      for (int k = 0; k < 9; ++k)
        alone = alone && (k == 4 || !cells.is_set(row + k / 3 - 1, column + k % 3 - 1));
      if (alone) add_outline(circle_outline(middle(row, column), radius_m, 10), print);
    }
  }
}

void add_squares(const Cells& cells, float cell_m, const glm::vec2& corner, Print& print) {
  for (int row = 0; row < cells.rows(); ++row) {
    for (int column = 0; column < cells.columns(); ++column) {
      if (!cells.is_set(row, column)) continue;
      const glm::vec2 low = corner + cell_m * glm::vec2(float(column), -float(row + 1));
      add_outline({low, low + glm::vec2(cell_m, 0), low + cell_m, low + glm::vec2(0, cell_m)}, print);
    }
  }
}

/// With its upper left corner there.
void add(const Cells& cells, Tool tool, float cell_m, const glm::vec2& corner, Stream& stream, Print& print) {
  if (tool == Tool::dots) add_dots(cells, cell_m, corner, stream, print);
  if (tool == Tool::strokes) add_strokes(cells, cell_m, corner, stream, print);
  if (tool == Tool::squares) add_squares(cells, cell_m, corner, print);
}

std::vector<std::string> draw_lines(Stream& stream) {
  std::vector<std::string> lines{draw_line(stream)};
  if (stream.chance(0.35)) lines.push_back(draw_line(stream));
  return lines;
}

Print draw_print(bool by_needle, float mm, Stream& stream) {
  const double what = stream.uniform();
  Print print;
  float code_m = 0;
  if (what < 0.4) {
    const auto side = int(10 + 2 * stream.uniform_int(0, 4));
    const float cell_m = mm * float(stream.uniform(4, 9)) / float(side);
    add(code_cells(side, stream), by_needle ? Tool::dots : Tool::squares, cell_m, {0, 0}, stream, print);
    code_m = cell_m * float(side);
  }
  if (what > 0.2) {
    const std::vector<std::string> lines = draw_lines(stream);
    const Cells cells = text_cells(lines);
    const float height_m =
        code_m > 0 ? 0.9f * code_m / float(lines.size() + 1) : mm * float(stream.uniform(1.8, 4.5));
    const float cell_m = height_m / float(glyph_rows);
    // Beside a code, level with its middle.
    const glm::vec2 corner = code_m > 0
                                 ? glm::vec2(1.15f * code_m, -0.5f * (code_m - cell_m * float(cells.rows())))
                                 : glm::vec2(0);
    add(cells, by_needle ? Tool::dots : Tool::strokes, cell_m, corner, stream, print);
  }
  glm::vec2 low = print.points[0], high = low;
  for (const glm::vec2& p : print.points) low = glm::min(low, p), high = glm::max(high, p);
  for (glm::vec2& p : print.points) p -= 0.5f * (low + high);
  return print;
}

float brightness(const Material& material) {
  const float own = luminance(material.albedo);
  return material.pattern == Pattern::none ? own : 0.5f * (own + luminance(material.pattern_color));
}

/// A laser leaves a dull dark skin on metal; inks are chosen so that one can read them.
Material draw_ink(const Material& ground, Stream& stream) {
  const bool bare = ground.metalness > 0.5f && ground.clearcoat < 0.3f;
  const float dark = float(stream.uniform(0.15, 0.4));
  static const std::vector<NamedColor> inks{{"black", glm::vec3(0.015f), 4},
                                            {"blue", {0.01f, 0.03f, 0.2f}, 1},
                                            {"red", {0.35f, 0.01f, 0.01f}, 1},
                                            {"white", glm::vec3(0.75f), 2}};
  if (bare && stream.chance(0.6)) return matte("laser mark", dark * ground.albedo, 0.5f);
  std::vector<NamedColor> legible;
  for (const NamedColor& ink : inks)
    if (bare || std::abs(luminance(ink.linear) - brightness(ground)) > 0.25f) legible.push_back(ink);
  return matte("ink", pick(legible.empty() ? inks : legible, stream).linear, 0.6f);
}

}  // namespace

float Print::radius() const {
  float radius = 0;
  for (const glm::vec2& p : points) radius = std::max(radius, glm::length(p));
  return radius;
}

void Print::scale(float factor) {
  for (glm::vec2& p : points) p *= factor;
}

Mark make_mark(const Material& ground, float mm, Stream& stream) {
  Mark mark{{}, draw_ink(ground, stream)};
  mark.print = draw_print(stream.chance(0.45), mm, stream);
  return mark;
}

MeshPtr lay(const Print& print, const SurfaceMap& map, const Spot& spot, float turn_deg, float film_m) {
  const float reach_m = 0.35f * print.radius();
  const glm::mat4 frame = z_along(spot.normal, spot.at) * rotate_z(turn_deg);
  auto mesh = std::make_shared<Mesh>();
  mesh->name = "mark";
  for (const glm::vec2& p : print.points) {
    const glm::vec3 above(frame * glm::vec4(p, 0, 1));
    const std::optional<Foot> foot = foot_of(map, above, spot.normal, reach_m);
    if (!foot || glm::dot(foot->normal, spot.normal) < 0.5f) return nullptr;
    mesh->positions.push_back(above + spot.normal * foot->height_m + foot->normal * film_m);
    mesh->normals.push_back(foot->normal);
  }
  for (const glm::uvec3& t : print.triangles) {
    const glm::vec3 a = mesh->positions[t.x], b = mesh->positions[t.y], c = mesh->positions[t.z];
    const glm::vec3 cross = glm::cross(b - a, c - a);
    // Over a step or a gap.
    if (glm::dot(cross, spot.normal) < 0.5f * glm::length(cross)) return nullptr;
  }
  mesh->triangles = print.triangles;
  mesh->slots.assign(mesh->triangles.size(), 0);
  mesh->finish();
  return mesh;
}

}  // namespace understudy::inspection
