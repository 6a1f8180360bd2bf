// SPDX-License-Identifier: Apache-2.0
// The form of a car in formulas: measures of each body style, and the surface of the lower body that lamps,
// seams and plates are laid on.
#pragma once

#include <string>

#include "base/random.h"
#include "generators/shapes/mesh_builder.h"

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
  float end_round_m = 0.45f;  ///< length over which nose and tail are rounded
  float end_square = 3.4f;    ///< exponent of that rounding: larger is squarer

  float arch_m() const { return wheel_m + 0.055f; }
  float track_m() const { return width_m / 2 - 0.13f; }  ///< of the wheels' middle planes, from the axis

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
};

/// The painted shell, underside and wheel arches.
Piece car_shell(const CarShape& shape);
/// Windows, pillars and roof.
Piece car_greenhouse(const CarShape& shape);
/// A wheel around the origin, its outside looking to +y.
void add_car_wheel(MeshBuilder& builder, const CarShape& shape, int spokes, const glm::mat4& at);
/// Lamps, grille, plates, mirrors, handles, seams.
void add_car_details(MeshBuilder& builder, const CarShape& shape, Stream stream);

}  // namespace understudy
