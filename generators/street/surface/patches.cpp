// SPDX-License-Identifier: Apache-2.0
// What was done to the road and did not last: repairs that sink and ravel, markings that fade, covers of
// manholes that the traffic has driven down.
#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/defects/fields.h"
#include "generators/palette.h"
#include "generators/shapes/solids.h"
#include "generators/street/surface/road_defect.h"

namespace understudy {
namespace {

/// Signed distance to a rectangle whose corners are rounded, as I. Quilez writes it.
ScalarField rectangle_field(const RoadDefectSite& site, const glm::dvec2& half_m, double radius_m) {
  return [=](const glm::dvec3& p) {
    const glm::dvec2 q = glm::abs(local_of(site, p)) - half_m + radius_m;
    return glm::length(glm::max(q, glm::dvec2(0))) + std::min(std::max(q.x, q.y), 0.0) - radius_m;
  };
}

RoadDefect make_patch(const RoadDefectSite& site, Stream stream) {
  RoadDefect out;
  const glm::dvec2 half_m = 0.5 * glm::dvec2(site.length_m, site.width_m) * site.grown();
  const double depth_m = site.depth_m * site.grown(), rough_m = stream.uniform(0.015, 0.04);
  const uint64_t seed = stream.bits(), relief_seed = stream.bits();
  DefectShape& shape = out.shape;
  shape.field = on_the_plane(roughened(rectangle_field(site, half_m, 0.04), rough_m, 0.25, seed));
  shape.height = [=, field = shape.field](const glm::dvec3& p) {
    const glm::dvec3 flat(p.x, p.y, 0);
    const double edge = linear_profile(-field(p), {{0, 0}, {0.012, -0.55}, {0.05, -0.7}, {0.25, -1}});
    const double in = std::min(1.0, -field(p) / 0.02);
    // Sunk unevenly; where the noise is high, stones have come out.
    const double sunk = 0.25 * smooth_noise(flat / 0.4, relief_seed);
    const double lost = std::max(0.0, smooth_noise(flat / 0.13, relief_seed + 1) - 0.25) *
                        (0.6 + 0.4 * smooth_noise(flat / 0.018, relief_seed + 2));
    return depth_m * (edge + in * std::min(0.0, sunk - 0.9 * lost));
  };
  shape.levels = {-0.012};
  shape.normals = DefectShape::Normals::from_faces;
  shape.finest_m = 0.014;
  shape.center = {site.center, 0};
  shape.radius_m = glm::length(half_m) + rough_m + shape.finest_m;
  shape.measured = true;
  out.facts = {site.severity, 0, 0, 1e3 * depth_m};
  return out;
}

Material change_patch(const Material&, const Material& asphalt, int band, const RoadDefect&) {
  Material material = asphalt;
  material.albedo *= band == 0 ? 0.3f : 0.5f;
  material.pattern_color = material.albedo * 0.6f;
  material.roughness = 0.9f;
  return material;
}

constexpr int fading_bands = 8;  ///< from the outline inwards: paint does not end its life at a line

RoadDefect make_faded(const RoadDefectSite& site, Stream stream) {
  RoadDefect out;
  const double half_width_m = site.width_m / 2, reach_m = std::max(0.01, site.length_m / 2 * site.grown());
  Stroke worn;  // slender towards its ends, where it fades in
  for (const double share : {-1.0, -0.1, 0.1, 1.0}) {
    worn.points.emplace_back(world_of(site, {share * reach_m, 0}), 0);
    worn.radii_m.push_back((std::abs(share) == 1 ? 0.15 : 1) * half_width_m);
  }
  const std::vector<Stroke> strokes{worn};
  DefectShape& shape = out.shape;
  shape.field = on_the_plane(roughened(stroke_field(strokes), 0.12 * half_width_m, 0.2, stream.bits()));
  shape.steepest = rough_field_steepest;
  shape.finest_m = 0.02;
  const double deepest = -shape.field({site.center, 0});
  for (int i = 1; i < fading_bands && deepest > 0; ++i) shape.levels.push_back(-0.09 * i * deepest);
  enclose(strokes, 0.3 * half_width_m, shape);
  shape.measured = true;
  out.facts = {site.severity, 0, 0, 0};
  return out;
}

Material change_faded(const Material& layer, const Material& asphalt, int band, const RoadDefect& worn) {
  Material material = layer;
  const float gone = (0.5f + 0.45f * float(worn.facts.severity)) * float(band + 1) / float(fading_bands);
  material.albedo = glm::mix(layer.albedo, asphalt.albedo, 0.6f * gone);
  material.pattern = Pattern::noise;
  material.pattern_color = glm::mix(layer.albedo, asphalt.albedo, std::min(1.0f, 1.15f * gone));
  material.pattern_scale_m = 0.06f;
  material.roughness = 0.8f;
  return material;
}

/// A round cover in its frame, its top at height z, with the cast pattern that keeps tyres from slipping.
MeshPtr cover(const glm::dvec2& center, double heading_rad, double radius_m, double z) {
  MeshBuilder builder("ground");
  const float r = float(radius_m), gap = 0.008f;
  builder.add(lathe({{0, -0.03f}, {r - gap, -0.03f}, {r - gap, 0}, {0, 0}}, 48));
  builder.add(lathe({{r, -0.03f}, {r + 0.03f, -0.03f}, {r + 0.03f, 0.004f}, {r, 0.004f}, {r, -0.03f}}, 48));
  constexpr float pitch_m = 0.055f, stud_m = 0.016f;
  const int cells = int(r / pitch_m) + 1;
  for (int i = -cells; i <= cells; ++i)
    for (int j = -cells; j <= cells; ++j) {
      const glm::vec2 at = pitch_m * glm::vec2(float(i), float(j));
      if (glm::length(at) > r - 0.06f) continue;
      builder.add(box({at.x - stud_m, at.y - stud_m, 0}, {at.x + stud_m, at.y + stud_m, 0.008f}));
    }
  auto mesh = std::make_shared<Mesh>(*builder.build_on_ground());
  const glm::mat4 place = translate({float(center.x), float(center.y), float(z - 0.035)}) *
                          rotate_z(float(glm::degrees(heading_rad)));
  for (size_t i = 0; i < mesh->positions.size(); ++i) {
    mesh->positions[i] = glm::vec3(place * glm::vec4(mesh->positions[i], 1));
    mesh->normals[i] = glm::mat3(place) * mesh->normals[i];
  }
  mesh->parts.clear();
  mesh->finish();
  return mesh;
}

RoadDefect make_manhole(const RoadDefectSite& site, Stream stream) {
  RoadDefect out;
  const double depth_m = site.depth_m * site.grown(), cover_m = (site.length_m + site.width_m) / 4;
  const double broken_m = cover_m + 0.045 + 0.08 * site.severity;  // the asphalt around it has broken off
  const double rough_m = 0.05;
  const uint64_t seed = stream.bits(), relief_seed = stream.bits();
  const std::vector<Stroke> strokes{{{{site.center, 0}}, {broken_m + rough_m}}};
  DefectShape& shape = out.shape;
  shape.field = on_the_plane(roughened(stroke_field(strokes), rough_m, 0.11, seed));
  shape.height = [=, field = shape.field](const glm::dvec3& p) {
    const double edge =
        linear_profile(-field(p), {{0, 0}, {0.3 * depth_m, -0.75}, {0.02 + 0.3 * depth_m, -1}});
    const double in = std::min(1.0, -field(p) / 0.02);
    const double relief = smooth_noise(glm::dvec3(p.x, p.y, 0) / 0.03, relief_seed);
    return (depth_m + 0.012) * edge + in * 0.006 * relief;
  };
  shape.levels = {-0.3 * depth_m};
  shape.normals = DefectShape::Normals::from_faces;
  shape.finest_m = 0.012;
  enclose(strokes, rough_m + shape.finest_m, shape);
  Material iron = metal("cast iron", glm::vec3(0.11f, 0.1f, 0.09f), 0.65f);
  iron.pattern = Pattern::noise;
  iron.pattern_color = glm::vec3(0.13f, 0.085f, 0.05f);
  iron.pattern_scale_m = 0.2f;
  out.fillings.push_back({cover(site.center, site.heading_rad, cover_m, -depth_m), {iron}});
  shape.measured = true;
  out.facts = {site.severity, 0, 0, 1e3 * depth_m};
  return out;
}

Material change_manhole(const Material&, const Material& asphalt, int band, const RoadDefect&) {
  Material material = asphalt;
  material.albedo *= band == 0 ? 0.55f : 0.75f;
  material.pattern_color = material.albedo * 0.6f;
  material.roughness = 0.95f;
  return material;
}

}  // namespace

RoadDefectKind failed_patch_kind() {
  return {"failed_patch",
          Class::failed_patch,
          "{uniform: [900, 2500]}",
          "{uniform: [600, 1300]}",
          "{uniform: [12, 35]}",
          true,
          false,
          0,
          make_patch,
          change_patch};
}

RoadDefectKind faded_marking_kind() {
  return {"faded_marking",
          Class::faded_marking,
          "{uniform: [800, 3000]}",
          "{uniform: [500, 900]}",
          "",
          false,
          true,
          0,
          make_faded,
          change_faded,
          {"How bad: 0 is just beginning; its length is then 0.4 times that at severity 1, its width is the "
           "same.",
           "Length of the worn stretch at severity 1, where there is paint all along it.",
           "Width of the worn stretch, where there is paint all across it."}};
}

RoadDefectKind sunken_manhole_kind() {
  return {"sunken_manhole",
          Class::sunken_manhole,
          "{uniform: [560, 700]}",
          "{uniform: [560, 700]}",
          "{uniform: [25, 80]}",
          true,
          false,
          0,
          make_manhole,
          change_manhole,
          {"How bad: the cover keeps its size; the ring of broken asphalt around it is about 100 mm wide at "
           "0, 180 "
           "mm at 1.",
           "Diameter of the cover, which is round: the mean of length_mm and width_mm.",
           "Diameter of the cover, which is round: the mean of length_mm and width_mm."}};
}

}  // namespace understudy
