// SPDX-License-Identifier: Apache-2.0
// A pit: a pore of a casting, a blind hole. Steep walls, a rough dark floor.
#include <algorithm>
#include <cmath>

#include "generators/defects/defect.h"

namespace understudy {
namespace {

Defect make_hole(const DefectSite& site, const DefectSize& size, Stream stream) {
  const double radius_m = 0.25 * (size.length_m + size.width_m) * size.grown();
  const double depth_m = size.depth_m * size.grown();
  const double rough_m = stream.uniform(0.04, 0.14) * radius_m;
  Defect defect;
  defect.facts = {size.severity, 2e3 * radius_m, 2e3 * radius_m, depth_m * 1e3};
  const std::vector<Stroke> strokes{{{site.at.position}, {radius_m}}};
  DefectShape& shape = defect.shape;
  shape.field = roughened(stroke_field(strokes), rough_m, radius_m, uint64_t(stream.bits()));
  const double deepest = -shape.field(site.at.position);
  const double wall_m = std::clamp(0.15 * deepest, 0.0, 0.25 * depth_m + 0.02 * deepest);
  shape.levels = {-wall_m};
  shape.height = [=, field = shape.field](const glm::dvec3& p) {
    return linear_profile(field(p), {{-deepest, -1.1 * depth_m}, {-wall_m, -depth_m}, {0, 0}});
  };
  shape.finest_m = radius_m / 8;
  enclose(strokes, rough_m + shape.finest_m, shape);
  return defect;
}

void change_pitted(Material& material, DefectLook look) {
  Material rough = material;
  rough.albedo = material.albedo * 0.35f;
  rough.roughness = 0.85f;
  rough.clearcoat = 0;
  blend_towards(material, rough, look.band == 0 ? 0.5 : 0.6 + 0.4 * look.severity);
}

}  // namespace

DefectKind hole_kind() {
  return {"hole",    "{uniform: [1.5, 5]}", "{uniform: [1.5, 5]}", "{uniform: [0.8, 3]}", "uniform", false,
          make_hole, change_pitted};
}

}  // namespace understudy
