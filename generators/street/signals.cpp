// SPDX-License-Identifier: Apache-2.0
// Traffic lights and stop signs, where drivers look for them and turned towards those whom they address.
#include "generators/street/damage/damage.h"
#include "generators/street/elements.h"

namespace understudy {
namespace {

void add_light(Stage& stage, const Approach& approach, const glm::dvec2& post, const std::string& model,
               uint64_t number, Stream stream) {
  const Layout& l = stage.layout();
  Item item;
  item.object = stage.variant(Family::traffic_light, model, stream);
  item.position = post;
  item.heading_rad = heading_of(-approach.direction);
  item.clearance_m = 0.02;
  item.label = Class::traffic_light;
  item.look.state = approach.street == Street::main ? l.main_state : l.cross_state;
  item.provenance["state"] = item.look.state;
  item.provenance["street"] = approach.street == Street::main ? "main" : "cross";
  item.damage = draw_signal_damage(stage.draw(), number);
  stage.place(item, stream.child("dressing"));
}

void add_sign(Stage& stage, const Approach& approach, uint64_t number, Stream stream) {
  Item item;
  item.object = stage.variant(Family::stop_sign, "any", stream);
  item.position = approach.near_post;
  item.heading_rad = heading_of(-approach.direction);
  item.label = Class::stop_sign;
  item.provenance["street"] = approach.street == Street::main ? "main" : "cross";
  item.damage = draw_sign_damage(stage.draw(), number);
  stage.place(item, stream.child("dressing"));
}

}  // namespace

void add_signals(Stage& stage) {
  const Layout& l = stage.layout();
  Stream stream = stage.draw().stream("street/signals");
  const std::string mounting = stage.draw().name("street.signals.mounting");
  for (size_t i = 0; i < l.approaches.size(); ++i) {
    const Approach& approach = l.approaches[i];
    if (approach.stops) add_sign(stage, approach, i, stream.child(i));
    if (l.control != "signals") continue;
    if (mounting != "mast_arms")
      add_light(stage, approach, approach.near_post, "post", 10 + i, stream.child(10 + i));
    if (mounting == "posts") {
      add_light(stage, approach, approach.far_post, "post", 20 + i, stream.child(20 + i));
    } else {
      // A mast's arm reaches to its right as the driver sees it from behind: over the road only from that
      // side.
      const glm::dvec2 post = l.side > 0 ? approach.far_post : approach.far_left_post;
      add_light(stage, approach, post, "mast_arm", 30 + i, stream.child(30 + i));
    }
  }
}

}  // namespace understudy
