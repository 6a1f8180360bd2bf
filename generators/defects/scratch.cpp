// SPDX-License-Identifier: Apache-2.0
// Something hard was drawn over the surface: a groove with raised lips, bright on metal, down to the ground
// under paint, whitish on other matter.
#include <algorithm>
#include <cmath>

#include "generators/defects/defect.h"

namespace understudy {
namespace {

/// The way of the scratch, cut off where a milder one ends. Its ends taper.
Stroke scratch_path(const DefectSite& site, const DefectSize& size, Stream stream, double& length_m) {
  constexpr int steps = 24;
  const double step_m = size.length_m / steps, curl = stream.normal(0, 0.02);
  std::vector<SurfacePoint> path{site.at};
  SurfacePoint at = site.at;
  glm::dvec3 direction = site.along;
  double turn = 0;
  for (int i = 0; i < steps; ++i) {
    turn = 0.7 * turn + curl + stream.normal(0, 0.02);
    direction = direction * std::cos(turn) + glm::cross(at.normal, direction) * std::sin(turn);
    if (!site.map.walk(at, direction, step_m, step_m, path)) break;
  }
  const double wanted_m = size.length_m * size.grown(), half_m = 0.5 * size.width_m * size.grown();
  Stroke stroke{{path[0].position}, {0}};
  std::vector<double> run{0};
  for (size_t i = 1; i < path.size() && run.back() < wanted_m; ++i) {
    const glm::dvec3 last = stroke.points.back(), step = path[i].position - last;
    const double length = glm::length(step);
    if (length <= 0) continue;
    const double share = std::min(1.0, (wanted_m - run.back()) / length);
    stroke.points.push_back(last + step * share);
    run.push_back(run.back() + length * share);
  }
  length_m = run.back();
  const double taper_m = std::max(0.12 * length_m, 1e-9);
  stroke.radii_m.clear();
  for (double r : run)
    stroke.radii_m.push_back(half_m * (0.3 + 0.7 * std::min(1.0, std::min(r, length_m - r) / taper_m)));
  return stroke;
}

Defect make_scratch(const DefectSite& site, const DefectSize& size, Stream stream) {
  Defect defect;
  double length_m = 0;
  const std::vector<Stroke> strokes{scratch_path(site, size, stream.child("path"), length_m)};
  const double width_m = size.width_m * size.grown(), depth_m = size.depth_m * size.grown();
  defect.facts = {size.severity, length_m * 1e3, width_m * 1e3, depth_m * 1e3};
  DefectShape& shape = defect.shape;
  shape.field = stroke_field(strokes);
  shape.finest_m = 0.49 * width_m;
  shape.levels = {-0.12 * width_m, -0.22 * width_m, -0.38 * width_m};
  const std::vector<glm::dvec2> profile{
      {-0.38 * width_m, -depth_m}, {-0.22 * width_m, 0}, {-0.12 * width_m, 0.35 * depth_m}, {0, 0}};
  shape.height = [field = shape.field, profile](const glm::dvec3& p) {
    return linear_profile(field(p), profile);
  };
  enclose(strokes, shape.finest_m, shape);
  return defect;
}

void change_scratched(Material& material, DefectLook look) {
  const bool painted = material.clearcoat > 0.3f;
  const bool groove = look.band >= 2;
  if (!groove) {  // the lips are the same matter, torn
    material.roughness = std::max(material.roughness, 0.45f);
    material.clearcoat *= 0.3f;
    return;
  }
  Material bare = material;
  bare.clearcoat = 0;
  bare.roughness = 0.35f;
  if (material.metalness > 0.5f && !painted) {
    bare.albedo = glm::mix(material.albedo, glm::vec3(0.95f), 0.5f);
    bare.roughness = 0.28f;
  } else if (painted) {
    // A mild one stays in the coat and looks white; a bad one shows the primer.
    bare.albedo = look.severity > 0.6 ? glm::vec3(0.42f, 0.41f, 0.39f) : glm::vec3(0.75f);
    bare.metalness = 0;
    bare.roughness = 0.6f;
  } else {
    bare.albedo = glm::mix(material.albedo, glm::vec3(0.85f), 0.45f);
    bare.roughness = 0.7f;
  }
  material.thin_glass = false;
  blend_towards(material, bare, 0.25 + 0.75 * look.severity);
}

}  // namespace

DefectKind scratch_kind() {
  return {"scratch",
          "{uniform: [10, 60]}",
          "{log_uniform: [0.15, 0.6]}",
          "{uniform: [0.02, 0.08]}",
          "uniform",
          false,
          make_scratch,
          change_scratched};
}

}  // namespace understudy
