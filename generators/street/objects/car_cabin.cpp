// SPDX-License-Identifier: Apache-2.0
// What is seen of a cabin through its panes: seats, rests for heads, the dashboard, the mirror. The hollow
// that they stand in is part of the shell (car_body.cpp).
#include <algorithm>

#include "generators/street/objects/car_shape.h"

namespace understudy {
namespace {

/// The back of a seat that leans away from the front, with a rest on it; `foot` is the middle of its lower
/// edge.
void add_seat(MeshBuilder& builder, const glm::vec3& foot, float half_wide, float high) {
  const glm::mat4 at = translate(foot) * rotate_y(-14);
  builder.add(rounded_box({-0.07f, -half_wide, 0}, {0.06f, half_wide, high}, 0.06f, 2), at);
  builder.add(rounded_box({-0.045f, -0.13f, high + 0.04f}, {0.05f, 0.13f, high + 0.21f}, 0.045f, 2), at);
  for (const float y : {-0.06f, 0.06f})
    builder.add(cylinder({0, y, high - 0.02f}, {0, y, high + 0.08f}, 0.008f, 5), at);
}

/// A bench for two or three, its rests lower than those in front.
void add_bench(MeshBuilder& builder, const CarShape& s, const glm::vec3& foot, float high) {
  const float half = 0.72f * s.side(foot.x, s.top(foot.x));
  const glm::mat4 at = translate(foot) * rotate_y(-18);
  builder.add(rounded_box({-0.07f, -half, 0}, {0.06f, half, high}, 0.06f, 2), at);
  for (const float y : {-0.6f * half, 0.0f, 0.6f * half})
    builder.add(rounded_box({-0.04f, y - 0.12f, high - 0.01f}, {0.04f, y + 0.12f, high + 0.12f}, 0.035f, 2),
                at);
}

}  // namespace

glm::vec3 driver_head(const CarShape& s) {
  const float under_roof = s.height_m - 0.07f - 0.17f, belt = s.top(s.roof_front_x);
  const Cabin cabin = cabin_of(s);
  return {cabin.front_seat_x + 0.1f, 0.37f, std::min(under_roof, belt + 0.48f)};
}

void add_car_cabin(MeshBuilder& builder, const CarShape& s) {
  const Cabin cabin = cabin_of(s);
  const glm::vec3 head = driver_head(s);
  const float floor = s.top(cabin.front_seat_x) - cabin_depth_m + 0.02f;
  tag(builder, CarSlot::seat, Part::none);
  for (const float y : {head.y, -head.y})
    add_seat(builder, {cabin.front_seat_x + 0.03f, y, floor}, 0.25f, head.z - 0.14f - floor);
  // Behind them a bench, in a bus several.
  const float last = s.panelled ? cabin.front_seat_x : cabin.rear_x + 0.12f;
  for (float x = cabin.front_seat_x - 0.95f; x > last - 0.2f; x -= 0.9f)
    add_bench(builder, s, {std::max(x, last), 0, floor}, head.z - 0.2f - floor);
  tag(builder, CarSlot::dark, Part::none);
  const float edge = cabin.dash_x, z = s.top(edge) + 0.02f, half = 0.85f * s.side(edge, s.top(edge));
  builder.add(rounded_box({edge - 0.06f, -half, z - 0.2f}, {edge + 0.2f, half, z + 0.02f}, 0.05f, 2));
  builder.add(rounded_box({edge - 0.02f, head.y - 0.19f, z - 0.05f},
                          {edge + 0.16f, head.y + 0.19f, z + 0.07f}, 0.04f, 2));
  const glm::vec3 mirror = cabin_point(s, 4, 0.86f, -0.09f);
  builder.add(rounded_box(mirror - glm::vec3(0.015f, 0.11f, 0.03f), mirror + glm::vec3(0.015f, 0.11f, 0.03f),
                          0.012f, 1));
}

}  // namespace understudy
