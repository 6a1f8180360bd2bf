// SPDX-License-Identifier: Apache-2.0
// Cars in rows along the kerb and on the lanes, and cyclists at the lane's edge.
#include <algorithm>
#include <cmath>

#include "generators/street/damage/damage.h"
#include "generators/street/elements.h"

namespace understudy {
namespace {

constexpr uint64_t moving_numbers = 1000;  ///< parked cars count from 1, moving ones from here
constexpr double queue_share = 0.55;       ///< how often a car waits at a line where it has to
constexpr double braking_mps2 = 2.5;

glm::dvec2 right_of(const glm::dvec2& direction) { return {direction.y, -direction.x}; }

/// What is on a lane: the middle and half the length of each vehicle, with the distance that it keeps.
using Spaces = std::vector<std::pair<double, double>>;

bool keeps_distance(const Spaces& spaces, double s, double half_m) {
  return std::all_of(spaces.begin(), spaces.end(),
                     [&](const auto& space) { return std::abs(space.first - s) > space.second + half_m; });
}

/// Whether a vehicle may be at `s`: nobody who has to wait is between the line and the far side.
bool may_be_at(const Layout& l, const Lane& lane, double s, double half_m) {
  if (lane.stop_m < 0 || !l.must_wait(lane.street)) return true;
  return s + half_m < lane.stop_m - 0.5 || s - half_m > lane.clear_m;
}

/// The speed at which one can still stop at the line.
double speed_at(const Layout& l, const Lane& lane, double s, double half_m, double wanted_mps) {
  const double left_m = lane.stop_m - 0.5 - half_m - s;
  if (lane.stop_m < 0 || left_m < 0 || !l.must_wait(lane.street)) return wanted_mps;
  return std::min(wanted_mps, std::sqrt(2 * braking_mps2 * left_m));
}

struct LanePlace {
  size_t lane = 0;
  double s = 0, speed_mps = 0;
};

/// `aside_m`: to the right of the lane's centre line.
void set_moving(Item& item, const Lane& lane, const LanePlace& place, double aside_m) {
  const double speed_mps = place.speed_mps;
  item.position = lane.start + lane.direction * place.s + right_of(lane.direction) * aside_m;
  item.heading_rad = heading_of(lane.direction);
  item.motion.linear_mps = glm::vec3(glm::dvec3(lane.direction * speed_mps, 0));
  item.provenance["lane"] =
      lane.street == Street::main ? (lane.direction.x > 0 ? "own" : "oncoming") : "cross";
  item.provenance["motion"] = speed_mps > 0.1 ? "moving" : "waiting";
}

double half_length_m(const Item& item) {
  return (item.object->mesh->upper.x - item.object->mesh->lower.x) / 2;
}

/// The place behind the last of those who wait at the line already.
double end_of_queue(const Spaces& spaces, double s, double half_m) {
  for (bool moved_back = true; moved_back;) {
    moved_back = false;
    for (const auto& [other, reach] : spaces) {
      if (std::abs(other - s) >= reach + half_m) continue;
      s = other - reach - half_m - 0.05;
      moved_back = true;
    }
  }
  return s;
}

/// Somewhere on a lane at its speed, or waiting at a line; empty where all that was tried is taken.
std::optional<LanePlace> propose_place(const Layout& l, const std::vector<Spaces>& spaces, double half_m,
                                       double wanted_mps, Stream& stream) {
  LanePlace place;
  for (int i = 0; i < 12; ++i) {
    place.lane = size_t(stream.uniform_int(0, int64_t(l.lanes.size()) - 1));
    const Lane& lane = l.lanes[place.lane];
    const bool waits = stream.chance(queue_share) && lane.stop_m > 6 && l.must_wait(lane.street);
    place.s = stream.uniform(half_m, std::max(lane.length_m - half_m, half_m + 0.1));
    const double gap_m = stream.uniform(0.6, 1.4);
    if (waits) place.s = end_of_queue(spaces[place.lane], lane.stop_m - gap_m - half_m, half_m);
    place.speed_mps = waits ? 0 : speed_at(l, lane, place.s, half_m, wanted_mps);
    if (place.s > half_m && may_be_at(l, lane, place.s, half_m) &&
        keeps_distance(spaces[place.lane], place.s, half_m))
      return place;
  }
  return std::nullopt;
}

/// Notes what stands on which lane.
void reserve(const Layout& l, const Item& item, double half_m, std::vector<Spaces>& spaces) {
  for (size_t i = 0; i < l.lanes.size(); ++i) {
    const glm::dvec2 from_start = item.position - l.lanes[i].start;
    const bool on_lane = std::abs(glm::dot(from_start, right_of(l.lanes[i].direction))) < 0.1;
    if (on_lane && item.heading_rad == heading_of(l.lanes[i].direction))
      spaces[i].emplace_back(glm::dot(from_start, l.lanes[i].direction), half_m);
  }
}

/// As any car's, but from close by less: between it and whoever takes the picture is nobody.
double subject_clearance_m(const Stage& stage, double usual_m) {
  return std::min(usual_m, 0.25 * stage.draw().number("camera.distance_m") - 0.05);
}

}  // namespace

Item make_car(const Stage& stage, uint64_t number, Stream& stream) {
  Item item;
  item.object = stage.variant(Family::car, stage.draw().name("street.cars.model", number), stream);
  item.label = Class::car;
  item.clearance_m = 0.2;
  const std::string color = stage.draw().name("street.cars.color", number);
  if (color != "any") item.look.color = color;
  item.damage = draw_car_damage(stage.draw(), number);
  return item;
}

void add_parked_cars(Stage& stage) {
  const Layout& l = stage.layout();
  const Stream stream = stage.draw().stream("street/parked_cars");
  const int count = stage.draw().integer("street.cars.parked_count");
  if (l.parking.empty()) {
    for (int i = 0; i < count; ++i) stage.count_unplaced("parked_cars");
    return;
  }
  const std::optional<ParkingRow>& subject = stage.view().subject;
  for (uint64_t i = 1; i <= uint64_t(subject ? std::max(count, 1) : count); ++i) {
    Stream own = stream.child(i);
    Item car = make_car(stage, i, own);
    car.provenance["motion"] = "parked";
    const bool is_subject = subject && i == 1;
    if (is_subject) car.clearance_m = subject_clearance_m(stage, car.clearance_m);
    stage.place_somewhere("parked_cars", is_subject ? 40 : 6, own, [&](Stream& s) {
      const ParkingRow& row =
          is_subject ? *subject : l.parking[size_t(s.uniform_int(0, int64_t(l.parking.size()) - 1))];
      Item item = car;
      const double aside = s.uniform(-0.08, 0.08);
      item.position =
          row.start + row.direction * s.uniform(2.8, row.length_m - 2.8) + right_of(row.direction) * aside;
      item.heading_rad = heading_of(row.direction) + s.normal(0, 0.012);
      return item;
    });
  }
}

void add_moving_cars(Stage& stage) {
  const Layout& l = stage.layout();
  const Stream stream = stage.draw().stream("street/moving_cars");
  const int count = stage.draw().integer("street.cars.moving_count");
  const bool headlights = stage.draw().boolean("street.cars.headlights");
  std::vector<Spaces> spaces(l.lanes.size());
  for (uint64_t i = 1; i <= uint64_t(count); ++i) {
    Stream own = stream.child(i);
    Item car = make_car(stage, moving_numbers + i, own);
    car.look.lit = headlights;
    glm::vec3 seat = car.object->points.at("driver");
    if (l.side < 0) seat.y = -seat.y;
    Stream who = own.child("driver");
    car.aboard = {stage.variant(Family::driver, "any", who), seat};
    const double wanted = stage.draw().number("street.cars.speed_mps", moving_numbers + i);
    const double half_m = half_length_m(car) + 0.4;
    const auto placed = stage.place_somewhere("moving_cars", 6, own, [&](Stream& s) -> std::optional<Item> {
      const std::optional<LanePlace> place = propose_place(l, spaces, half_m, wanted, s);
      if (!place) return std::nullopt;
      Item item = car;
      set_moving(item, l.lanes[place->lane], *place, 0);
      item.look.braking = place->speed_mps < wanted * 0.7;
      return item;
    });
    if (placed) reserve(l, *placed, half_m + 0.4 * glm::length(placed->motion.linear_mps), spaces);
  }
}

void set_labels_of_cyclist(const Stage& stage, Item& item) {
  item.label = Class::cyclist;
  if (stage.draw().name("street.cyclists.labels") == "rider_and_bicycle")
    item.apart = {{Class::pedestrian, "rider"}, {Class::bicycle, "bicycle"}};
}

void add_cyclists(Stage& stage) {
  const Layout& l = stage.layout();
  const Stream stream = stage.draw().stream("street/cyclists");
  const int count = stage.draw().integer("street.cyclists.count");
  const std::vector<Spaces> no_spaces(l.lanes.size());
  for (uint64_t i = 1; i <= uint64_t(count); ++i) {
    Stream own = stream.child(i);
    Item rider;
    rider.object = stage.variant(Family::cyclist, stage.draw().name("street.cyclists.model", i), own);
    set_labels_of_cyclist(stage, rider);
    rider.clearance_m = 0.15;
    const double wanted = stage.draw().number("street.cyclists.speed_mps", i);
    stage.place_somewhere("cyclists", 8, own, [&](Stream& s) -> std::optional<Item> {
      auto place = propose_place(l, no_spaces, half_length_m(rider), wanted, s);
      for (int tries = 0; !(place && l.lanes[place->lane].outermost) && tries < 12; ++tries)
        place = propose_place(l, no_spaces, half_length_m(rider), wanted, s);
      if (!place) return std::nullopt;
      const Lane& lane = l.lanes[place->lane];
      Item item = rider;
      set_moving(item, lane, *place, l.side * (lane.outer_m - s.uniform(0.5, 0.8)));
      return item;
    });
  }
}

}  // namespace understudy
