// SPDX-License-Identifier: Apache-2.0
// The shell is lofted along x through cross sections, the greenhouse upwards through plan rings.
#include <algorithm>
#include <cmath>

#include "generators/shapes/solids.h"
#include "generators/street/objects/car_shape.h"
#include "generators/street/objects/family.h"

namespace understudy {
namespace {

/// Heights of a section's points as shares of the flank, closer where the crease is; shares of the half width
/// on the upper side.
constexpr float over_crease[] = {-0.06f, -0.02f, 0, 0.025f, 0.05f};
constexpr float top_shares[] = {0.85f, 0.64f, 0.56f, 0.3f, 0};

std::vector<float> flank_heights(const CarShape& s, float x) {
  std::vector<float> shares{0, 0.1f, 0.2f, 0.3f, 0.45f};
  for (const float step : over_crease) shares.push_back(s.crease_v + step);
  for (const float step : {0.55f, 1.0f}) shares.push_back(s.crease_v + 0.05f + step * (0.95f - s.crease_v));
  const float low = s.bottom(x), high = s.top(x), edge = std::min(s.opening(x), high - 0.02f);
  std::vector<float> heights;
  for (const float share : shares) heights.push_back(std::max(edge, low + (high - low) * share));
  return heights;
}

/// How far the upper side is sunk within the cabin, at a share of the half width.
float well_m(const CarShape& s, float x, float share) {
  const Cabin cabin = cabin_of(s);
  constexpr float slope_m = 0.14f;
  const float within = std::min(cabin.dash_x - x, x - cabin.rear_x);
  return share > 0.7f ? 0 : cabin_depth_m * std::clamp(within / slope_m, 0.0f, 1.0f);
}

/// Half a cross section from the middle of the underside round the side to the middle of the top: (y, z).
std::vector<glm::vec2> half_section(const CarShape& s, float x) {
  const float low = s.bottom(x), edge = std::min(s.opening(x), s.top(x) - 0.02f), high = s.top(x);
  const float inner = std::max(0.1f, s.half_width(x) - 0.3f);
  std::vector<glm::vec2> points{{0, low}, {inner, low}, {inner, edge}};
  for (const float z : flank_heights(s, x)) points.emplace_back(s.side(x, z), z);
  const float shoulder = s.side(x, high);
  for (const float share : top_shares)
    points.emplace_back(shoulder * share, high + s.crown(x, share) - well_m(s, x, share));
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
    for (const float beyond : {0.001f, 0.05f, 0.12f})
      xs.push_back(axle - s.arch_m() - beyond), xs.push_back(axle + s.arch_m() + beyond);
  }
  const Cabin cabin = cabin_of(s);
  for (const float into : {0.0f, 0.07f, 0.14f})
    xs.push_back(cabin.dash_x - into), xs.push_back(cabin.rear_x + into);
  for (int i = 1; i < 8; ++i) xs.push_back(s.axle_rear_x + (s.axle_front_x - s.axle_rear_x) * float(i) / 8);
  std::sort(xs.begin(), xs.end());
  const auto close = [](float a, float b) { return b - a < 5e-4f; };
  xs.erase(std::unique(xs.begin(), xs.end(), close), xs.end());
  return xs;
}

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

/// Bands of the greenhouse between these shares of its height: under the first, the cowl; above the last, the
/// roof. Strips along belt and roof frame the panes.
constexpr float band_shares[] = {0, 0.05f, 0.11f, 0.35f, 0.6f, 0.84f, 0.9f, 1};
constexpr int belt_band = 1, first_pane = 3, last_pane = 5, last_screen = 6, roof_band = 7;

/// Column of a side counted from the windscreen, on both sides.
int side_column(int column) {
  column -= screen_columns;
  return column < side_columns ? column : 2 * side_columns + screen_columns - 1 - column;
}

CarSlot screen_slot(const CarShape& s, int band, int column, bool rear) {
  if (column == 0 || column == screen_columns - 1 || band < 1 || (rear && s.panelled)) return CarSlot::paint;
  if (band > last_screen) return rear ? CarSlot::paint : CarSlot::dark;
  if (band == 1) return rear && !s.hatch ? CarSlot::paint : CarSlot::dark;
  return band == last_screen && rear && s.hatch ? CarSlot::paint : CarSlot::glass;
}

CarSlot side_slot(const CarShape& s, int band, int column, bool bright) {
  const bool third = s.pillar_c_x - 0.3f > s.roof_rear_x;
  const int last = s.panelled ? 1 : third ? 5 : 3;
  if (column < 1 || column > last) return CarSlot::paint;
  if (band == belt_band) return bright ? CarSlot::chrome : CarSlot::dark;
  if (band < first_pane - 1 || band > last_pane + 1) return CarSlot::paint;
  if (band < first_pane || band > last_pane) return CarSlot::dark;
  return column % 2 == 0 ? CarSlot::dark : CarSlot::glass;
}

CarSlot greenhouse_slot(const CarShape& s, int band, int column, bool bright) {
  if (band > roof_band) return CarSlot::paint;
  if (column < screen_columns) return screen_slot(s, band, column, false);
  const int behind = column - screen_columns - side_columns;
  if (behind >= 0 && behind < screen_columns) return screen_slot(s, band, behind, true);
  return side_slot(s, band, side_column(column), bright);
}

float belt_z(const CarShape& s) { return std::max(s.belt_m, s.tail_m) + 0.035f; }
float roof_z(const CarShape& s) { return s.height_m - 0.07f; }

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
    const auto from_middle = uint32_t(std::abs(2 * int(column) + 1 - int(count)));
    const glm::uvec3& corners = piece.triangles[t];
    const float x =
        (piece.positions[corners.x].x + piece.positions[corners.y].x + piece.positions[corners.z].x) / 3;
    const bool inside = t < walls && x < s.cowl_x - 0.06f && x > s.tail_x + 0.06f &&
                        from_middle < 2 * std::size(top_shares) - 2;
    piece.slots.push_back(uint16_t(under ? CarSlot::dark : inside ? CarSlot::cabin : CarSlot::paint));
    piece.parts.push_back(uint16_t(Part::body));
  }
  return piece;
}

Piece car_greenhouse(const CarShape& s, bool bright_trim) {
  const float base = std::min(s.belt_m, s.tail_m) - 0.08f, belt = belt_z(s), roof = roof_z(s);
  std::vector<Ring> rings{greenhouse_ring(s, -0.1f, base)};
  for (const float q : band_shares) rings.push_back(greenhouse_ring(s, q, belt + (roof - belt) * q));
  const Ring edge = rings.back();
  rings.push_back(roof_ring(edge, 0.03f, 0.028f));
  rings.push_back(roof_ring(edge, 0.11f, 0.05f));
  rings.push_back(roof_ring(edge, 0.34f, 0.07f));
  Piece piece = loft(rings);
  piece.crease_deg = 45;
  for (size_t t = 0; t < piece.triangles.size(); ++t) {
    const int band = int(t / 2) / ring_columns, column = int(t / 2) % ring_columns;
    const CarSlot slot = greenhouse_slot(s, band, column, bright_trim);
    piece.slots.push_back(uint16_t(slot));
    piece.parts.push_back(uint16_t(slot == CarSlot::glass ? Part::window : Part::body));
  }
  return piece;
}

Cabin cabin_of(const CarShape& s) {
  Cabin cabin;
  cabin.dash_x = std::min(s.cowl_x - 0.3f, s.roof_front_x + 0.35f);
  cabin.front_seat_x = std::min(cabin.dash_x - 0.72f, s.pillar_b_x + 0.12f);
  const bool bus = s.height_m > 1.9f;
  const float most = s.pillar_b_x - (s.panelled ? 0.25f : bus ? 2.0f : 1.0f);
  cabin.rear_x = std::max({most, s.roof_rear_x + 0.05f, s.tail_x + 0.2f});
  return cabin;
}

Piece car_lining(const CarShape& s) {
  constexpr float inside_m = -0.02f;
  Piece piece;
  const auto add = [&](const glm::vec3& p) { piece.positions.push_back(p); };
  for (int band = belt_band; band <= roof_band; ++band)
    for (int column = 0; column < ring_columns; ++column) {
      if (greenhouse_slot(s, band, column, false) == CarSlot::glass) continue;
      const auto first = uint32_t(piece.positions.size());
      for (const int up : {0, 1})
        for (const int on : {0, 1})
          add(cabin_point(s, float(column + on), band_shares[band - 1 + up], inside_m));
      piece.quad(first, first + 2, first + 3, first + 1);
    }
  const auto ceiling = uint32_t(piece.positions.size());
  for (int column = 0; column < ring_columns; ++column) add(cabin_point(s, float(column), 1, inside_m));
  for (uint32_t i = 2; i < uint32_t(ring_columns); ++i) piece.triangle(ceiling, ceiling + i, ceiling + i - 1);
  return piece;
}

glm::vec3 cabin_point(const CarShape& s, float column, float share, float proud_m) {
  const Ring ring = greenhouse_ring(s, share, belt_z(s) + (roof_z(s) - belt_z(s)) * share);
  const Ring above = greenhouse_ring(s, share + 0.1f, belt_z(s) + (roof_z(s) - belt_z(s)) * (share + 0.1f));
  const int first = int(column) % ring_columns, next = (first + 1) % ring_columns;
  const float t = column - std::floor(column);
  const glm::vec3 at = glm::mix(ring[size_t(first)], ring[size_t(next)], t);
  const glm::vec3 up = glm::mix(above[size_t(first)], above[size_t(next)], t) - at;
  return at + proud_m * glm::normalize(glm::cross(ring[size_t(next)] - ring[size_t(first)], up));
}

}  // namespace understudy
