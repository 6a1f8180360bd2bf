// SPDX-License-Identifier: Apache-2.0
// Where the plan ends: how the main street goes on, and the ground on which the rest of the town stands.
#pragma once

#include "generators/street/stage.h"

namespace understudy {

/// The main street beyond the plan: a stretch straight on, then an arc.
struct FarStreet {
  double from_m = 0;      ///< x of its beginning
  double straight_m = 0;  ///< length before the arc
  double radius_m = 0;    ///< of the arc, > 0: to the left; 0: there is none
  double length_m = 0;    ///< 0: another street crosses there and houses close the view
  /// Half the width of that other street.
  static constexpr double closing_half_m = 4.5;

  /// `s` along the middle of the road, `aside` to its left.
  glm::dvec2 at(double s, double aside_m) const;
  double heading_rad(double s) const;
};

/// Ground around that of the plan, and the road that leads on over it.
void add_outskirts(Stage& stage, const FarStreet& street);

}  // namespace understudy
