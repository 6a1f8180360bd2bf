// SPDX-License-Identifier: Apache-2.0
// On the panes and beside them: wipers and mirrors.
#include <algorithm>
#include <cmath>

#include "generators/street/objects/car_shape.h"

namespace understudy {
namespace {

constexpr int rear_first = screen_columns + side_columns;

/// From its pivot under the pane to its tip, as (column, share).
void add_wiper(MeshBuilder& builder, const CarShape& s, const glm::vec2& pivot, const glm::vec2& tip,
               const glm::vec3& outward) {
  std::vector<glm::vec3> path;
  for (int i = 0; i <= 6; ++i) {
    const glm::vec2 p = glm::mix(pivot, tip, float(i) / 6);
    path.push_back(cabin_point(s, p.x, p.y, 0.014f));
  }
  builder.add(ribbon(path, outward, 0.02f));
}

void add_mirrors(MeshBuilder& builder, const CarShape& s) {
  const float x = s.cowl_x - 0.38f, z = s.top(x) + 0.05f, y = s.side(x, s.top(x));
  tag(builder, CarSlot::paint, Part::mirror);
  Piece shell = rounded_box({-0.075f, 0, 0}, {0.06f, 0.2f, 0.13f}, 0.05f, 2);
  for (glm::vec3& p : shell.positions) p.x -= 0.25f * p.y;  // swept back
  add_both(builder, transformed(shell, translate({x, y + 0.05f, z})));
  tag(builder, CarSlot::dark, Part::mirror);
  Piece pane = rounded_box({-0.078f, 0.015f, 0.015f}, {-0.06f, 0.185f, 0.115f}, 0.008f, 1);
  for (glm::vec3& p : pane.positions) p.x -= 0.25f * p.y;
  add_both(builder, transformed(pane, translate({x, y + 0.05f, z})));
  add_both(builder, cone({x, y - 0.05f, z - 0.02f}, {x - 0.02f, y + 0.1f, z + 0.03f}, 0.03f, 0.022f, 6));
}

}  // namespace

void add_car_windows(MeshBuilder& builder, const CarShape& s, Stream stream) {
  tag(builder, CarSlot::dark, Part::trim);
  const float lean = stream.chance(0.5) ? 1.0f : -1.0f;  // wipers of either traffic
  add_wiper(builder, s, {4 + lean * 1.4f, 0.02f}, {4 - lean * 1.6f, 0.13f}, {1, 0, 0.5f});
  add_wiper(builder, s, {4 - lean * 0.7f, 0.02f}, {4 - lean * 3.0f, 0.13f}, {1, 0, 0.5f});
  if (s.hatch)
    add_wiper(builder, s, {float(rear_first) + 4, 0.03f}, {float(rear_first) + 4 + lean * 2, 0.15f},
              {-1, 0, 0.3f});
  add_mirrors(builder, s);
}

}  // namespace understudy
