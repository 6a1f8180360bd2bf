// SPDX-License-Identifier: Apache-2.0
// Cracks: single ones along or across the lane, and the net of fatigue cracks that looks like an alligator's
// skin. Names as in J. S. Miller, W. Y. Bellinger, "Distress identification manual for the long-term pavement
// performance program", FHWA-HRT-13-092, 2014.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "generators/defects/fields.h"
#include "generators/palette.h"
#include "generators/street/surface/road_defect.h"

namespace understudy {
namespace {

/// A V of this depth: its sides reach the bottom at the middle of the crack.
void set_groove(DefectShape& shape, double half_m, double depth_m) {
  shape.normals = DefectShape::Normals::from_faces;
  shape.height = [=, field = shape.field](const glm::dvec3& p) {
    return -depth_m * std::clamp(-field(p) / (0.8 * half_m), 0.0, 1.0);
  };
}

/// The way of a crack at severity 1, one point every few centimetres.
std::vector<glm::dvec2> wander(const RoadDefectSite& site, Stream& stream) {
  constexpr double step_m = 0.035;
  const int steps = std::max(4, int(site.length_m / step_m));
  std::vector<glm::dvec2> points;
  double drift = 0, y = 0;
  for (int i = 0; i <= steps; ++i) {
    points.push_back({(double(i) / steps - 0.5) * site.length_m, y});
    drift = 0.93 * drift + stream.normal(0, 0.07);
    y += step_m * (drift + stream.normal(0, 0.45));
  }
  return points;
}

/// The part of the way that a crack of this severity has reached from its middle, thin at its ends.
Stroke reached(const RoadDefectSite& site, const std::vector<glm::dvec2>& way, double half_m,
               const std::vector<double>& breadths) {
  Stroke stroke;
  const double end_m = site.length_m / 2 * site.grown();
  for (size_t i = 0; i < way.size(); ++i) {
    const double left_m = end_m - std::abs(way[i].x);
    if (left_m < 0) continue;
    stroke.points.emplace_back(world_of(site, way[i]), 0);
    stroke.radii_m.push_back(half_m * breadths[i] *
                             (0.25 + 0.75 * std::sqrt(std::min(1.0, 3 * left_m / end_m))));
  }
  return stroke;
}

RoadDefect make_line(const RoadDefectSite& site, Stream stream) {
  RoadDefect out;
  const double half_m = site.width_m / 2 * site.grown(), depth_m = site.depth_m * site.grown();
  const std::vector<glm::dvec2> way = wander(site, stream);
  std::vector<double> breadths;
  for (size_t i = 0; i < way.size(); ++i)
    breadths.push_back(stream.chance(0.12) ? 1.0 : stream.uniform(0.35, 0.8));
  std::vector<Stroke> strokes{reached(site, way, half_m, breadths)};
  DefectShape& shape = out.shape;
  shape.field = on_the_plane(stroke_field(strokes));
  shape.finest_m = std::max(0.7 * half_m, 0.0025);
  set_groove(shape, half_m * 0.5, depth_m);
  enclose(strokes, shape.finest_m, shape);
  out.facts = {site.severity, 1e3 * site.length_m * site.grown(), 2e3 * half_m, 1e3 * depth_m};
  return out;
}

/// A point of each cell of a grid of unit squares. Mixing constants: those of splitmix64.
glm::dvec2 site_in_cell(const glm::dvec2& cell, uint64_t seed) {
  uint64_t h = seed ^ uint64_t(int64_t(cell.x)) * 0x9E3779B97F4A7C15ull ^
               uint64_t(int64_t(cell.y)) * 0xC2B2AE3D27D4EB4Full;
  h = (h ^ h >> 30) * 0xBF58476D1CE4E5B9ull;
  h = (h ^ h >> 27) * 0x94D049BB133111EBull;
  h ^= h >> 31;
  return cell + 0.05 + 0.9 * glm::dvec2(double(h >> 32) * 0x1p-32, double(h & 0xFFFFFFFFu) * 0x1p-32);
}

/// Distance to the nearest border between the cells of the points' Voronoi diagram (S. Worley, "A cellular
/// texture basis function", SIGGRAPH 1996).
double to_border(const glm::dvec2& p, uint64_t seed) {
  const glm::dvec2 cell = glm::floor(p);
  glm::dvec2 nearest{0};
  double least = std::numeric_limits<double>::infinity();
  std::array<glm::dvec2, 25> points;
  for (int i = 0; i < 25; ++i) {
    points[size_t(i)] = site_in_cell(cell + glm::dvec2(i % 5 - 2, i / 5 - 2), seed);
    if (const double d = glm::distance(points[size_t(i)], p); d < least)
      least = d, nearest = points[size_t(i)];
  }
  double border = std::numeric_limits<double>::infinity();
  for (const glm::dvec2& other : points) {
    if (other == nearest) continue;
    border = std::min(border, glm::dot(0.5 * (nearest + other) - p, glm::normalize(other - nearest)));
  }
  return border;
}

RoadDefect make_alligator(const RoadDefectSite& wanted, Stream stream) {
  const RoadDefectSite site = lengthwise(wanted);
  RoadDefect out;
  const double half_m = stream.uniform(0.0026, 0.0044) * std::sqrt(site.grown()),
               depth_m = site.depth_m * site.grown();
  const double cell_m = stream.uniform(0.09, 0.15);
  const uint64_t seed = stream.bits();
  const double rough_m = 0.12 * site.width_m;
  const double reach_m = std::max(site.length_m - site.width_m, 0.02) / 2 * site.grown();
  const std::vector<Stroke> area{{{{world_of(site, {-reach_m, 0}), 0}, {world_of(site, {reach_m, 0}), 0}},
                                  {site.width_m / 2 * site.grown(), site.width_m / 2 * site.grown()}}};
  const ScalarField region = roughened(stroke_field(area), rough_m, 0.4 * site.width_m, seed);
  const ScalarField net = [=](const glm::dvec3& p) {
    // Bent a little, or the borders were too straight for broken stone.
    const glm::dvec2 bend{smooth_noise(p / 0.03, seed + 2), smooth_noise(p / 0.03, seed + 3)};
    return 0.8 * (cell_m * to_border((local_of(site, p) + 0.003 * bend) / cell_m, seed + 4) - half_m);
  };
  DefectShape& shape = out.shape;
  shape.field = on_the_plane([=](const glm::dvec3& p) {
    const double at = region(p);
    if (at > 0.05) return at;
    // Towards the rim of the area the cracks are hairlines.
    return std::max(at, net(p) + half_m * 0.8 * std::clamp(1 + at / (0.3 * site.width_m), 0.0, 1.0) * 0.7);
  });
  shape.finest_m = std::max(1.1 * half_m, 0.003);
  set_groove(shape, half_m, depth_m);
  enclose(area, rough_m + shape.finest_m, shape);
  shape.measured = true;
  out.facts = {site.severity, 0, 0, 1e3 * depth_m};
  return out;
}

Material change(const Material& layer, const Material& asphalt, int, const RoadDefect& crack) {
  Material material = layer;
  material.albedo =
      glm::mix(layer.albedo, asphalt.albedo, 0.9f) * (0.35f - 0.2f * float(crack.facts.severity));
  material.pattern_color = material.albedo * 0.7f;
  material.roughness = 0.95f;
  return material;
}

}  // namespace

RoadDefectKind longitudinal_crack_kind() {
  return {"longitudinal_crack",
          Class::longitudinal_crack,
          "{uniform: [1500, 4000]}",
          "{log_uniform: [6, 22]}",
          "{uniform: [8, 25]}",
          false,
          false,
          0,
          make_line,
          change};
}

RoadDefectKind transverse_crack_kind() {
  return {"transverse_crack",
          Class::transverse_crack,
          "{uniform: [1200, 3200]}",
          "{log_uniform: [6, 22]}",
          "{uniform: [8, 25]}",
          false,
          false,
          1.5707963267948966,
          make_line,
          change};
}

RoadDefectKind alligator_crack_kind() {
  return {"alligator_crack",
          Class::alligator_crack,
          "{uniform: [800, 2000]}",
          "{uniform: [500, 1000]}",
          "{uniform: [5, 15]}",
          false,
          false,
          0,
          make_alligator,
          change};
}

}  // namespace understudy
