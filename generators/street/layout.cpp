// SPDX-License-Identifier: Apache-2.0
#include "generators/street/layout.h"

#include <algorithm>
#include <cmath>

namespace understudy {
namespace {

constexpr double crossing_depth_m = 3.0;
constexpr double crossing_gap_m = 0.4;  ///< from the corner's arc to the crossing
constexpr double stop_gap_m = 1.0;      ///< from the crossing to the stop line
constexpr double post_gap_m = 0.55;     ///< from the kerb to a post's axis
constexpr double no_parking_m = 6.0;    ///< before a crossing

glm::dvec2 right_of(const glm::dvec2& direction) { return {direction.y, -direction.x}; }

/// Half the length of the stretch of street that the crossing and the corner take, from the other street's
/// kerb.
double mouth_m(const Layout& l) { return l.corner_m + crossing_gap_m + crossing_depth_m + stop_gap_m; }

void add_main_lanes(Layout& l) {
  for (const double d : {1.0, -1.0}) {
    for (int i = 0; i < l.lanes_per_direction; ++i) {
      Lane lane;
      lane.direction = {d, 0};
      lane.start = {d > 0 ? -l.behind_m : l.ahead_m, -l.side * d * (i + 0.5) * l.lane_width_m};
      lane.length_m = l.behind_m + l.ahead_m;
      lane.width_m = l.lane_width_m;
      lane.outermost = i + 1 == l.lanes_per_direction;
      lane.outer_m = l.lane_width_m / 2;
      if (l.intersection()) {
        const double middle = (l.cross_x_m - lane.start.x) * d;
        lane.stop_m = middle - l.approach_m;
        lane.clear_m = middle + l.approach_m;
      }
      l.lanes.push_back(lane);
    }
  }
}

void add_cross_lanes(Layout& l) {
  for (const double d : {1.0, -1.0}) {
    const glm::dvec2 direction{0, d};
    const double x = l.cross_x_m + l.side * right_of(direction).x * l.lane_width_m / 2;
    const bool enters = d > 0 ? l.arm_right : l.arm_left;  // the arm that it comes from
    const bool leaves = d > 0 ? l.arm_left : l.arm_right;
    const double edge = l.half_width_m + mouth_m(l);
    Lane lane;
    lane.street = Street::cross;
    lane.direction = direction;
    lane.width_m = l.lane_width_m;
    lane.outermost = true;
    lane.outer_m = l.lane_width_m / 2;
    const double from = enters ? -l.aside_m : l.half_width_m + l.corner_m;
    const double to = leaves ? l.aside_m : -edge;
    lane.start = {x, d * from};
    lane.length_m = to - from;
    if (enters) lane.stop_m = -edge - from;
    if (enters) lane.clear_m = (leaves ? edge : -edge) - from;
    if (lane.length_m > 8) l.lanes.push_back(lane);
  }
}

void add_walks_and_parking(Layout& l) {
  const double pavement_center = l.kerb_m + (l.pavement_m - l.kerb_m) / 2;
  const double half = (l.pavement_m - l.kerb_m) / 2 - 0.3;
  for (const double s : {1.0, -1.0}) {
    const bool arm = s > 0 ? l.arm_left : l.arm_right;
    const double y = s * (l.half_width_m + pavement_center);
    const double gap = l.cross_half_m + l.corner_m;
    std::vector<std::pair<double, double>> stretches{{-l.behind_m, l.ahead_m}};
    if (arm) stretches = {{-l.behind_m, l.cross_x_m - gap}, {l.cross_x_m + gap, l.ahead_m}};
    for (const auto& [from, to] : stretches) l.walks.push_back({{from, y}, {1, 0}, to - from, half, {0, -s}});
    if (arm) {
      for (const double q : {1.0, -1.0}) {
        const double x = l.cross_x_m + q * (l.cross_half_m + pavement_center);
        l.walks.push_back({{x, s * (l.half_width_m + l.corner_m)},
                           {0, s},
                           l.aside_m - l.half_width_m - l.corner_m,
                           half,
                           {-q, 0}});
      }
    }
    if (l.parking_m > 0) {
      const double center = s * (l.half_width_m - l.parking_m / 2);
      const double d = -s * l.side;  // parked in the direction of the lane beside
      std::vector<std::pair<double, double>> rows{{-l.behind_m, l.ahead_m}};
      const double keep = l.approach_m + no_parking_m;
      if (l.intersection()) rows = {{-l.behind_m, l.cross_x_m - keep}, {l.cross_x_m + keep, l.ahead_m}};
      for (const auto& [from, to] : rows)
        if (to - from > 6) l.parking.push_back({{d > 0 ? from : to, center}, {d, 0}, to - from});
    }
  }
}

void add_crossings(Layout& l) {
  const double offset = l.corner_m + crossing_gap_m + crossing_depth_m / 2;
  for (const double q : {1.0, -1.0}) {
    Crossing crossing;
    crossing.center = {l.cross_x_m + q * (l.cross_half_m + offset), 0};
    crossing.half_length_m = l.half_width_m;
    crossing.half_depth_m = crossing_depth_m / 2;
    l.crossings.push_back(crossing);
    if (!(q > 0 ? l.arm_left : l.arm_right)) continue;
    Crossing over_cross = crossing;
    over_cross.street = Street::cross;
    over_cross.center = {l.cross_x_m, q * (l.half_width_m + offset)};
    over_cross.direction = {1, 0};
    over_cross.half_length_m = l.cross_half_m;
    l.crossings.push_back(over_cross);
  }
}

void add_approaches(Layout& l) {
  const auto add = [&](Street street, const glm::dvec2& direction, const glm::dvec2& middle, double near_m,
                       double far_m, double half_m, bool stops) {
    const glm::dvec2 own = right_of(direction) * l.side;
    Approach approach;
    approach.street = street;
    approach.direction = direction;
    approach.near_post = middle - direction * near_m + own * (half_m + post_gap_m);
    approach.far_post = middle + direction * far_m + own * (half_m + post_gap_m);
    approach.far_left_post = middle + direction * far_m - own * (half_m + post_gap_m);
    approach.stops = stops;
    l.approaches.push_back(approach);
  };
  const glm::dvec2 middle{l.cross_x_m, 0};
  const bool main_stops = l.control == "all_way_stop" || l.control == "stop_here";
  const bool cross_stops = l.control == "all_way_stop" || l.control == "stop_cross";
  const double far_main = l.cross_half_m + l.corner_m + crossing_gap_m / 2;
  const double far_cross = l.half_width_m + l.corner_m + crossing_gap_m / 2;
  for (const double d : {1.0, -1.0}) {
    add(Street::main, {d, 0}, middle, l.approach_m - stop_gap_m / 2, far_main, l.half_width_m, main_stops);
    if (!(d > 0 ? l.arm_right : l.arm_left)) continue;
    add(Street::cross, {0, d}, middle, l.half_width_m + mouth_m(l) - stop_gap_m / 2, far_cross,
        l.cross_half_m, cross_stops);
  }
}

void set_phase(Layout& l, const std::string& phase) {
  l.main_state = phase == "main_green" ? "green" : phase == "main_amber" ? "amber" : "red";
  l.cross_state = phase == "cross_green" ? "green" : phase == "cross_amber" ? "amber" : "red";
}

}  // namespace

bool Layout::reaches(const glm::dvec2& point) const {
  return point.x > -behind_m && point.x < ahead_m && std::abs(point.y) < aside_m;
}

double Layout::height_m(const glm::dvec2& point) const {
  const double y = std::abs(point.y);
  if (y <= half_width_m) return 0;
  if (!(point.y > 0 ? arm_left : arm_right)) return kerb_height_m;
  const double x = std::abs(point.x - cross_x_m);
  if (x <= cross_half_m) return 0;
  const glm::dvec2 center{cross_half_m + corner_m, half_width_m + corner_m};
  if (x >= center.x || y >= center.y) return kerb_height_m;
  return glm::distance(glm::dvec2(x, y), center) > corner_m ? 0 : kerb_height_m;
}

bool Layout::must_wait(Street street) const {
  if (control == "signals") return (street == Street::main ? main_state : cross_state) == "red";
  if (control == "all_way_stop") return true;
  if (control == "stop_here") return street == Street::main;
  if (control == "stop_cross") return street == Street::cross;
  return street == Street::cross;
}

bool Layout::may_cross(Street street) const {
  if (control == "signals") return must_wait(street);
  return control == "all_way_stop" || must_wait(street) || !intersection();
}

Layout plan_layout(const Draw& draw) {
  Layout l;
  l.side = draw.name("street.traffic") == "left" ? -1 : 1;
  l.lanes_per_direction = draw.integer("street.lanes_per_direction");
  l.lane_width_m = draw.number("street.lane_width_m");
  const bool parking = draw.boolean("street.parking_lanes") || draw.name("camera.mode") == "closeup";
  l.parking_m = parking ? 2.2 : 0;
  l.half_width_m = l.lanes_per_direction * l.lane_width_m + (l.parking_m > 0 ? l.parking_m : 0.6);
  l.pavement_m = draw.number("street.pavement_width_m");
  l.kerb_height_m = draw.number("street.kerb_height_m");
  l.verge = draw.name("street.roadside") == "verge";
  l.setback_m = draw.number("street.buildings.setback_m");
  const std::string kind = draw.name("street.intersection.kind");
  l.arm_left = kind == "cross" || kind == "t_left";
  l.arm_right = kind == "cross" || kind == "t_right";
  l.cross_half_m = l.lane_width_m + 0.4;
  l.corner_m = draw.number("street.intersection.corner_radius_m");
  const double distance_m = draw.number("street.intersection.distance_m");
  if (l.intersection()) {
    l.approach_m = l.cross_half_m + mouth_m(l);
    l.cross_x_m = distance_m + l.approach_m;
    l.control = draw.name("street.intersection.control");
    set_phase(l, draw.name("street.intersection.phase"));
  }
  add_main_lanes(l);
  if (l.intersection()) add_cross_lanes(l);
  add_walks_and_parking(l);
  if (l.intersection()) {
    add_crossings(l);
    add_approaches(l);
  } else if (draw.boolean("street.crossing")) {
    Crossing crossing;
    crossing.center = {distance_m + crossing_depth_m / 2 + stop_gap_m, 0};
    crossing.half_length_m = l.half_width_m;
    crossing.half_depth_m = crossing_depth_m / 2;
    l.crossings.push_back(crossing);
  }
  return l;
}

}  // namespace understudy
