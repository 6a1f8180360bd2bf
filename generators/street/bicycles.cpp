// SPDX-License-Identifier: Apache-2.0
// Bicycles without a rider, parked on the pavement: alone along the kerb, or several side by side.
#include <cmath>

#include "generators/street/elements.h"

namespace understudy {
namespace {

constexpr double beside_m = 0.68;  ///< between bicycles at the same stand

Item make_bicycle(const Stage& stage, uint64_t number, Stream& stream) {
  Item item;
  item.object = stage.variant(Family::bicycle, stage.draw().name("street.bicycles.model", number), stream);
  item.label = Class::bicycle;
  item.clearance_m = 0.03;
  item.provenance["motion"] = "parked";
  return item;
}

/// Beside the kerb. Of several places the one that is seen best: a bicycle is thin, and from afar nobody
/// tells what it is.
std::pair<const Walk*, glm::dvec2> draw_place(const Stage& stage, Stream& s) {
  constexpr int draws = 4;
  std::pair<const Walk*, glm::dvec2> best;
  double most = -1;
  for (int i = 0; i < draws; ++i) {
    const std::vector<Walk>& walks = stage.layout().walks;
    const Walk& walk = walks[size_t(s.uniform_int(0, int64_t(walks.size()) - 1))];
    const double near_kerb = walk.half_width_m - s.uniform(0.65, 0.8);
    const glm::dvec2 at =
        walk.start + walk.direction * s.uniform(1, walk.length_m - 1) + walk.to_road * near_kerb;
    const double weight = stage.view().weight(at, 1);
    if (weight > most) most = weight, best = {&walk, at};
  }
  return best;
}

}  // namespace

void add_bicycles(Stage& stage) {
  const Stream stream = stage.draw().stream("street/bicycles");
  const int count = stage.draw().integer("street.bicycles.count");
  for (int done = 0; done < count;) {
    Stream own = stream.child(uint64_t(done));
    const int group = std::min<int>(count - done, int(own.uniform_int(1, 3)));
    const Item first = make_bicycle(stage, uint64_t(done) + 1, own);
    const auto somewhere = [&](Item item, bool alone, Stream& s) {
      const auto [walk, at] = draw_place(stage, s);
      item.position = at;
      item.heading_rad = heading_of(walk->to_road * (s.chance(0.7) ? 1.0 : -1.0)) + s.normal(0, 0.08);
      if (alone && s.chance(0.6)) item.heading_rad = heading_of(walk->direction) + s.normal(0, 0.06);
      return item;
    };
    const auto placed =
        stage.place_somewhere("bicycles", 8, own, [&](Stream& s) { return somewhere(first, group == 1, s); });
    for (int i = 1; i < group; ++i) {
      Stream next = own.child(uint64_t(i));
      Item item = make_bicycle(stage, uint64_t(done + i) + 1, next);
      bool stands = false;
      if (placed) {
        const glm::dvec2 beside{-std::sin(placed->heading_rad), std::cos(placed->heading_rad)};
        item.position = placed->position + beside * (i * beside_m);
        item.heading_rad = placed->heading_rad + next.normal(0, 0.04);
        stands = stage.place(item, next.child("dressing"));
      }
      if (!stands)
        stage.place_somewhere("bicycles", 0, next, [&](Stream& s) { return somewhere(item, true, s); });
    }
    done += group;
  }
}

}  // namespace understudy
