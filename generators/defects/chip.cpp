// SPDX-License-Identifier: Apache-2.0
// A piece of an edge broke off: a facetted fracture where there was a corner.
#include <algorithm>
#include <cmath>

#include "generators/defects/defect.h"

namespace understudy {
namespace {

Defect make_chip(const DefectSite& site, const DefectSize& size, Stream stream) {
  const double radius_m = 0.5 * std::max(size.length_m, size.width_m) * size.grown();
  const double depth_m = std::min(size.depth_m * size.grown(), radius_m);
  const double rough_m = 0.25 * radius_m;
  const uint64_t grain = stream.bits();
  const std::vector<Stroke> strokes{{{site.at.position}, {radius_m}}};
  Defect defect;
  defect.facts = {size.severity, 2e3 * radius_m, 2e3 * radius_m, depth_m * 1e3};
  DefectShape& shape = defect.shape;
  shape.field = roughened(stroke_field(strokes), rough_m, 0.7 * radius_m, stream.bits());
  const double deepest = std::max(-shape.field(site.at.position), 1e-9);
  shape.finest_m = radius_m / 9;
  shape.normals = DefectShape::Normals::from_faces;
  // Not quite a shell: broken matter steps from grain to grain.
  shape.height = [=, field = shape.field](const glm::dvec3& p) {
    const double in = std::clamp(-field(p) / (0.55 * deepest), 0.0, 1.0);
    return -depth_m * std::sqrt(in) * (0.85 + 0.15 * smooth_noise(p / (0.25 * radius_m), grain));
  };
  enclose(strokes, rough_m + shape.finest_m, shape);
  return defect;
}

void change_broken(Material& material, DefectLook look) {
  Material inside = material;
  inside.roughness = std::max(material.roughness, 0.75f);
  inside.clearcoat = 0;
  inside.albedo =
      material.clearcoat > 0.3f ? glm::vec3(0.45f) : glm::mix(material.albedo, glm::vec3(0.5f), 0.25f);
  material.normal_texture = -1;
  blend_towards(material, inside, 0.5 + 0.5 * look.severity);
}

}  // namespace

DefectKind chip_kind() {
  return {"chip",    "{uniform: [3, 12]}", "{uniform: [3, 12]}", "{uniform: [0.8, 3]}", "edges", true,
          make_chip, change_broken};
}

}  // namespace understudy
