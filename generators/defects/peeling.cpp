// SPDX-License-Identifier: Apache-2.0
// The coat came off: what is below shows, a step lower, and around it the coat stands up.
#include <algorithm>
#include <cmath>

#include "generators/defects/defect.h"

namespace understudy {
namespace {

Defect make_peeling(const DefectSite& site, const DefectSize& size, Stream stream) {
  const double coat_m = size.depth_m * size.grown();
  const std::vector<Stroke> strokes =
      patch_of_balls(site, size, int(stream.uniform_int(3, 7)), stream.child("patch"));
  const double width_m = size.width_m * size.grown(), rough_m = 0.22 * width_m;
  Defect defect;
  defect.facts = {size.severity, size.length_m * size.grown() * 1e3, width_m * 1e3, coat_m * 1e3};
  DefectShape& shape = defect.shape;
  shape.field = roughened(stroke_field(strokes), rough_m, 0.35 * size.width_m, stream.bits());
  const double deepest = std::max(-shape.field(site.at.position), 1e-9);
  shape.finest_m = site.fine_enough(std::max(width_m / 40, size.length_m / 400), width_m);
  const double lifted = -0.22 * deepest, step = -0.27 * deepest;
  shape.levels = {lifted, step};
  shape.steepest = rough_field_steepest;
  shape.even_below_m = step;
  const std::vector<glm::dvec2> profile{{step, -coat_m}, {lifted, 2.5 * coat_m}, {0, 0}};
  shape.height = [field = shape.field, profile](const glm::dvec3& p) {
    return linear_profile(field(p), profile);
  };
  enclose(strokes, rough_m + shape.finest_m, shape);
  return defect;
}

void change_peeled(Material& material, DefectLook look) {
  if (look.band == 0) {  // the coat, no longer tight
    material.roughness = glm::mix(material.roughness, 0.5f, 0.5f);
    return;
  }
  struct Ground {
    glm::vec3 albedo;
    float roughness, metalness;
  };
  // Primer, bare steel, steel that began to rust.
  const Ground grounds[] = {
      {{0.33f, 0.32f, 0.30f}, 0.8f, 0}, {{0.52f, 0.51f, 0.49f}, 0.45f, 1}, {{0.28f, 0.13f, 0.06f}, 0.9f, 0}};
  const Ground& below = grounds[look.stream.uniform_int(0, 2)];
  Material ground = material;
  ground.clearcoat = 0;
  ground.albedo = look.band == 1 ? glm::mix(material.albedo, glm::vec3(0.8f), 0.5f) : below.albedo;
  ground.roughness = below.roughness;
  ground.metalness = look.band == 1 ? 0 : below.metalness;
  material.normal_texture = -1;
  blend_towards(material, ground, 0.4 + 0.6 * look.severity);
}

}  // namespace

DefectKind peeling_kind() {
  return {"peeling", "{uniform: [8, 30]}", "{uniform: [6, 18]}", "{uniform: [0.08, 0.25]}", "edges",
          false,     make_peeling,         change_peeled};
}

}  // namespace understudy
