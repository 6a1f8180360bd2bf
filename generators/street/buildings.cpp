// SPDX-License-Identifier: Apache-2.0
// Rows of houses along both streets, their fronts on the building line.
#include "generators/street/elements.h"

namespace understudy {
namespace {

/// A building line: houses stand along `direction` from `start`, facing `facing`.
struct Row {
  glm::dvec2 start, direction, facing;
  double length_m;
};

std::vector<Row> rows_of(const Layout& l) {
  const double front = l.half_width_m + l.pavement_m + l.setback_m;
  const double corner = l.cross_half_m + l.pavement_m + l.setback_m;
  std::vector<Row> rows;
  for (const double s : {1.0, -1.0}) {
    if (!(s > 0 ? l.arm_left : l.arm_right)) {
      rows.push_back({{-l.behind_m, s * front}, {1, 0}, {0, -s}, l.ahead_m + l.behind_m});
      continue;
    }
    rows.push_back({{l.cross_x_m + corner, s * front}, {1, 0}, {0, -s}, l.ahead_m - l.cross_x_m - corner});
    rows.push_back({{l.cross_x_m - corner, s * front}, {-1, 0}, {0, -s}, l.cross_x_m - corner + l.behind_m});
    for (const double q : {1.0, -1.0})
      rows.push_back({{l.cross_x_m + q * corner, s * (front + 6)}, {0, s}, {-q, 0}, l.aside_m - front - 8});
  }
  return rows;
}

void fill(Stage& stage, const Row& row, Stream stream) {
  const double gaps = stage.draw().number("street.buildings.gap_probability");
  const double lit = stage.draw().number("street.buildings.lit_share");
  const glm::dvec2 left{-row.facing.y, row.facing.x};
  double at_m = 0;
  ObjectPtr before;
  for (int house = 0; at_m < row.length_m && house < 64; ++house) {
    Item item;
    do {  // no house is its neighbour's twin
      item.object = stage.variant(Family::building, "any", stream);
    } while (item.object == before);
    before = item.object;
    item.heading_rad = heading_of(row.facing);
    item.clearance_m = 0;
    item.look.lit = stream.chance(lit);
    const double low = item.object->mesh->lower.y, high = item.object->mesh->upper.y;
    const double middle = (low + high) / 2, width = high - low + 0.04;
    const bool open_next = stream.chance(gaps);
    const double gap = stream.uniform(1.5, 5);
    for (; at_m + width <= row.length_m; at_m += 1) {
      item.position = row.start + row.direction * (at_m + width / 2) - left * middle;
      if (stage.place(item, stream.child(uint64_t(house)))) break;
    }
    at_m += width + (open_next ? gap : 0);
  }
}

}  // namespace

void add_buildings(Stage& stage) {
  const Stream stream = stage.draw().stream("street/buildings");
  const std::vector<Row> rows = rows_of(stage.layout());
  for (size_t i = 0; i < rows.size(); ++i) fill(stage, rows[i], stream.child(i));
}

}  // namespace understudy
