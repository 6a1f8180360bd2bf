// SPDX-License-Identifier: Apache-2.0
// Lamps, trees and the small things on pavements. None of them is labelled.
#include <cmath>

#include "generators/street/damage/damage.h"
#include "generators/street/elements.h"

namespace understudy {
namespace {

constexpr uint64_t furniture_numbers = 1000;  ///< signs at approaches count from 0, others from here

constexpr uint64_t lamps_per_walk = 1000;

/// A point on the pavement, `s` along the walk and `kerb_m` from the kerb's outer edge.
glm::dvec2 beside_kerb(const Layout& l, const Walk& walk, double s, double kerb_m) {
  const double to_kerb = l.pavement_m / 2 + l.kerb_m / 2;  // from the walk's centre line
  return walk.start + walk.direction * s + walk.to_road * (to_kerb - kerb_m);
}

struct SmallThing {
  Family family;
  double kerb_m;  ///< usual distance from the kerb; 0: at the front
  double weight;
};

constexpr SmallThing small_things[] = {
    {Family::bin, 0.6, 3},     {Family::bench, 0.75, 2}, {Family::bollard, 0.4, 2},
    {Family::hydrant, 0.6, 2}, {Family::pole, 0.45, 2},  {Family::shelter, 1.4, 0.5},
};

}  // namespace

void add_lamps(Stage& stage) {
  const Layout& l = stage.layout();
  Stream stream = stage.draw().stream("street/lamps");
  const double spacing = stage.draw().number("street.lamps.spacing_m");
  const bool lit = stage.draw().boolean("street.lamps.lit");
  const std::string model =
      models_of(Family::lamp)[size_t(stream.uniform_int(0, int64_t(models_of(Family::lamp).size()) - 1))];
  const double phase = stream.uniform(0, spacing);
  for (size_t w = 0; w < l.walks.size(); ++w) {
    const Walk& walk = l.walks[w];
    Stream own = stream.child(w);
    uint64_t number = lamps_per_walk * w;
    for (double s = std::fmod(phase + (walk.to_road.y > 0 ? spacing / 2 : 0), spacing); s < walk.length_m;
         s += spacing) {
      Item item;
      item.object = object_variant(Family::lamp, model, 0);
      item.position = beside_kerb(l, walk, s, 0.5);
      item.heading_rad = heading_of(walk.to_road);
      item.look.lit = lit;
      item.damage = draw_lamp_damage(stage.draw(), ++number);
      stage.place(item, own.child("dressing"));
    }
  }
}

void add_trees(Stage& stage) {
  const Layout& l = stage.layout();
  const Stream stream = stage.draw().stream("street/trees");
  const double spacing = stage.draw().number("street.trees.spacing_m");
  const double density = stage.draw().number("street.trees.density");
  for (size_t w = 0; w < l.walks.size(); ++w) {
    const Walk& walk = l.walks[w];
    Stream own = stream.child(w);
    for (double s = spacing / 2; s < walk.length_m; s += spacing) {
      const bool grows = own.chance(density);
      Item item;
      item.object = stage.variant(Family::tree, "any", own);
      item.position = beside_kerb(l, walk, s + own.uniform(-0.8, 0.8), 0.8);
      item.heading_rad = own.uniform(-3.14, 3.14);
      if (grows) stage.place(item, own.child(uint64_t(s * 8)));
    }
  }
}

void add_furniture(Stage& stage) {
  const Layout& l = stage.layout();
  const Stream stream = stage.draw().stream("street/furniture");
  const int count = stage.draw().integer("street.furniture.count");
  for (int i = 0; i < count; ++i) {
    Stream own = stream.child(uint64_t(i));
    std::vector<double> weights;
    for (const SmallThing& thing : small_things) weights.push_back(thing.weight);
    const SmallThing& thing = small_things[pick_weighted(weights, own)];
    const ObjectPtr object = stage.variant(thing.family, "any", own);
    stage.place_somewhere("furniture", 3, own, [&](Stream& s) {
      const Walk& walk = l.walks[size_t(s.uniform_int(0, int64_t(l.walks.size()) - 1))];
      Item item;
      item.object = object;
      if (object->model == "sign" &&
          object->provenance.at("sign") != "name")  // a name's plate is low and wide
        item.damage = draw_sign_damage(stage.draw(), furniture_numbers + uint64_t(i));
      item.position = beside_kerb(l, walk, s.uniform(0, walk.length_m), thing.kerb_m);
      item.heading_rad =
          heading_of(thing.family == Family::bench && s.chance(0.4) ? -walk.to_road : walk.to_road);
      if (object->model == "sign")  // looks at the traffic that comes along the kerb
        item.heading_rad = heading_of(l.side * glm::dvec2(-walk.to_road.y, walk.to_road.x));
      return item;
    });
  }
}

}  // namespace understudy
