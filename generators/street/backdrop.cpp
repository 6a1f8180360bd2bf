// SPDX-License-Identifier: Apache-2.0
// The town beyond the plan. The main street goes on: it bends, or runs on and ends before trees, a church or
// open sky, or another street crosses it and houses close the view, as they do at the ends of the cross
// street. All of it is background, of the variants that the plan's own rows are made of.
#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/street/elements.h"
#include "generators/street/ground.h"
#include "generators/street/outskirts.h"

namespace understudy {
namespace {

constexpr double turn_max_rad = 1.1;  ///< of a bend: by then its houses have closed the view

/// Where something stands on a line: the ground under its front, and where that looks.
struct Footing {
  glm::dvec2 position;
  double heading_rad = 0;
};

/// Draws from what the street is built of already, so that no further mesh is needed.
class Town {
 public:
  Town(Stage& stage, Stream stream)
      : stage_(stage),
        stream_(std::move(stream)),
        lit_share_(stage.draw().number("street.buildings.lit_share")),
        houses_(stage.in_use(Family::building)),
        trees_(stage.in_use(Family::tree)) {
    for (int i = 0; houses_.size() < 3; ++i)
      houses_.push_back(stage.variant(Family::building, "any", stream_));
  }

  Stream& stream() { return stream_; }
  bool has_trees() const { return !trees_.empty(); }
  ObjectPtr any_house() { return any(houses_); }
  ObjectPtr any_tree() { return any(trees_); }

  bool put(const ObjectPtr& object, const Footing& footing, double shift_m = 0) {
    Item item;
    item.object = object;
    item.heading_rad = footing.heading_rad;
    item.position = footing.position -
                    shift_m * glm::dvec2(-std::sin(footing.heading_rad), std::cos(footing.heading_rad));
    item.clearance_m = 0;
    item.look.lit = stream_.chance(lit_share_);
    return stage_.place_beyond(item, stream_.child(++count_));
  }

  /// Houses side by side along a line of this length; `at` tells where a front's middle stands.
  template <typename At>
  void line(double length_m, At at) {
    for (double s = 0; s < length_m;) {
      const ObjectPtr house = any_house();
      const double low = house->mesh->lower.y, high = house->mesh->upper.y, width = high - low + 0.04;
      while (s + width <= length_m && !put(house, at(s + width / 2), (low + high) / 2)) s += 1;
      s += width + (stream_.chance(0.15) ? stream_.uniform(1.5, 5) : 0);
    }
  }

 private:
  ObjectPtr any(const std::vector<ObjectPtr>& of) {
    return of[size_t(stream_.uniform_int(0, int64_t(of.size()) - 1))];
  }

  Stage& stage_;
  Stream stream_;
  double lit_share_;
  std::vector<ObjectPtr> houses_, trees_;
  uint64_t count_ = 0;
};

/// Along y from -half to half at `x`, looking along x.
void add_row_across(Town& town, double x, double looks, double half_m) {
  town.line(2 * half_m, [=](double s) {
    return Footing{{x, s - half_m}, looks > 0 ? 0 : glm::pi<double>()};
  });
}

FarStreet draw_street(const Layout& l, Stream& stream) {
  FarStreet street;
  street.from_m = l.ahead_m;
  const double kind = stream.uniform();
  if (kind < 0.35) return street;
  if (kind < 0.6) {
    street.length_m = stream.uniform(120, 260);
    return street;
  }
  const double inner_m = l.half_width_m + l.pavement_m + l.setback_m;
  street.radius_m = (stream.chance(0.5) ? 1 : -1) * (inner_m + stream.uniform(70, 170));
  street.straight_m = stream.uniform(0, 25);
  street.length_m = street.straight_m + turn_max_rad * std::abs(street.radius_m);
  return street;
}

/// Houses and, where the plan has any, trees on both sides of the road that leads on.
void add_street_sides(Town& town, const Layout& l, const FarStreet& street) {
  const double front = l.half_width_m + l.pavement_m + l.setback_m;
  for (const double side : {1.0, -1.0}) {
    // Of the line of fronts; that of a bend is longer outside and shorter inside.
    const double stretch = street.radius_m == 0 ? 1 : 1 - side * front / street.radius_m;
    const auto at = [&](double s, double aside) {
      const double along = s <= street.straight_m ? s : street.straight_m + (s - street.straight_m) / stretch;
      return Footing{street.at(along, side * aside),
                     street.heading_rad(along) - side * glm::half_pi<double>()};
    };
    const double length = street.straight_m + stretch * (street.length_m - street.straight_m);
    town.line(length, [&](double s) { return at(s, front); });
    if (!town.has_trees()) continue;
    for (double s = 4; s < std::min(length, 90.0); s += town.stream().uniform(10, 20))
      town.put(town.any_tree(), at(s, l.half_width_m + 1.1));
  }
}

void add_church(Town& town, Stage& stage, const Footing& footing) {
  town.put(stage.variant(Family::church, "any", town.stream()), footing);
}

/// A green with trees, a church, or nothing but sky.
void add_far_end(Town& town, Stage& stage, const FarStreet& street) {
  const double x = street.from_m + street.length_m, kind = town.stream().uniform();
  if (kind < 0.35) return add_church(town, stage, {{x + 12, 0}, glm::pi<double>()});
  if (kind > 0.75) return;
  for (int i = 0; i < 14; ++i) {
    const ObjectPtr tree =
        town.has_trees() ? town.any_tree() : stage.variant(Family::tree, "broadleaf", town.stream());
    town.put(tree, {{x + town.stream().uniform(2, 40), town.stream().uniform(-45, 45)}, 0});
  }
}

void add_closing_row(Town& town, Stage& stage, double half_m) {
  const Layout& l = stage.layout();
  const double x = l.ahead_m + 2 * FarStreet::closing_half_m + l.pavement_m + l.setback_m;
  if (town.stream().chance(0.3))
    add_church(town, stage, {{x + 2, town.stream().uniform(-3, 3)}, glm::pi<double>()});
  add_row_across(town, x, -1, half_m);
}

}  // namespace

void add_backdrop(Stage& stage) {
  const Layout& l = stage.layout();
  const Stream stream = stage.draw().stream("street/backdrop");
  Stream plan = stream.child("street");
  const FarStreet street = draw_street(l, plan);
  add_outskirts(stage, street);
  Town town(stage, stream.child("town"));
  const double reach = ground_reach_m(l), half = l.half_width_m + l.pavement_m + 40;
  if (street.length_m > 0)
    add_street_sides(town, l, street);
  else
    add_closing_row(town, stage, half);
  if (street.length_m > 0 && street.radius_m == 0) add_far_end(town, stage, street);
  add_row_across(town, -l.behind_m - 1, 1, half);
  for (const double side : {1.0, -1.0})
    town.line(l.ahead_m + l.behind_m, [&](double s) {
      return Footing{{s - l.behind_m, side * (reach + 1)}, -side * glm::half_pi<double>()};
    });
}

}  // namespace understudy
