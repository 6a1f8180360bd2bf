// SPDX-License-Identifier: Apache-2.0
// Iron that went back to ore: ragged patches, dark and swollen in the middle, with an orange bloom around
// them. Water stays at edges and in crevices, so it begins there.
#include <algorithm>
#include <cmath>

#include "generators/defects/defect.h"
#include "generators/defects/laid_bare.h"

namespace understudy {
namespace {

constexpr int blooms = 3;  ///< outer bands in which it fades out

Defect make_rust(const DefectSite& site, const DefectSize& size, Stream stream) {
  const double depth_m = size.depth_m * size.grown();
  const std::vector<Stroke> strokes =
      patch_of_balls(site, size, int(stream.uniform_int(5, 10)), stream.child("patch"));
  const double rough_m = 0.26 * size.width_m * size.grown();
  const uint64_t grain = stream.bits();
  Defect defect;
  defect.facts = {size.severity, 0, 0, depth_m * 1e3};
  DefectShape& shape = defect.shape;
  shape.measured = true;
  shape.field = roughened(stroke_field(strokes), rough_m, 0.28 * size.width_m, stream.bits());
  const double deepest = -shape.field(site.at.position);
  if (deepest > 0) shape.levels = {-0.05 * deepest, -0.1 * deepest, -0.15 * deepest, -0.4 * deepest};
  shape.steepest = rough_field_steepest;
  const double grain_m = std::max(0.5 * size.width_m * size.grown() / 22, size.length_m / 400);
  shape.finest_m = site.fine_enough(grain_m, size.width_m * size.grown());
  // Scale swells to several times the metal that it ate, and flakes off here and there.
  shape.height = [=, field = shape.field, feature_m = 4 * grain_m](const glm::dvec3& p) {
    const double in = deepest > 0 ? std::clamp(-field(p) / (0.4 * deepest), 0.0, 1.0) : 0;
    return depth_m * in * (0.35 + 0.65 * smooth_noise(p / feature_m, grain));
  };
  enclose(strokes, rough_m + shape.finest_m, shape);
  return defect;
}

void change_rusted(Material& material, DefectLook look) {
  const float tone = float(look.stream.uniform(0.8, 1.2));
  Material rust = material;
  rust.metalness = 0;
  rust.clearcoat = 0;
  rust.roughness = 0.95f;
  rust.thin_glass = false;
  paint_over(rust, tone * (look.band > blooms ? glm::vec3(0.07f, 0.028f, 0.014f)
                                              : glm::vec3(0.21f, 0.073f, 0.022f)));
  // A mild one is small, not pale: thin rust is as brown as thick. Only the bloom around it lets the metal
  // through, the more the farther out.
  const bool bloom = look.band < blooms;
  const double covered =
      bloom ? (0.35 + 0.25 * look.severity) * (look.band + 1) / blooms : 0.75 + 0.25 * look.severity;
  blend_towards(material, rust, covered);
  if (bloom) return;
  material.albedo_texture = material.normal_texture = material.roughness_texture = -1;
  material.pattern = Pattern::noise;
  material.pattern_color = glm::mix(material.albedo, tone * glm::vec3(0.23f, 0.085f, 0.027f), 0.6f);
  material.pattern_scale_m = 0.003f;
  material.pattern_strength = 1;
}

}  // namespace

DefectKind rust_kind() {
  return {"rust",
          "{uniform: [10, 40]}",
          "{uniform: [6, 22]}",
          "{uniform: [0.1, 0.4]}",
          "edges",
          false,
          make_rust,
          change_rusted,
          "",
          "",
          "0.5"};
}

}  // namespace understudy
