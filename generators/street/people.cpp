// SPDX-License-Identifier: Apache-2.0
// People on foot, alone and in groups: on crossings while they may, waiting at them while they may not, and
// along the pavements.
#include <cmath>

#include "generators/street/elements.h"

namespace understudy {
namespace {

constexpr double beside_m = 0.62;        ///< between those who walk side by side
constexpr double near_reach_m = 12;      ///< along the street, to those near the camera
constexpr double standing_share = 0.22;  ///< of those on the pavements
constexpr uint64_t crossing_numbers = 1000;

bool walks(const std::string& model) { return model.find("walk") != std::string::npos; }

/// A person of the recipe's model; where it leaves that open, one who walks or one who stands.
ObjectPtr person(const Stage& stage, uint64_t number, bool walking, Stream& stream) {
  std::string model = stage.draw().name("street.pedestrians.model", number);
  if (model == "any") {
    std::vector<std::string> fitting;
    for (const std::string& name : models_of(Family::pedestrian))
      if (walks(name) == walking) fitting.push_back(name);
    if (!fitting.empty()) model = fitting[size_t(stream.uniform_int(0, int64_t(fitting.size()) - 1))];
  }
  return stage.variant(Family::pedestrian, model, stream);
}

struct Gait {
  glm::dvec2 position, direction;
  bool walking;
};

Item step(const Item& base, const Gait& gait, double speed_mps, const std::string& where) {
  Item item = base;
  item.position = gait.position;
  item.heading_rad = heading_of(gait.direction);
  if (gait.walking) item.motion.linear_mps = glm::vec3(glm::dvec3(gait.direction * speed_mps, 0));
  item.provenance["place"] = where;
  item.provenance["motion"] = gait.walking ? "walking" : "standing";
  return item;
}

/// Places a group of which `propose` puts the first; the others walk beside. Returns how many were meant to
/// come.
int place_group(Stage& stage, uint64_t number, int most, bool walking, const std::string& where,
                Stream stream, const std::function<Gait(Stream&)>& propose) {
  const int size = std::min(most, stage.draw().integer("street.pedestrians.group_size", number));
  const double speed = stage.draw().number("street.pedestrians.speed_mps", number);
  Item base;
  base.label = Class::pedestrian;
  base.clearance_m = 0.06;
  base.object = person(stage, number, walking, stream);
  const auto first = stage.place_somewhere("pedestrians", 8, stream,
                                           [&](Stream& s) { return step(base, propose(s), speed, where); });
  // Who finds no room beside the first walks alone.
  for (int i = 1; i < size; ++i) {
    Stream own = stream.child(uint64_t(i));
    base.object = person(stage, number + uint64_t(i), walking, own);
    const auto alone = [&](Stream& s) { return step(base, propose(s), speed, where); };
    bool walks_beside = false;
    if (first) {
      const glm::dvec2 ahead{std::cos(first->heading_rad), std::sin(first->heading_rad)};
      const double side = (i % 2 ? 1 : -1) * ((i + 1) / 2) * beside_m;
      const glm::dvec2 at =
          first->position + glm::dvec2(-ahead.y, ahead.x) * side + ahead * own.uniform(-0.3, 0.3);
      const Gait gait{at, ahead, walking};
      walks_beside = stage.place(step(base, gait, speed, where), own.child("dressing"));
    }
    if (!walks_beside) stage.place_somewhere("pedestrians", 0, own, alone);
  }
  return size;
}

Gait on_crossing(const Crossing& crossing, Stream& s) {
  const glm::dvec2 across{-crossing.direction.y, crossing.direction.x};
  const glm::dvec2 at = crossing.center +
                        crossing.direction * s.uniform(-1, 1) * (crossing.half_length_m - 0.5) +
                        across * s.uniform(-1, 1) * (crossing.half_depth_m - 0.4);
  return {at, crossing.direction * (s.chance(0.5) ? 1.0 : -1.0), true};
}

Gait at_crossing(const Layout& l, const Crossing& crossing, Stream& s) {
  const glm::dvec2 across{-crossing.direction.y, crossing.direction.x};
  const double side = s.chance(0.5) ? 1 : -1;
  const glm::dvec2 at =
      crossing.center +
      crossing.direction * side * (crossing.half_length_m + l.kerb_m + s.uniform(0.4, 1.3)) +
      across * s.uniform(-1, 1) * crossing.half_depth_m;
  return {at, -crossing.direction * side, false};
}

/// How far along a walk: anywhere, or before the camera where the walk goes on there.
double way_along(const Walk& walk, const Camera& camera, double near_share, Stream& s) {
  const double anywhere_m = s.uniform(0, walk.length_m);
  if (!s.chance(near_share)) return anywhere_m;
  const glm::dvec2 eye(camera.position_m), forward(camera.world_from_camera[2]);
  const double sense = glm::dot(forward, walk.direction) < 0 ? -1 : 1;
  const double near_m = glm::dot(eye - walk.start, walk.direction) + sense * s.uniform(1.5, near_reach_m);
  return near_m > 0 && near_m < walk.length_m ? near_m : anywhere_m;
}

Gait on_pavement(const Stage& stage, bool walking, double near_share, Stream& s) {
  const Layout& l = stage.layout();
  const Walk& walk = l.walks[size_t(s.uniform_int(0, int64_t(l.walks.size()) - 1))];
  const glm::dvec2 at = walk.start + walk.direction * way_along(walk, stage.view().camera, near_share, s) +
                        walk.to_road * (s.uniform(-1, 1) * walk.half_width_m);
  const double turn = s.normal(0, 0.12) + (walking ? 0 : s.uniform(-2.5, 2.5));
  const double heading = heading_of(walk.direction * (s.chance(0.5) ? 1.0 : -1.0)) + turn;
  return {at, {std::cos(heading), std::sin(heading)}, walking};
}

int share_at_crossings(const Stage& stage) {
  if (stage.layout().crossings.empty()) return 0;
  const int count = stage.draw().integer("street.pedestrians.count");
  return int(std::lround(count * stage.draw().number("street.pedestrians.crossing_share")));
}

}  // namespace

void add_crossing_pedestrians(Stage& stage) {
  const Layout& l = stage.layout();
  const Stream stream = stage.draw().stream("street/crossing_pedestrians");
  const int count = share_at_crossings(stage);
  for (int done = 0; done < count;) {
    const uint64_t number = crossing_numbers + uint64_t(done);
    Stream own = stream.child(number);
    std::vector<double> weights;
    for (const Crossing& crossing : l.crossings) weights.push_back(stage.view().weight(crossing.center, 1.7));
    const Crossing& crossing = l.crossings[pick_weighted(weights, own)];
    const bool go = l.may_cross(crossing.street) && own.chance(0.8);
    done += place_group(stage, number, count - done, go, go ? "crossing" : "kerb", own, [&](Stream& s) {
      return go ? on_crossing(crossing, s) : at_crossing(l, crossing, s);
    });
  }
}

void add_walking_pedestrians(Stage& stage) {
  const Stream stream = stage.draw().stream("street/walking_pedestrians");
  const int count = stage.draw().integer("street.pedestrians.count") - share_at_crossings(stage);
  const double near_share = stage.draw().number("street.pedestrians.near_share");
  for (int done = 0; done < count;) {
    const uint64_t number = uint64_t(done) + 1;
    Stream own = stream.child(number);
    const bool walking = !own.chance(standing_share);
    done += place_group(stage, number, count - done, walking, "pavement", own,
                        [&](Stream& s) { return on_pavement(stage, walking, near_share, s); });
  }
}

}  // namespace understudy
