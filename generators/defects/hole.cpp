// SPDX-License-Identifier: Apache-2.0
// A pit: a pore of a casting, a blind hole. Steep walls, a rough dark floor. Or a hole right through, with a
// wall, that shows what is behind.
#include <algorithm>
#include <cmath>
#include <utility>

#include "generators/defects/defect.h"
#include "generators/defects/laid_bare.h"

namespace understudy {
namespace {

constexpr double slimmest = 1.0 / 24;  ///< radius of a hole right through, as a share of its length

/// A round pit's field drawn out along the site's direction until it is so many times as long as wide.
ScalarField drawn_out(const DefectSite& site, double times, ScalarField round) {
  return [=, at = site.at.position, along = site.along, round = std::move(round)](const glm::dvec3& p) {
    return round(p - along * ((1 - 1 / times) * glm::dot(p - at, along)));
  };
}

/// About the site's normal, so that the outline is the same on both sides but for the taper.
void bore_through(const DefectSite& site, double half_length_m, double radius_m, double rough_m,
                  ScalarField field, Defect& defect) {
  const glm::dvec3 axis = site.at.normal, entry = site.at.position;
  DefectShape& shape = defect.shape;
  shape.field = [=, field = std::move(field)](const glm::dvec3& p) {
    return field(p - axis * glm::dot(p - entry, axis));
  };
  shape.through = Through{Through::Way::bored, entry - axis * site.thickness_m, axis, 0.06 * radius_m};
  shape.levels = {-shape.through->taper_m};
  shape.finest_m = site.fine_enough(radius_m / 8, 2 * radius_m);
  shape.center = entry - axis * (0.5 * site.thickness_m);
  shape.radius_m = std::hypot(half_length_m + rough_m, 0.5 * site.thickness_m) + shape.finest_m;
  defect.facts.depth_mm = site.thickness_m * 1e3;
}

Defect make_hole(const DefectSite& site, const DefectSize& size, Stream stream) {
  const double half_length_m = 0.5 * size.length_m * size.grown();
  const double radius_m = 0.5 * size.width_m * size.grown();
  const double depth_m = size.depth_m * size.grown();
  const double rough_m = stream.uniform(0.04, 0.14) * radius_m;
  Defect defect;
  defect.facts = {size.severity, 2e3 * half_length_m, 2e3 * radius_m, depth_m * 1e3};
  const std::vector<Stroke> strokes{{{site.at.position}, {radius_m}}};
  ScalarField field = drawn_out(site, size.length_m / size.width_m,
                                roughened(stroke_field(strokes), rough_m, radius_m, stream.bits()));
  const double all_rough_m = rough_m * size.length_m / size.width_m;
  if (size.through && radius_m >= slimmest * site.thickness_m) {
    bore_through(site, half_length_m, radius_m, all_rough_m, std::move(field), defect);
    return defect;
  }
  DefectShape& shape = defect.shape;
  shape.field = std::move(field);
  const double deepest = -shape.field(site.at.position);
  const double wall_m = std::clamp(0.15 * deepest, 0.0, 0.25 * depth_m + 0.02 * deepest);
  shape.levels = {-wall_m};
  shape.height = [=, field = shape.field](const glm::dvec3& p) {
    return linear_profile(field(p), {{-deepest, -1.1 * depth_m}, {-wall_m, -depth_m}, {0, 0}});
  };
  shape.finest_m = site.fine_enough(radius_m / 8, 2 * radius_m);
  enclose({{{site.at.position}, {half_length_m}}}, all_rough_m + shape.finest_m, shape);
  return defect;
}

void change_pitted(Material& material, DefectLook look) {
  Material rough = material;
  paint_over(rough, material.albedo * 0.35f);
  rough.roughness = 0.85f;
  rough.clearcoat = 0;
  blend_towards(material, rough, look.band == 0 ? 0.5 : 0.6 + 0.4 * look.severity);
}

}  // namespace

DefectKind hole_kind() {
  return {"hole",
          "{uniform: [1.5, 5]}",
          "{depends: defects.hole.length_mm, points: [[0.05, 0.05], [5000, 5000]]}",
          "{uniform: [0.8, 3]}",
          "uniform",
          false,
          make_hole,
          change_pitted,
          "false",
          "Whether it goes right through and shows what is behind; where it cannot, it is a pit."};
}

}  // namespace understudy
