// SPDX-License-Identifier: Apache-2.0
// On and behind the panes. Panes are opaque and mirror the street; what shows through real ones, seats and
// heads of seats against the light of the other side, is laid on them, a little lighter than the dark of the
// cabin.
#include <algorithm>
#include <cmath>

#include "generators/street/objects/car_shape.h"

namespace understudy {
namespace {

constexpr float laid_m = 0.0035f;
constexpr int left_front = screen_columns + 1, left_rear = screen_columns + 3;
constexpr int rear_first = screen_columns + side_columns;

/// A rounded shape on the greenhouse: centre and half size as (column, share of the height).
Piece blob(const CarShape& s, const glm::vec2& centre, const glm::vec2& half) {
  Piece piece;
  constexpr int corners = 10;
  for (int i = 0; i < corners; ++i) {
    const float angle = 6.2831853f * (float(i) + 0.5f) / corners;
    const auto square = [](float v) { return std::clamp(1.3f * v, -1.0f, 1.0f); };
    piece.positions.push_back(cabin_point(s, centre.x + half.x * square(std::cos(angle)),
                                          centre.y + half.y * square(std::sin(angle)), laid_m));
  }
  for (uint32_t i = 2; i < corners; ++i) piece.triangle(0, i - 1, i);
  return piece;
}

/// Seats behind a window of one column; `back` is where their backs stand in it, 0 in front.
void add_seat(MeshBuilder& builder, const CarShape& s, int column, float back) {
  for (const bool right : {false, true}) {
    const float at =
        right ? float(ring_columns + screen_columns - 1 - column) + 1 - back : float(column) + back;
    builder.add(blob(s, {at, 0.28f}, {0.12f, 0.17f}));
    builder.add(blob(s, {at + (right ? -0.02f : 0.02f), 0.57f}, {0.085f, 0.1f}));
  }
}

void add_cabin(MeshBuilder& builder, const CarShape& s) {
  tag(builder, CarSlot::cabin, Part::window);
  add_seat(builder, s, left_front, 0.72f);
  for (const float column : {2.05f, 5.95f}) {  // through the windscreen
    builder.add(blob(s, {column, 0.5f}, {0.32f, 0.1f}));
    builder.add(blob(s, {column, 0.24f}, {0.62f, 0.13f}));
  }
  builder.add(blob(s, {4, 0.8f}, {0.34f, 0.045f}));  // the mirror
  if (s.panelled) return;
  add_seat(builder, s, left_rear, 0.6f);
  for (const float column : {1.9f, 4.0f, 6.1f})
    builder.add(blob(s, {float(rear_first) + column, 0.34f}, {0.36f, 0.12f}));
}

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
  add_cabin(builder, s);
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
