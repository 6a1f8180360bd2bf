// SPDX-License-Identifier: Apache-2.0
// A piece of an edge broke off. Brittle matter breaks along shells around the point that was struck: smooth
// hollows that meet in ridges, with faint ripples around that point (V. Frechette, "Failure Analysis of
// Brittle Materials", 1990).
#include <algorithm>
#include <cmath>
#include <limits>

#include <glm/gtc/constants.hpp>

#include "generators/defects/defect.h"
#include "generators/defects/laid_bare.h"

namespace understudy {
namespace {

/// A ball that was scooped out.
struct Scoop {
  glm::dvec3 center;
  double radius_m;
};

/// A ball that leaves a hollow of this depth and half as wide as `half_m` in a plane at right angles to
/// `outward`.
Scoop scoop_at(const glm::dvec3& place, const glm::dvec3& outward, double half_m, double depth_m) {
  const double radius_m = (half_m * half_m + depth_m * depth_m) / (2 * depth_m);
  return {place + outward * (radius_m - depth_m), radius_m};
}

/// One hollow at the site, smaller ones beside it along the edge, which tilt to their side.
std::vector<Scoop> scoops(const DefectSite& site, double half_m, double depth_m, Stream stream) {
  const glm::dvec3 n = site.at.normal, u = site.along, v = glm::cross(n, u);
  std::vector<Scoop> result{scoop_at(site.at.position, n, half_m, depth_m)};
  const int more = int(stream.uniform_int(3, 5));
  for (int i = 0; i < more; ++i) {
    Stream own = stream.child(uint64_t(i));
    const double share = own.uniform(0.3, 0.6), side = (i % 2 ? 1 : -1) * own.uniform(0.5, 1) * (1 - share);
    const glm::dvec3 place = site.at.position + u * (side * half_m) + v * (own.uniform(-0.3, 0.3) * depth_m);
    const glm::dvec3 tilt = u * (0.35 * side) + v * own.uniform(-0.15, 0.15);
    const double own_half_m = share * half_m, own_depth_m = own.uniform(0.6, 1.0) * depth_m;
    // A shallow one is part of a large ball: tilted much, it would reach far below its depth.
    const double may_tilt = std::min(1.0, 8 * own_depth_m / own_half_m);
    result.push_back(scoop_at(place, glm::normalize(n + may_tilt * tilt), own_half_m, own_depth_m));
  }
  return result;
}

/// Way down from `p` to where the field ends; it may be walked by its own value (J. Hart, "Sphere tracing",
/// 1996).
double way_through(const ScalarField& field, const glm::dvec3& p, const glm::dvec3& down, double close_m) {
  double way_m = 0;
  for (int step = 0; step < 200; ++step) {
    const double left_m = -field(p + down * way_m);
    if (left_m < close_m) break;
    way_m += left_m;
  }
  return way_m;
}

Defect make_chip(const DefectSite& site, const DefectSize& size, Stream stream) {
  const double half_m = 0.5 * size.length_m * size.grown();
  // A break across the corner of a sheet is deeper on its sides than straight down: it must not come out
  // below.
  const double deepest_m = std::min(0.8 * half_m, 0.35 * site.room_below_m());
  const double depth_m = std::max(std::min(size.depth_m * size.grown(), deepest_m), 1e-3 * half_m);
  const std::vector<Scoop> hollows = scoops(site, half_m, depth_m, stream.child("scoops"));
  const glm::dvec3 struck = site.at.position + site.along * (stream.uniform(-0.3, 0.3) * half_m);
  const double ripple_m = 0.012 * depth_m, wave_m = 0.11 * half_m;
  Defect defect;
  defect.facts = {size.severity, 0, 0, depth_m * 1e3};
  defect.trail = {site.at};
  DefectShape& shape = defect.shape;
  shape.measured = true;
  // Not across to the other side of a bore whose rim broke: what breaks off lies behind the edge.
  const ScalarField balls = [hollows, half_m, depth_m, at = site.at](const glm::dvec3& p) {
    double nearest = std::numeric_limits<double>::infinity();
    for (const Scoop& scoop : hollows)
      nearest = std::min(nearest, glm::length(p - scoop.center) - scoop.radius_m);
    const glm::dvec3 from = p - at.position;
    return std::max({nearest, glm::length(from) - 1.9 * half_m, glm::dot(from, at.normal) - 0.2 * depth_m});
  };
  const double steepest = ripple_m * glm::two_pi<double>() / wave_m;
  const ScalarField rippled = [=](const glm::dvec3& p) {
    const double rings = std::sin(glm::two_pi<double>() * glm::length(p - struck) / wave_m);
    return (balls(p) + ripple_m * rings) / (1 + steepest);
  };
  shape.field = roughened(rippled, 0.1 * depth_m, 0.4 * half_m, stream.bits());
  shape.finest_m = site.fine_enough(std::max(std::min(half_m / 14, 0.3 * depth_m), half_m / 60), half_m);
  shape.normals = DefectShape::Normals::from_field;
  shape.direction = site.at.normal;
  shape.height = [field = shape.field, down = -site.at.normal, close_m = 1e-5 * half_m](const glm::dvec3& p) {
    return -way_through(field, p, down, close_m);
  };
  shape.center = site.at.position;
  shape.radius_m = 2.2 * half_m;
  return defect;
}

void change_broken(Material& material, DefectLook look) {
  const bool wood = material.pattern == Pattern::wood;
  Material inside = material;
  if (wood || material.coats_metal)
    inside = laid_bare(material, look.depth_m, look.stream);
  else
    paint_over(inside, glm::mix(material.albedo, glm::vec3(0.5f), material.clearcoat > 0.3f ? 0.8f : 0.15f));
  inside.roughness = std::max(inside.roughness, 0.65f);
  inside.clearcoat = 0;
  material.normal_texture = -1;
  blend_towards(material, inside, 0.5 + 0.5 * look.severity);
  if (wood) return;
  // Grain by grain, a little lighter and darker.
  material.pattern = Pattern::noise;
  material.pattern_color = 0.7f * material.albedo;
  material.pattern_scale_m = 0.0006f;
  material.pattern_strength = 0.6f;
}

}  // namespace

DefectKind chip_kind() {
  DefectKind kind{"chip",
                  "{uniform: [3, 12]}",
                  "{depends: defects.chip.length_mm, points: [[0.05, 0.05], [5000, 5000]]}",
                  "{uniform: [0.8, 3]}",
                  "edges",
                  true,
                  make_chip,
                  change_broken};
  kind.width_follows = true;
  return kind;
}

}  // namespace understudy
