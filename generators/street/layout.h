// SPDX-License-Identifier: Apache-2.0
// The plan of the street: lanes, kerbs, pavements, the intersection with its crossings and who has to stop.
// The camera's street runs along x, the camera near x = 0 looking towards +x; a cross street runs along y.
#pragma once

#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "base/parameters.h"

namespace understudy {

/// Directions of traffic on one of the two streets share a signal phase.
enum class Street { main, cross };

struct Lane {
  Street street = Street::main;
  glm::dvec2 start{0}, direction{1, 0};  ///< centre line; unit direction of travel
  double length_m = 0, width_m = 3.2;
  double stop_m = -1;      ///< where along it the stop line is; < 0: none
  double clear_m = -1;     ///< where along it the intersection ends
  bool outermost = false;  ///< next to the kerb: bicycles ride here
  double outer_m = 0;      ///< from its centre line to the kerb or to the parked cars
};

/// A straight stretch of pavement: what walks on it keeps within half_width_m of the centre line.
struct Walk {
  glm::dvec2 start{0}, direction{1, 0};
  double length_m = 0, half_width_m = 1;
  glm::dvec2 to_road{0, 1};  ///< unit, from the pavement towards its road
};

/// A zebra crossing: people cross along `direction`.
struct Crossing {
  Street street = Street::main;  ///< the street that it crosses
  glm::dvec2 center{0}, direction{0, 1};
  double half_length_m = 4, half_depth_m = 1.5;
};

/// A straight row of parking places along the kerb.
struct ParkingRow {
  glm::dvec2 start{0}, direction{1, 0};  ///< centre line; cars point along direction
  double length_m = 0;
};

/// Where traffic of one direction is told to stop.
struct Approach {
  Street street = Street::main;
  glm::dvec2 direction{1, 0};   ///< of the traffic that is addressed
  glm::dvec2 near_post{0};      ///< on the pavement beside the stop line, on the traffic's own side
  glm::dvec2 far_post{0};       ///< beyond the intersection, own side
  glm::dvec2 far_left_post{0};  ///< beyond the intersection, other side
  bool stops = false;           ///< has a stop sign
};

struct Layout {
  double side = 1;  ///< +1: traffic keeps right, -1: left
  int lanes_per_direction = 1;
  double lane_width_m = 3.2;
  double half_width_m = 5;  ///< of the main road, kerb to kerb, parking included
  double parking_m = 0;     ///< width of the parking lane on each side
  double pavement_m = 3;
  double kerb_m = 0.15, kerb_height_m = 0.12;
  bool verge = false;                                 ///< earth and grass in place of kerb and pavement
  double setback_m = 0;                               ///< from the pavement to the fronts
  double ahead_m = 110, behind_m = 40, aside_m = 60;  ///< how far the streets reach

  bool arm_left = false, arm_right = false;  ///< the cross street exists at y > 0, y < 0
  double cross_x_m = 0, cross_half_m = 3.2, corner_m = 4;
  double approach_m = 0;         ///< from the cross street's axis to the main road's stop line
  std::string control = "none";  ///< "signals", "all_way_stop", "stop_here", "stop_cross", "none"
  std::string main_state = "green", cross_state = "red";  ///< of the signals

  std::vector<Lane> lanes;
  std::vector<Walk> walks;
  std::vector<Crossing> crossings;
  std::vector<ParkingRow> parking;
  std::vector<Approach> approaches;

  bool intersection() const { return arm_left || arm_right; }
  /// Whether there is ground at that point.
  bool reaches(const glm::dvec2& point) const;
  /// Height of the ground: 0 on the road, the kerb's on pavements and lots.
  double height_m(const glm::dvec2& point) const;
  /// Whether traffic on that street has to wait at its stop line.
  bool must_wait(Street street) const;
  /// Whether people may cross that street now.
  bool may_cross(Street street) const;
};

Layout plan_layout(const Draw& draw);

}  // namespace understudy
