// SPDX-License-Identifier: Apache-2.0
#include "generators/street/litter.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/palette.h"
#include "generators/street/flat_mesh.h"
#include "generators/street/ground.h"
#include "generators/street/road_place.h"
#include "generators/street/stones.h"

namespace understudy {
namespace {

enum LeafSlot : uint16_t { brown, yellow, green, leaf_slots };

constexpr std::array<glm::dvec2, 4> aside{{{1, 0}, {-1, 0}, {0, 1}, {0, -1}}};

/// Whether what lies there would lie in a defect that nothing stands on.
bool is_sunk(const std::vector<PlannedRoadDefect>& defects, const glm::dvec2& at, double radius_m) {
  return std::any_of(defects.begin(), defects.end(), [&](const PlannedRoadDefect& planned) {
    return planned.kind->keeps_clear && lies_in(planned.defect.shape, at, radius_m);
  });
}

/// Where stones gather, and how far about it, along and across the street.
struct Patch {
  glm::dvec2 center{0}, reach_m{0.3};
};

Patch draw_patch(const Stage& stage, const std::vector<const PlannedRoadDefect*>& holes, Stream& stream) {
  const Layout& l = stage.layout();
  if (!holes.empty() && stream.chance(0.6)) {
    const auto number = size_t(stream.uniform_int(0, int64_t(holes.size()) - 1));
    const DefectShape& shape = holes[number]->defect.shape;
    return {glm::dvec2(shape.center), glm::dvec2(stream.uniform(0.5, 0.9) * shape.radius_m)};
  }
  Patch patch{propose_on_road(stage, stream), glm::dvec2(1, 1) * stream.uniform(0.1, 0.5)};
  if (stream.chance(0.5)) {
    patch.center.y = std::copysign(l.half_width_m - stream.uniform(0.1, 0.4), patch.center.y);
    patch.reach_m = {stream.uniform(0.5, 2), 0.15};
  }
  return patch;
}

void add_gravel(Stage& stage, const std::vector<PlannedRoadDefect>& defects) {
  const int count = stage.draw().integer("street.wear.gravel");
  std::vector<const PlannedRoadDefect*> holes;
  for (const PlannedRoadDefect& planned : defects)
    if (planned.kind->label == Class::pothole) holes.push_back(&planned);
  FlatMesh mesh("gravel");
  for (int i = 0; i < count; ++i) {
    Stream stream = stage.draw().stream("street/gravel").child(uint64_t(i));
    const Patch patch = draw_patch(stage, holes, stream);
    const auto stones = stream.uniform_int(40, 180);
    const double coarse_m = stream.uniform(0.006, 0.013);
    for (int64_t k = 0; k < stones; ++k) {
      const glm::dvec2 at =
          patch.center + patch.reach_m * glm::dvec2(stream.normal(0, 1), stream.normal(0, 1));
      const double radius_m = coarse_m * std::exp(stream.normal(-0.3, 0.5));
      const auto slot = StoneSlot(stream.uniform_int(0, stone_slots - 1));
      const bool on_road = std::abs(at.y) < stage.layout().half_width_m - radius_m;
      if (on_road && !is_sunk(defects, at, radius_m)) add_stone(mesh, at, 0, radius_m, slot, stream);
    }
  }
  if (mesh.empty()) return;
  stage.add_background(mesh.build(), stone_materials(road_color(stage)));
}

/// Two halves, folded up along the rib.
void add_leaf(FlatMesh& mesh, const glm::dvec2& at, double ground_m, uint16_t slot, Stream& stream) {
  const double length_m = stream.uniform(0.04, 0.1), half_m = length_m * stream.uniform(0.25, 0.42),
               turn = stream.uniform(0, glm::two_pi<double>()), rise_m = half_m * stream.uniform(0.1, 0.7);
  const auto corner = [&](double along, double aside, double z) {
    return glm::vec3(glm::dvec3(at + turned({along, aside}, turn), ground_m + 0.002 + z));
  };
  const glm::vec3 stalk = corner(-length_m / 2, 0, 0), tip = corner(length_m / 2, 0, 0.3 * rise_m);
  for (const double side : {1.0, -1.0})
    mesh.face({stalk, corner(-0.12 * length_m, side * half_m, rise_m),
               corner(0.2 * length_m, side * 0.8 * half_m, rise_m), tip},
              {0, 0, 1}, slot);
}

/// Not across a kerb.
bool lies_flat(const Layout& l, const glm::dvec2& at) {
  constexpr double reach_m = 0.08;
  const double ground_m = l.height_m(at);
  return l.reaches(at) && std::all_of(aside.begin(), aside.end(), [&](const glm::dvec2& direction) {
           return l.height_m(at + reach_m * direction) == ground_m;
         });
}

void add_leaves(Stage& stage, const std::vector<PlannedRoadDefect>& defects) {
  const Layout& l = stage.layout();
  const int count = stage.draw().integer("street.wear.leaves");
  FlatMesh mesh("leaves");
  Stream stream = stage.draw().stream("street/leaves");
  for (int i = 0; i < count; ++i) {
    Stream leaf = stream.child(uint64_t(i));
    glm::dvec2 at = propose_on_road(stage, leaf);
    if (leaf.chance(0.75))
      at.y = std::copysign(
          l.half_width_m + 0.2 - std::abs(leaf.normal(0, 0.5)) + (leaf.chance(0.4) ? 0.5 : 0.0), at.y);
    const double shade = leaf.uniform();
    const auto slot = uint16_t(shade < 0.55 ? brown : shade < 0.85 ? yellow : green);
    if (!is_sunk(defects, at, 0.05) && lies_flat(l, at)) add_leaf(mesh, at, l.height_m(at), slot, leaf);
  }
  if (mesh.empty()) return;
  std::vector<Material> materials(leaf_slots);
  materials[brown] = matte("leaf, brown", vary({0.13f, 0.075f, 0.035f}, 0.3, stream), 0.6f);
  materials[yellow] = matte("leaf, yellow", vary({0.24f, 0.16f, 0.045f}, 0.3, stream), 0.6f);
  materials[green] = matte("leaf, green", vary({0.07f, 0.09f, 0.03f}, 0.3, stream), 0.6f);
  stage.add_background(mesh.build(), std::move(materials));
}

}  // namespace

void add_litter(Stage& stage, const std::vector<PlannedRoadDefect>& defects) {
  add_gravel(stage, defects);
  add_leaves(stage, defects);
}

}  // namespace understudy
