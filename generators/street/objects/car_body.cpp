// SPDX-License-Identifier: Apache-2.0
// The shell is lofted along x through cross sections, the greenhouse upwards through plan rings.
#include <algorithm>
#include <cmath>

#include "generators/shapes/solids.h"
#include "generators/street/objects/car_shape.h"
#include "generators/street/objects/family.h"

namespace understudy {
namespace {

constexpr int side_steps = 9, top_steps = 5;

/// Half a cross section from the middle of the underside round the side to the middle of the top: (y, z).
std::vector<glm::vec2> half_section(const CarShape& s, float x) {
  const float low = s.bottom(x), edge = std::min(s.opening(x), s.top(x) - 0.02f), high = s.top(x);
  const float inner = std::max(0.1f, s.half_width(x) - 0.3f);
  std::vector<glm::vec2> points{{0, low}, {inner, low}, {inner, edge}};
  for (int i = 0; i <= side_steps; ++i) {
    const float z = edge + (high - edge) * float(i) / side_steps;
    points.emplace_back(s.side(x, z), z);
  }
  const float shoulder = s.side(x, high), crown = 0.055f * std::min(1.0f, (high - low) / 0.4f);
  for (int i = 1; i <= top_steps; ++i) {
    const float t = 1 - float(i) / top_steps;
    points.emplace_back(shoulder * t, high + crown * (1 - t * t * t));
  }
  return points;
}

std::vector<float> stations(const CarShape& s) {
  std::vector<float> xs;
  const float half = s.length_m / 2, round = s.end_round_m;
  for (int i = 0; i <= 10; ++i) {  // closer towards the very ends
    const float d = round * (1 - std::cos(1.5707963f * float(i) / 10)) + 0.002f;
    xs.push_back(half - d), xs.push_back(d - half);
  }
  for (const float axle : {s.axle_front_x, s.axle_rear_x}) {
    const float low = s.wheel_m - s.sill_m, reach = std::sqrt(s.arch_m() * s.arch_m() - low * low);
    for (int i = 0; i <= 12; ++i) xs.push_back(axle - reach * 0.999f * std::cos(3.14159265f * float(i) / 12));
    xs.push_back(axle - s.arch_m() - 0.001f), xs.push_back(axle + s.arch_m() + 0.001f);
  }
  for (int i = 1; i < 8; ++i) xs.push_back(s.axle_rear_x + (s.axle_front_x - s.axle_rear_x) * float(i) / 8);
  std::sort(xs.begin(), xs.end());
  const auto close = [](float a, float b) { return b - a < 5e-4f; };
  xs.erase(std::unique(xs.begin(), xs.end(), close), xs.end());
  return xs;
}

/// Columns of the greenhouse's rings.
constexpr int screen_columns = 8, side_columns = 7, ring_columns = 2 * (screen_columns + side_columns);

/// Plan ring at height share q: 0 belt, 1 edge of the roof.
Ring greenhouse_ring(const CarShape& s, float q, float z) {
  const float bend = std::pow(std::max(q, 0.0f), 1.25f);
  const float front = s.cowl_x + (s.roof_front_x - s.cowl_x) * q;
  const float rear = s.tail_x + (s.roof_rear_x - s.tail_x) * q;
  const float belt = std::min(s.side(s.cowl_x, s.top(s.cowl_x)), s.side(s.tail_x, s.top(s.tail_x)));
  const float half = belt - 0.015f - s.roof_inset_m * bend;
  const float bulge_front = 0.1f + 0.06f * q, bulge_rear = 0.05f;
  const float a = 0.09f, post = 0.035f;
  const float b = s.pillar_b_x, c = s.pillar_c_x;
  float xs[side_columns + 1] = {front, front - a, b + post, b - post, c + post, c - post, rear + 0.14f, rear};
  for (int i = 2; i < side_columns - 1; ++i)  // pillars keep their order where the cabin is short
    xs[i] = std::clamp(xs[i], rear + 0.14f + 0.01f * float(side_columns - 1 - i), xs[i - 1] - 0.004f);
  Ring ring;
  const auto across = [&](float from, float x, float bulge) {
    for (int i = 0; i < screen_columns; ++i) {
      const float narrow[] = {-1, -0.9f, -0.6f, -0.3f, 0, 0.3f, 0.6f, 0.9f};
      const float t = narrow[i];
      ring.emplace_back(x + bulge * (1 - t * t), from * t * half, z);
    }
  };
  const float out = 0.02f * (1 - q) * q * 4;
  across(1, front, bulge_front);
  for (int i = 0; i < side_columns; ++i) ring.emplace_back(xs[i], half + (i > 0 ? out : 0), z);
  across(-1, rear, -bulge_rear);
  for (int i = side_columns; i > 0; --i) ring.emplace_back(xs[i], -half - (i < side_columns ? out : 0), z);
  return ring;
}

/// The roof's edge drawn in and raised, for its rounding.
Ring roof_ring(const Ring& edge, float inset_m, float rise_m) {
  glm::vec3 lower = edge[0], upper = edge[0];
  for (const glm::vec3& p : edge) lower = glm::min(lower, p), upper = glm::max(upper, p);
  const glm::vec3 middle = (lower + upper) * 0.5f, half = (upper - lower) * 0.5f;
  Ring ring;
  for (const glm::vec3& p : edge)
    ring.push_back(middle + (p - middle) * glm::vec3(1 - inset_m / half.x, 1 - inset_m / half.y, 0) +
                   glm::vec3(0, 0, rise_m));
  return ring;
}

bool is_window(const CarShape& s, int band, int column, int first_band, int last_band) {
  if (band < first_band || band > last_band) return false;
  if (column < screen_columns) return column > 0 && column < screen_columns - 1;
  column -= screen_columns;
  const bool rear = column >= side_columns && column < side_columns + screen_columns;
  if (rear) return !s.panelled && column > side_columns && column < side_columns + screen_columns - 1;
  if (column >= side_columns) column = side_columns - 1 - (column - side_columns - screen_columns);
  if (column == 1) return true;
  const bool behind = s.pillar_c_x - 0.3f > s.roof_rear_x;
  return !s.panelled && (column == 3 || (column == 5 && behind));
}

bool is_post(int band, int column, int first_band, int last_band) {
  if (band < first_band || band > last_band || column < screen_columns) return false;
  column -= screen_columns;
  if (column >= side_columns + screen_columns) column = 2 * side_columns + screen_columns - 1 - column;
  return column == 2;
}

}  // namespace

Piece car_shell(const CarShape& s) {
  std::vector<Ring> rings;
  for (const float x : stations(s)) {
    const std::vector<glm::vec2> half = half_section(s, x);
    Ring ring;  // counter-clockwise seen from the front: left side up, right side down
    for (const glm::vec2& p : half) ring.emplace_back(x, p.x, p.y);
    for (size_t i = half.size() - 2; i > 0; --i) ring.emplace_back(x, -half[i].x, half[i].y);
    rings.push_back(ring);
  }
  Piece piece = loft(rings);
  piece.crease_deg = 48;
  const auto count = uint32_t(rings[0].size());
  const size_t walls = (rings.size() - 1) * count * 2;
  for (size_t t = 0; t < piece.triangles.size(); ++t) {
    const auto column = uint32_t((t / 2) % count);
    const bool under = t < walls && (column < 3 || column >= count - 3);
    piece.slots.push_back(uint16_t(under ? CarSlot::dark : CarSlot::paint));
    piece.parts.push_back(uint16_t(Part::body));
  }
  return piece;
}

Piece car_greenhouse(const CarShape& s) {
  const float base = std::min(s.belt_m, s.tail_m) - 0.08f, roof = s.height_m - 0.07f;
  const float belt = std::max(s.belt_m, s.tail_m) + 0.035f;
  const float shares[] = {0, 0.1f, 0.35f, 0.6f, 0.86f, 1};
  std::vector<Ring> rings{greenhouse_ring(s, -0.1f, base)};
  for (const float q : shares) rings.push_back(greenhouse_ring(s, q, belt + (roof - belt) * q));
  const Ring edge = rings.back();
  rings.push_back(roof_ring(edge, 0.03f, 0.028f));
  rings.push_back(roof_ring(edge, 0.11f, 0.05f));
  rings.push_back(roof_ring(edge, 0.34f, 0.07f));
  Piece piece = loft(rings);
  piece.crease_deg = 45;
  for (size_t t = 0; t < piece.triangles.size(); ++t) {
    const int band = int(t / 2) / ring_columns, column = int(t / 2) % ring_columns;
    const bool screen = column < screen_columns;
    const bool glass = t < (rings.size() - 1) * ring_columns * 2 &&
                       is_window(s, band, column, screen ? 1 : 2, screen ? 5 : 4);
    const bool post = !s.panelled && is_post(band, column, 2, 4);
    piece.slots.push_back(uint16_t(glass ? CarSlot::glass : post ? CarSlot::dark : CarSlot::paint));
    piece.parts.push_back(uint16_t(glass ? Part::window : Part::body));
  }
  return piece;
}

}  // namespace understudy
