// SPDX-License-Identifier: Apache-2.0
// Potholes: the wearing course has broken away along a jagged edge, in places layer by layer; below lies
// rubble, and sometimes water. Where wheels have gone over it for long, the edge has become a slope.
#include <algorithm>
#include <cmath>

#include "generators/defects/fields.h"
#include "generators/palette.h"
#include "generators/street/stones.h"
#include "generators/street/surface/road_defect.h"

namespace understudy {
namespace {

/// A chain of three discs along the heading, together as long and wide as it is wanted.
std::vector<Stroke> chain(const RoadDefectSite& site, Stream& stream) {
  const double half_length_m = site.length_m / 2 * site.grown(),
               half_width_m = site.width_m / 2 * site.grown();
  Stroke stroke;
  for (const double s : {-1.0, 0.0, 1.0}) {
    const double share = s == 0 ? 1.0 : stream.uniform(0.5, 0.95), radius_m = share * half_width_m;
    const double aside_m = (half_width_m - radius_m) * stream.uniform(-1, 1);
    stroke.points.emplace_back(world_of(site, {s * (half_length_m - radius_m), aside_m}), 0);
    stroke.radii_m.push_back(radius_m);
  }
  return {stroke};
}

MeshPtr water_sheet(DefectShape shape, double level_m) {
  shape.levels.clear();
  Mesh quad;
  quad.name = "ground";
  const glm::vec3 c(shape.center);
  const float r = float(shape.radius_m) + 0.05f;
  quad.positions = {c + glm::vec3(-r, -r, 0), c + glm::vec3(r, -r, 0), c + glm::vec3(r, r, 0),
                    c + glm::vec3(-r, r, 0)};
  quad.triangles = {{0, 1, 2}, {0, 2, 3}};
  quad.slots = {0, 0};
  quad.finish();
  Surface surface(quad);
  if (!surface.cut(shape, shape.center)) return nullptr;
  auto sheet = std::make_shared<Mesh>(*surface.defect(0).as_good);
  for (glm::vec3& p : sheet->positions) p.z = float(level_m);
  sheet->finish();
  return sheet;
}

/// The same outline; the steps behind it are wide here and narrow there.
ScalarField unevenly_deep(const ScalarField& field, double period_m, uint64_t seed) {
  return [=](const glm::dvec3& p) {
    const double value = field(p);
    return value < 0 ? value * std::exp(0.8 * smooth_noise(p / period_m, seed)) : value;
  };
}

/// Clear, or brown with what the bed gave it.
Material water(const glm::vec3& bed, double mud) {
  Material material =
      gloss("water", glm::mix(glm::vec3(0.022f, 0.019f, 0.014f), 0.9f * bed, float(mud)), 0.03f);
  material.clearcoat_roughness = 0.02f;
  return material;
}

/// What gathers in a pothole of a country: broken stone, dust, loam, sand, laterite.
glm::vec3 draw_bed(Stream& stream) {
  static const std::vector<NamedColor> beds{{"stone", {0.13f, 0.125f, 0.12f}, 3},
                                            {"dust", {0.19f, 0.16f, 0.125f}, 3},
                                            {"loam", {0.155f, 0.11f, 0.072f}, 2},
                                            {"sand", {0.27f, 0.22f, 0.155f}, 1},
                                            {"laterite", {0.19f, 0.095f, 0.05f}, 0.5}};
  const glm::vec3 bed = pick(beds, stream).linear;
  const float damp =
      stream.chance(0.35) ? float(stream.uniform(0.45, 0.8)) : 1.0f;  // longer than the road is
  return damp * vary(bed, 0.25, stream);
}

/// Loose stones on the bed, none of which reaches the road's height or the hole's edge, of which `outline`
/// gives the distance; null where there are none.
MeshPtr loose_stones(const DefectShape& shape, const ScalarField& outline, Stream stream) {
  if (stream.chance(0.15)) return nullptr;
  const double coarse_m = 0.007 * std::exp(stream.uniform(0, 1.2)),
               per_m2 = stream.uniform(0.08, 0.8) / (coarse_m * coarse_m);
  const double side_m = 2 * shape.radius_m;
  const auto tries = int(std::min(per_m2 * side_m * side_m, 3000.0));
  FlatMesh mesh("rubble");
  for (int i = 0; i < tries; ++i) {
    Stream stone = stream.child(uint64_t(i));
    const glm::dvec2 at =
        glm::dvec2(shape.center) + side_m * glm::dvec2(stone.uniform(-0.5, 0.5), stone.uniform(-0.5, 0.5));
    const double radius_m = coarse_m * std::exp(stone.normal(-0.3, 0.5));
    const glm::dvec3 p(at, 0);
    if (outline(p) > -1.1 * radius_m) continue;
    const double floor_m = shape.height(p) - 0.3 * radius_m;  // it has sunk in
    const auto slot = StoneSlot(stone.uniform_int(0, stone_slots - 1));
    if (floor_m + 1.2 * radius_m < -1e-3) add_stone(mesh, at, floor_m, radius_m, slot, stone);
  }
  return mesh.empty() ? nullptr : mesh.build();
}

RoadDefect make(const RoadDefectSite& wanted, Stream stream) {
  const RoadDefectSite site = lengthwise(wanted);
  RoadDefect out;
  const double depth_m = site.depth_m * site.grown(), half_m = site.width_m / 2;
  const std::vector<Stroke> strokes = chain(site, stream);
  // Together less than the least radius, so that the middle is always inside.
  const double rough_m = stream.uniform(0.17, 0.27) * half_m * site.grown(),
               jagged_m = std::min(0.06 * half_m, 0.016);
  const uint64_t seed = stream.bits(), rubble_seed = stream.bits(), layer_seed = stream.bits();
  DefectShape& shape = out.shape;
  const ScalarField outline =
      roughened(roughened(stroke_field(strokes), rough_m, 0.6 * half_m, seed), jagged_m, 0.05, seed + 7);
  shape.field = on_the_plane(unevenly_deep(outline, 0.5 * half_m, seed + 11));
  const glm::dvec3 center(site.center, 0);
  const double middle_m = -shape.field(center);  // the field's value there, > 0 inside
  const double wall_m = std::min(0.18 * middle_m, 0.5 * depth_m);
  Stream rim = stream.child("rim");
  out.worn = rim.chance(0.75) ? 0 : float(rim.uniform(0.2, 1));
  const double slope_m = std::max(0.6 * out.worn * middle_m - wall_m, 0.0);  // where it is worn most
  const uint64_t rim_seed = rim.bits();
  const double rubble_m = std::min(0.3 * depth_m, 0.02);
  const auto rubble = [=](const glm::dvec3& p) {
    return rubble_m *
           (0.6 * smooth_noise(p / 0.055, rubble_seed) + 0.4 * smooth_noise(p / 0.021, rubble_seed + 1));
  };
  shape.height = [=, field = shape.field](const glm::dvec3& p) {
    const glm::dvec3 flat(p.x, p.y, 0);
    const double inside_m = -field(p);
    const double here_m = wall_m + slope_m * (0.5 + 0.5 * smooth_noise(flat / (0.7 * half_m), rim_seed));
    // Where the noise is positive, only the upper layer has gone next to the edge.
    const double broken_m = 0.5 * middle_m * std::max(0.0, smooth_noise(flat / (0.9 * half_m), layer_seed));
    const double ledge_m = std::min(broken_m, 0.95 * middle_m - here_m);
    const double course = linear_profile(inside_m, {{0, 0},
                                                    {0.4 * here_m, -0.36},
                                                    {0.4 * here_m + ledge_m, -0.42},
                                                    {here_m + ledge_m, -0.8},
                                                    {std::max(middle_m, 1.01 * (here_m + ledge_m)), -1}});
    const double at_center = std::min(1.0, inside_m / wall_m);  // no rubble on the edge
    const double floor_m = depth_m * (inside_m >= middle_m ? -1.0 : course);
    return std::min(0.0, floor_m + at_center * (rubble(flat) - rubble(center)));
  };
  shape.levels = {-wall_m};
  shape.normals = DefectShape::Normals::from_faces;
  shape.finest_m = std::clamp(half_m / 22, 0.006, 0.014);
  enclose(strokes, rough_m + jagged_m + shape.finest_m, shape);
  shape.measured = true;
  out.facts = {site.severity, 0, 0, 1e3 * depth_m};
  const double level = stream.uniform(0.15, 0.55);
  Stream bed = stream.child("bed");
  out.bed = draw_bed(bed);
  if (MeshPtr stones = loose_stones(shape, outline, stream.child("stones")))
    out.fillings.push_back({stones, stone_materials(out.bed)});
  if (site.wet)
    if (MeshPtr sheet = water_sheet(shape, -level * depth_m))
      out.fillings.push_back({sheet, {water(out.bed, bed.chance(0.3) ? 0 : bed.uniform(0.3, 1))}});
  return out;
}

Material change(const Material&, const Material& asphalt, int band, const RoadDefect& pothole) {
  Material material = asphalt;
  material.roughness = 0.95f;
  if (band == 0) {  // broken bitumen, not yet bleached; a worn rim is as grey as the road
    const float bleached = 0.3f + 0.6f * pothole.worn;
    material.albedo *= bleached;
    material.pattern_color *= bleached;
  } else {  // stones, sand and dust
    material.albedo = glm::mix(asphalt.albedo, pothole.bed, 0.75f);
    material.pattern_color = material.albedo * 0.5f;
    material.pattern_scale_m = 1.2f;
  }
  return material;
}

}  // namespace

RoadDefectKind pothole_kind() {
  return {"pothole",
          Class::pothole,
          "{uniform: [300, 1100]}",
          "{uniform: [250, 700]}",
          "{uniform: [40, 120]}",
          true,
          false,
          0,
          make,
          change};
}

}  // namespace understudy
