// SPDX-License-Identifier: Apache-2.0
// The coat came off: what is below shows, a step lower, and around it the coat stands up.
#include <algorithm>
#include <cmath>

#include "base/luminance.h"
#include "generators/defects/defect.h"
#include "generators/defects/laid_bare.h"

namespace understudy {
namespace {

Defect make_peeling(const DefectSite& site, const DefectSize& size, Stream stream) {
  const double coat_m = size.depth_m * size.grown();
  const std::vector<Stroke> strokes =
      patch_of_balls(site, size, int(stream.uniform_int(3, 7)), stream.child("patch"));
  const double width_m = size.width_m * size.grown(), rough_m = 0.22 * width_m;
  Defect defect;
  defect.facts = {size.severity, 0, 0, coat_m * 1e3};
  DefectShape& shape = defect.shape;
  shape.measured = true;
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

enum class Below { primer, steel, rust };

/// What kept the coat; on metal it may have begun to rust.
Material ground_below(const Material& coat, double depth_m, Below below, const Stream& stream) {
  Material ground = laid_bare(coat, depth_m, stream);
  if (coat.pattern == Pattern::wood && below != Below::primer) {  // weathered
    for (glm::vec3* color : {&ground.albedo, &ground.pattern_color})
      *color = 0.7f * glm::mix(glm::vec3(luminance(*color)), *color, 0.5f);
  }
  if (!coat.coats_metal && coat.metalness < 0.5f) return ground;
  ground.pattern = Pattern::noise;
  ground.pattern_scale_m = 0.004f;
  ground.metalness = below == Below::steel ? 1 : 0;
  if (below == Below::rust) {
    paint_over(ground, {0.28f, 0.12f, 0.05f});
    ground.pattern_color = {0.10f, 0.045f, 0.025f};
    ground.roughness = 0.9f;
  } else {
    paint_over(ground, below == Below::steel ? bare_steel : glm::vec3(0.33f, 0.32f, 0.30f));
    ground.pattern_color *= 0.8f;
    ground.roughness = below == Below::steel ? 0.45f : 0.8f;
  }
  return ground;
}

void change_peeled(Material& material, DefectLook look) {
  if (look.band == 0) {  // the coat, no longer tight
    material.roughness = glm::mix(material.roughness, 0.5f, 0.5f);
    return;
  }
  const auto below = Below(look.stream.uniform_int(0, 2));
  Material ground = ground_below(material, look.depth_m, below, look.stream);
  if (look.band == 1) {  // where it tore
    paint_over(ground, glm::mix(material.albedo, glm::vec3(0.8f), 0.5f));
    ground.metalness = 0;
  }
  material.normal_texture = -1;
  material.pattern = ground.pattern;
  material.pattern_scale_m = ground.pattern_scale_m;
  blend_towards(material, ground, 0.4 + 0.6 * look.severity);
}

}  // namespace

DefectKind peeling_kind() {
  return {"peeling", "{uniform: [8, 30]}", "{uniform: [6, 18]}", "{uniform: [0.08, 0.25]}", "edges",
          false,     make_peeling,         change_peeled};
}

}  // namespace understudy
