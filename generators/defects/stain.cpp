// SPDX-License-Identifier: Apache-2.0
// Something was spilt: a pool with a darker rim where it dried (R. Deegan et al., "Capillary flow as the
// cause of ring stains from dried liquid drops", Nature 1997), that ran down where the surface is steep.
#include <algorithm>
#include <array>
#include <cmath>

#include "generators/defects/defect.h"
#include "generators/defects/laid_bare.h"

namespace understudy {
namespace {

/// What dried on a surface is darkest just inside its outline and fades inwards; what soaked in or burnt in
/// fades towards its outline. Levels are shares of the deepest; strengths those of the bands between them.
constexpr std::array<double, 6> rim_levels{0.05, 0.11, 0.17, 0.24, 0.32, 0.42};
constexpr std::array<double, 7> dried{0.88, 1, 0.92, 0.84, 0.78, 0.73, 0.7};
constexpr std::array<double, 7> soaked{0.15, 0.32, 0.5, 0.67, 0.82, 0.93, 1};
constexpr double soaks = 0.4;  // of all stains

/// Where drops ran to; the way is cut off where a milder stain ends.
void add_drips(const DefectSite& site, const DefectSize& size, Stream stream, double radius_m,
               std::vector<Stroke>& strokes) {
  const glm::dvec3 fall = site.down - site.at.normal * glm::dot(site.down, site.at.normal);
  const double steepness = glm::length(fall);
  if (steepness < 0.25) return;
  const glm::dvec3 downhill = fall / steepness, across = glm::cross(site.at.normal, downhill);
  const int drips = int(stream.uniform_int(1, 4));
  for (int i = 0; i < drips; ++i) {
    Stream own = stream.child(uint64_t(i));
    SurfacePoint at = site.at;
    std::vector<SurfacePoint> way;
    glm::dvec3 side = across * own.uniform(-1, 1);
    if (glm::length(side) > 0)
      site.map.walk(at, side, std::abs(own.uniform(0, 0.6)) * radius_m, radius_m, way);
    way.assign(1, at);
    glm::dvec3 direction = downhill;
    const double length_m = own.uniform(0.5, 1.2) * size.length_m * steepness * size.grown();
    site.map.walk(at, direction, length_m, size.length_m / 12, way);
    Stroke stroke;
    const double thick_m = own.uniform(0.10, 0.2) * radius_m;
    for (size_t k = 0; k < way.size(); ++k) {
      stroke.points.push_back(way[k].position);
      stroke.radii_m.push_back(thick_m * (k + 1 == way.size() ? 1.3 : 1.0));
    }
    strokes.push_back(std::move(stroke));
  }
}

Defect make_stain(const DefectSite& site, const DefectSize& size, Stream stream) {
  const double half_length_m = 0.5 * size.length_m * size.grown();
  const double half_width_m = 0.5 * size.width_m * size.grown();
  std::vector<Stroke> strokes =
      patch_of_balls(site, size, int(stream.uniform_int(3, 7)), stream.child("pool"));
  const double rough_m = 0.22 * size.width_m * size.grown();
  add_drips(site, size, stream.child("drips"), half_width_m, strokes);
  Defect defect;
  defect.facts = {size.severity, 0, 0, 0};
  DefectShape& shape = defect.shape;
  shape.measured = true;
  shape.field = roughened(stroke_field(strokes), rough_m, 0.5 * size.width_m, uint64_t(stream.bits()));
  const double deepest = -shape.field(site.at.position);
  if (deepest > 0)
    for (const double level : rim_levels) shape.levels.push_back(-level * deepest);
  shape.steepest = rough_field_steepest;
  shape.even_below_m = deepest > 0 ? -rim_levels.back() * deepest : 0;
  // A drip may be a fifth as wide as its pool.
  shape.finest_m = site.fine_enough(std::max(half_width_m / 14, half_length_m / 400), 0.4 * half_width_m);
  enclose(strokes, rough_m + shape.finest_m, shape);
  return defect;
}

void change_stained(Material& material, DefectLook look) {
  struct Liquid {
    glm::vec3 albedo;
    float roughness, strength;
  };
  // Oil, coffee, rusty water, grease, lime.
  const Liquid liquids[] = {{{0.03f, 0.025f, 0.02f}, 0.15f, 0.85f},
                            {{0.10f, 0.05f, 0.025f}, 0.5f, 0.75f},
                            {{0.25f, 0.11f, 0.04f}, 0.7f, 0.7f},
                            {{0.09f, 0.08f, 0.05f}, 0.25f, 0.7f},
                            {{0.75f, 0.74f, 0.7f}, 0.8f, 0.6f}};
  const Liquid& liquid = liquids[look.stream.uniform_int(0, 4)];
  Material wet = material;
  paint_over(wet, liquid.albedo);
  wet.roughness = liquid.roughness;
  if (liquid.albedo.x > 0.5f) wet.metalness = 0;  // a crust; the others are films through which metal shows
  const double covered = (look.stream.chance(soaks) ? soaked : dried)[look.band];
  blend_towards(material, wet, liquid.strength * covered * (0.1 + 0.9 * look.severity));
  if (material.pattern != Pattern::none) return;
  // It is thicker here and there.
  material.pattern = Pattern::noise;
  material.pattern_color = (1 - 0.25f * float(look.severity)) * material.albedo;
  material.pattern_scale_m = 0.006f;
}

}  // namespace

DefectKind stain_kind() {
  return {"stain",    "{uniform: [10, 40]}", "{uniform: [8, 25]}", "0", "uniform", false,
          make_stain, change_stained};
}

}  // namespace understudy
