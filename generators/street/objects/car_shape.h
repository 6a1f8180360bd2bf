// SPDX-License-Identifier: Apache-2.0
// The form of a car in formulas: measures of each body style, and the surface of the lower body that lamps,
// seams and plates are laid on.
#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "generators/shapes/solids.h"
#include "generators/street/objects/family.h"

namespace understudy {

struct CarShape {
  float length_m = 4, width_m = 1.76f, height_m = 1.48f;
  float sill_m = 0.2f;                   ///< height of the underside
  float nose_m = 0.74f;                  ///< height of the bonnet's front edge
  float belt_m = 0.93f, tail_m = 0.98f;  ///< belt line at the windscreen and at the back
  float cowl_x = 1, roof_front_x = 0.3f, roof_rear_x = -1.5f, tail_x = -1.9f;  ///< corners of the greenhouse
  float pillar_b_x = -0.1f, pillar_c_x = -0.9f;                                ///< between side windows
  float roof_inset_m = 0.14f;  ///< how much narrower than the belt the roof is, on each side
  float wheel_m = 0.32f;       ///< radius
  float axle_front_x = 1.25f, axle_rear_x = -1.25f;
  bool panelled = false;      ///< a van without windows behind the driver
  bool open_bed = false;      ///< a pickup
  bool hatch = false;         ///< the rear door holds the rear window
  float end_round_m = 0.45f;  ///< length over which nose and tail are rounded in plan
  float edge_round_m = 0.2f;  ///< and in elevation
  float end_square = 3.4f;    ///< exponent of that rounding: larger is squarer
  float crease_v = 0.68f;     ///< where the flank's edge runs, as a share of its height
  float crease_m = 0.01f;     ///< how far the flank is hollowed below it
  bool clad = false;          ///< unpainted arches and sills

  float arch_m() const { return wheel_m + 0.055f; }
  /// Of the wheels' middle planes, from the axis: tyres end a little within the wings.
  float track_m(float axle_x) const;

  /// Heights of the body's upper edge and underside, and its half width at the height where it is widest.
  float top(float x) const;
  float bottom(float x) const;
  float half_width(float x) const;
  /// As bottom(), but over the wheels the arch.
  float opening(float x) const;
  /// Half width at a height; z in [bottom(x), top(x)].
  float side(float x, float z) const;
  /// Where the nose (sign +1) or the tail (-1) is hit at (y, z).
  float end_x(float y, float z, float sign) const;

  /// Points `proud_m` outside the left flank, the upper side and the nose (+1) or tail (-1).
  glm::vec3 on_side(float x, float z, float proud_m) const;
  glm::vec3 on_top(float x, float y, float proud_m) const;
  glm::vec3 on_end(float y, float z, float sign, float proud_m) const;
  /// Middle of the upper side above its edges, and how far a point's share of the half width is below it.
  float crown(float x, float share) const;
};

CarShape draw_car_shape(const std::string& model, Stream& stream);

enum class CarSlot : uint16_t {
  paint,
  glass,
  dark,
  plastic,
  chrome,
  headlamp,
  tail_lamp,
  stop_lamp,
  indicator,
  tyre,
  rim,
  plate_front,
  plate_rear,
  letters,
  clear_lens,
  cabin,
  reflector,
  gap,
  seat,
};

inline void tag(MeshBuilder& builder, CarSlot slot, Part part) {
  builder.tag(uint16_t(slot), uint16_t(part));
}

/// The hollow under the panes: where the dashboard ends, the front seats' backs stand, the hollow ends.
struct Cabin {
  float dash_x, front_seat_x, rear_x;
};
constexpr float cabin_depth_m = 0.32f;  ///< below the belt line
Cabin cabin_of(const CarShape& shape);
/// Middle of the driver's head, on the left.
glm::vec3 driver_head(const CarShape& shape);

/// The painted shell, underside and wheel arches.
Piece car_shell(const CarShape& shape);
/// What the cabin has for walls and ceiling inside of the painted ones.
Piece car_lining(const CarShape& shape);
/// Windows, pillars and roof; `bright_trim` along the belt.
Piece car_greenhouse(const CarShape& shape, bool bright_trim);
/// A point of the greenhouse: `column` counts round its rings (car_body.cpp), `share` is 0 at the belt and 1
/// at the roof's edge.
glm::vec3 cabin_point(const CarShape& shape, float column, float share, float proud_m);
/// Columns of the greenhouse: the windscreen's, then those of the left side, of the rear window and of the
/// right.
constexpr int screen_columns = 8, side_columns = 7, ring_columns = 2 * (screen_columns + side_columns);

/// What is thin enough to be laid on a surface: a band along a path, facing `outward`.
Piece ribbon(const std::vector<glm::vec3>& path, const glm::vec3& outward, float width_m);
/// A piece and its mirror image on the right side.
void add_both(MeshBuilder& builder, const Piece& left);
/// A thin skin on the nose (sign +1) or tail (-1), `proud_m` in front of the body.
Piece end_patch(const CarShape& shape, float sign, glm::vec2 y, glm::vec2 z, float proud_m, int rows = 6,
                int columns = 3);

/// Wheels stand around the origin, their outside looking to +y.
void add_car_wheel(MeshBuilder& builder, const CarShape& shape, int spokes, const glm::mat4& at);
/// Gaps between doors, bonnet, boot and bumpers.
void add_car_seams(MeshBuilder& builder, const CarShape& shape);
/// Lamps, grilles and plates.
void add_car_front(MeshBuilder& builder, const CarShape& shape, Stream stream);
void add_car_rear(MeshBuilder& builder, const CarShape& shape, Stream stream);
/// Seats, dashboard, inner mirror.
void add_car_cabin(MeshBuilder& builder, const CarShape& shape);
/// Wipers and mirrors.
void add_car_windows(MeshBuilder& builder, const CarShape& shape, Stream stream);
/// Sills, arches, handles, rails, bed.
void add_car_details(MeshBuilder& builder, const CarShape& shape, Stream stream);

}  // namespace understudy
