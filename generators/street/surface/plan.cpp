// SPDX-License-Identifier: Apache-2.0
// Where the road is damaged.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <glm/gtc/constants.hpp>

#include "base/parameter_rows.h"
#include "generators/street/road_place.h"
#include "generators/street/surface/road_defects.h"

namespace understudy {
namespace {

constexpr int attempts = 30;
constexpr double gutter_m = 0.35;  ///< next to the kerb, where no defect of the road reaches

std::string path_of(const RoadDefectKind& kind, const char* what) {
  return fmt::format("street.road_defects.{}.{}", kind.name, what);
}

std::string class_name(const RoadDefectKind& kind) {
  std::string name = kind.name;
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

/// As fine as before, but of no more than some hundred thousand triangles; yet never so coarse that a region
/// as narrow as this one falls to pieces.
void limit_triangles(DefectShape& shape) {
  constexpr int samples = 64;
  constexpr double most_triangles = 1e5, per_square_edge = 4;  // of triangles split at their longest edge
  const double step_m = 2 * shape.radius_m / samples;
  int inside = 0;
  double deepest_m = 0;
  for (int i = 0; i < samples * samples; ++i) {
    const glm::dvec2 at = step_m * (glm::dvec2(i % samples, i / samples) + 0.5) - shape.radius_m;
    const double value = shape.field(shape.center + glm::dvec3(at, 0));
    inside += value < 0;
    deepest_m = std::max(deepest_m, -value);
  }
  const double edge_m = std::sqrt(per_square_edge * inside * step_m * step_m / most_triangles);
  shape.finest_m = std::max(shape.finest_m, std::min(edge_m, deepest_m / 4));
}

/// Defects of a street while they are being planned.
class Planner {
 public:
  explicit Planner(Stage& stage) : stage_(stage), draw_(stage.draw()) {}

  void plan(const RoadDefectKind& kind) {
    const Stream stream = draw_.stream(std::string("street/road_defects/") + kind.name);
    const int count = draw_.integer(path_of(kind, "count"));
    for (int i = 1; i <= count; ++i)
      if (!add(kind, uint64_t(i), stream.child(uint64_t(i)))) stage_.count_unplaced(class_name(kind));
  }

  std::vector<PlannedRoadDefect> take() { return std::move(planned_); }

 private:
  bool add(const RoadDefectKind& kind, uint64_t number, Stream stream) {
    RoadDefectSite site;
    site.severity = draw_.number(path_of(kind, "severity"), number);
    site.length_m = 1e-3 * draw_.number(path_of(kind, "length_mm"), number);
    site.width_m = 1e-3 * draw_.number(path_of(kind, "width_mm"), number);
    if (!kind.on_markings) site.depth_m = 1e-3 * draw_.number(path_of(kind, "depth_mm"), number);
    site.wet = kind.label == Class::pothole &&
               stream.chance(draw_.number("street.road_defects.pothole.water_probability"));
    for (int i = 0; i < attempts; ++i) {
      if (kind.on_markings) {
        const std::optional<glm::dvec2> painted = propose_on_markings(stage_, stream);
        if (!painted) return false;
        site.center = *painted;
      } else {
        site.center = propose_on_road(stage_, stream);
      }
      site.heading_rad = kind.turn_rad + stream.normal(0, kind.keeps_clear ? 0.25 : 0.06);
      if (fits(kind, site) && is_free(discs_of(kind, site))) {
        accept(kind, site, stream.child("shape"));
        return true;
      }
    }
    return false;
  }

  /// Wholly on the road between the gutters.
  bool fits(const RoadDefectKind& kind, const RoadDefectSite& site) const {
    if (kind.on_markings) return true;
    const Layout& l = stage_.layout();
    const double reach_m = 0.5 * std::abs(site.length_m * std::sin(site.heading_rad)) + 0.55 * site.width_m;
    return std::abs(site.center.y) + reach_m < l.half_width_m - gutter_m;
  }

  struct Disc {
    glm::dvec2 center;
    double radius_m;
    enum class Part { whole, middle_of_worn, end_of_worn } part = Part::whole;
  };

  /// What it keeps for itself. Of a crack the width is its opening; of the others it is a side of the region.
  /// A worn stretch keeps other kinds off all of its length; of others like it only the middle third: the
  /// line beside it may be worn too, and stretches may run into each other.
  static std::vector<Disc> discs_of(const RoadDefectKind& kind, const RoadDefectSite& site) {
    const double longer_m = std::max(site.length_m, site.width_m);
    if (!kind.on_markings) return {{site.center, 0.5 * longer_m + 0.1}};
    const double radius_m = 0.5 * site.width_m, reach_m = 0.5 * site.length_m;
    std::vector<Disc> discs;
    const int to_each_side = int(std::ceil(reach_m / std::max(radius_m, 0.1)));
    for (int i = -to_each_side; i <= to_each_side; ++i) {
      const double share = double(i) / to_each_side;
      discs.push_back({world_of(site, {share * reach_m, 0}), radius_m,
                       std::abs(share) <= 1.0 / 3 ? Disc::Part::middle_of_worn : Disc::Part::end_of_worn});
    }
    return discs;
  }

  static bool meet(const Disc& a, const Disc& b) {
    const bool may_meet = a.part != Disc::Part::whole && b.part != Disc::Part::whole &&
                          (a.part == Disc::Part::end_of_worn || b.part == Disc::Part::end_of_worn);
    return !may_meet && glm::distance(a.center, b.center) <= a.radius_m + b.radius_m;
  }

  bool is_free(const std::vector<Disc>& discs) const {
    return std::none_of(taken_.begin(), taken_.end(), [&](const Disc& other) {
      return std::any_of(discs.begin(), discs.end(), [&](const Disc& disc) { return meet(other, disc); });
    });
  }

  void accept(const RoadDefectKind& kind, const RoadDefectSite& site, Stream stream) {
    PlannedRoadDefect planned{&kind, kind.make(site, stream), {site.center, 0}};
    limit_triangles(planned.defect.shape);
    const std::vector<Disc> discs = discs_of(kind, site);
    taken_.insert(taken_.end(), discs.begin(), discs.end());
    if (kind.keeps_clear) stage_.keep_clear({site.center, glm::dvec2(discs.front().radius_m), 0, -0.3, 0.5});
    planned_.push_back(std::move(planned));
  }

  Stage& stage_;
  const Draw& draw_;
  std::vector<Disc> taken_;
  std::vector<PlannedRoadDefect> planned_;
};

}  // namespace

ParameterTable road_defect_parameters() {
  using namespace rows;
  ParameterTable table;
  for (const RoadDefectKind& kind : road_defect_kinds()) {
    const std::string name = class_name(kind);
    table.push_back(
        integer(path_of(kind, "count"), 0, 40, "0", fmt::format("Defects of the road: {}.", name)));
    const auto add = [&](Parameter parameter) { table.push_back(each(std::move(parameter))); };
    add(number(path_of(kind, "severity"), 0, 1, "{uniform: [0.2, 1]}", kind.help.severity));
    add(number(path_of(kind, "length_mm"), 50, 10000, kind.length_mm, kind.help.length));
    add(number(path_of(kind, "width_mm"), 1, 5000, kind.width_mm, kind.help.width));
    if (!kind.on_markings)
      add(number(path_of(kind, "depth_mm"), 0, 400, kind.depth_mm, "Depth at severity 1."));
  }
  table.push_back(number("street.road_defects.pothole.water_probability", 0, 1, "0.25",
                         "How often there is water in a pothole."));
  return table;
}

std::vector<PlannedRoadDefect> plan_road_defects(Stage& stage) {
  Planner planner(stage);
  for (const RoadDefectKind& kind : road_defect_kinds()) planner.plan(kind);
  std::vector<PlannedRoadDefect> planned = planner.take();
  // Each cut looks at all triangles that are there: those that leave the most come last.
  std::stable_sort(planned.begin(), planned.end(),
                   [](const PlannedRoadDefect& a, const PlannedRoadDefect& b) {
                     return a.defect.shape.finest_m > b.defect.shape.finest_m;
                   });
  return planned;
}

}  // namespace understudy
