// SPDX-License-Identifier: Apache-2.0
#include "generators/defects/laid_bare.h"

#include "generators/palette.h"

namespace understudy {
namespace {

/// Clear and base coat are 40 to 75 um thick together, the primer with the dip coat below 45 to 60 um more:
/// N. Akafuah et al., "Evolution of the automotive body coating process: a review", Coatings 2016.
Material below_paint(Material ground, double depth_m, Stream stream) {
  const double coat_m = stream.uniform(40e-6, 75e-6), primer_m = coat_m + stream.uniform(45e-6, 60e-6);
  static const std::vector<NamedColor> primers{{"grey", glm::vec3(0.30f, 0.30f, 0.29f), 3},
                                               {"dark", glm::vec3(0.09f), 1},
                                               {"light", glm::vec3(0.5f), 1}};
  const glm::vec3 primer = pick(primers, stream).linear;
  ground.metalness = 0;
  if (depth_m < coat_m) {
    paint_over(ground, glm::vec3(0.75f));
    ground.roughness = 0.6f;
  } else if (depth_m < primer_m) {
    paint_over(ground, primer);
    ground.roughness = 0.75f;
  } else {
    paint_over(ground, bare_steel);
    ground.metalness = 1;
    ground.roughness = 0.4f;
  }
  return ground;
}

}  // namespace

void paint_over(Material& material, const glm::vec3& albedo) {
  material.albedo = material.pattern_color = albedo;
}

Material laid_bare(const Material& material, double depth_m, Stream stream) {
  Material ground = material;
  ground.clearcoat = 0;
  ground.thin_glass = false;
  if (material.coats_metal) return below_paint(ground, depth_m, stream);
  if (material.pattern == Pattern::wood) {
    ground.albedo = glm::mix(material.albedo, glm::vec3(0.82f, 0.67f, 0.47f), 0.6f);
    ground.pattern_color = glm::mix(material.pattern_color, ground.albedo, 0.6f);
    ground.roughness = 0.85f;
  } else if (material.metalness > 0.5f) {
    paint_over(ground, glm::mix(material.albedo, glm::vec3(0.95f), 0.5f));
    ground.roughness = 0.28f;
  } else {
    const bool glazed = material.clearcoat > 0.3f;
    paint_over(ground, glm::mix(material.albedo, glm::vec3(0.8f), glazed ? 0.7f : 0.45f));
    ground.roughness = 0.7f;
  }
  return ground;
}

}  // namespace understudy
