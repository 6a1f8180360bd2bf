// SPDX-License-Identifier: Apache-2.0
// What has fallen on the road. It comes before the moving cars, which keep clear of it.
#include "generators/street/debris.h"

#include <glm/gtc/constants.hpp>

#include "generators/street/elements.h"
#include "generators/street/road_place.h"

namespace understudy {

std::span<const DebrisKind> debris_kinds() {
  static const DebrisKind kinds[] = {
      {"street.debris.cardboard_boxes", Family::carton, Class::cardboard_box, "Cardboard boxes on the road."},
      {"street.debris.tyres", Family::tyre, Class::tyre, "Tyres and torn treads on the road."},
      {"street.debris.planks", Family::plank, Class::plank, "Planks, beams and pallets on the road."},
      {"street.debris.sacks", Family::sack, Class::sack, "Filled sacks on the road."},
      {"street.debris.cones", Family::cone, Class::traffic_cone, "Traffic cones on the road."},
      {"street.debris.branches", Family::branch, Class::branch, "Broken branches on the road."},
  };
  return kinds;
}

void add_debris(Stage& stage) {
  for (const DebrisKind& kind : debris_kinds()) {
    const Stream stream = stage.draw().stream(kind.path);
    const int count = stage.draw().integer(kind.path);
    for (int i = 1; i <= count; ++i) {
      Stream own = stream.child(uint64_t(i));
      Item debris;
      debris.object = stage.variant(kind.family, "any", own);
      debris.label = kind.label;
      debris.astray = true;
      debris.clearance_m = 0.02;
      stage.place_somewhere(family_name(kind.family), 8, own, [&](Stream& s) {
        Item item = debris;
        item.position = propose_on_road(stage, s);
        item.heading_rad = s.uniform(0, glm::two_pi<double>());
        return item;
      });
    }
  }
}

}  // namespace understudy
