// SPDX-License-Identifier: Apache-2.0
// Matter that gave way: a jagged dark line that branches and runs out in hair-thin tips.
#include <algorithm>
#include <cmath>

#include "generators/defects/defect.h"
#include "generators/defects/laid_bare.h"

namespace understudy {
namespace {

struct CrackPath {
  std::vector<SurfacePoint> points;
  std::vector<double> run_m;  ///< way from the crack's beginning
};

constexpr int steps = 36;

/// One jagged way; `run_m` at its beginning counts on from the branch that it leaves.
CrackPath crack_path(const DefectSite& site, SurfacePoint at, glm::dvec3 direction, double run_m, int count,
                     double step_m, Stream stream) {
  CrackPath path{{at}, {run_m}};
  double drift = 0;
  for (int i = 0; i < count; ++i) {
    drift = 0.8 * drift + stream.normal(0, 0.12);  // it wanders, and zigzags from grain to grain
    const double turn = drift + stream.normal(0, 0.45);
    glm::dvec3 step = direction * std::cos(turn) + glm::cross(at.normal, direction) * std::sin(turn);
    std::vector<SurfacePoint> way;
    const bool arrived = site.map.walk(at, step, step_m, step_m, way);
    for (const SurfacePoint& point : way) {
      path.run_m.push_back(path.run_m.back() + glm::length(point.position - path.points.back().position));
      path.points.push_back(point);
    }
    if (!arrived) break;
    direction = glm::normalize(glm::mix(direction, step, 0.25));
  }
  return path;
}

/// The part of a path that a crack of this length has reached, thinner towards its tip.
Stroke reached(const CrackPath& path, double length_m, double half_m) {
  Stroke stroke;
  for (size_t i = 0; i < path.points.size() && path.run_m[i] <= length_m; ++i) {
    stroke.points.push_back(path.points[i].position);
    const double left = std::min(length_m, path.run_m.back()) - path.run_m[i];
    stroke.radii_m.push_back(half_m * (0.25 + 0.75 * std::sqrt(std::clamp(2 * left / length_m, 0.0, 1.0))));
  }
  return stroke;
}

std::vector<CrackPath> crack_paths(const DefectSite& site, const DefectSize& size, Stream stream) {
  const double step_m = size.length_m / steps;
  std::vector<CrackPath> paths{
      crack_path(site, site.at, site.along, 0, steps, step_m, stream.child("trunk"))};
  const int branches = int(stream.uniform_int(2, 5));
  for (int i = 0; i < branches; ++i) {
    Stream own = stream.child(uint64_t(i));
    const CrackPath& trunk = paths[0];
    const size_t at = size_t(own.uniform(0.1, 0.8) * double(trunk.points.size() - 1));
    if (at + 1 >= trunk.points.size()) continue;
    const glm::dvec3 ahead = trunk.points[at + 1].position - trunk.points[at].position;
    if (glm::length(ahead) <= 0) continue;
    const double turn = (own.chance(0.5) ? 1 : -1) * own.uniform(0.5, 1.1);
    const glm::dvec3 forward = glm::normalize(ahead), side = glm::cross(trunk.points[at].normal, forward);
    const int count = int(own.uniform_int(steps / 6, steps / 3));
    paths.push_back(crack_path(site, trunk.points[at], forward * std::cos(turn) + side * std::sin(turn),
                               trunk.run_m[at], count, step_m, own.child("way")));
  }
  return paths;
}

/// Straight from tip to tip: where a trunk soon ended, its branches are the crack.
double widest_apart_m(const std::vector<Stroke>& strokes) {
  double widest_m = 0;
  for (const Stroke& one : strokes)
    for (const Stroke& other : strokes)
      widest_m = std::max(widest_m, glm::length(one.points.back() - other.points.back()));
  return widest_m;
}

Defect make_crack(const DefectSite& site, const DefectSize& size, Stream stream) {
  const double length_m = size.length_m * size.grown(), half_m = 0.5 * size.width_m * size.grown();
  const double depth_m = size.depth_m * size.grown();
  std::vector<Stroke> strokes;
  Defect defect;
  double reached_m = 0;
  for (const CrackPath& path : crack_paths(site, size, stream)) {
    const double thinner = strokes.empty() ? 1 : 0.6;
    Stroke stroke = reached(path, length_m, half_m * thinner);
    if (stroke.points.size() < 2) continue;
    reached_m = std::max(reached_m, std::min(length_m, path.run_m.back()));
    if (strokes.empty())
      defect.trail.assign(path.points.begin(), path.points.begin() + ptrdiff_t(stroke.points.size()));
    strokes.push_back(std::move(stroke));
  }
  if (strokes.empty()) strokes.push_back({{site.at.position}, {half_m}});
  reached_m = std::max(reached_m, widest_apart_m(strokes));
  defect.facts = {size.severity, reached_m * 1e3, 2e3 * half_m, depth_m * 1e3};
  DefectShape& shape = defect.shape;
  shape.field = stroke_field(strokes);
  shape.finest_m = std::max(0.6 * half_m, length_m / 4000);
  shape.levels = {-0.3 * half_m};
  shape.height = [=, field = shape.field](const glm::dvec3& p) {
    return linear_profile(field(p), {{-half_m, -depth_m}, {-0.3 * half_m, -0.6 * depth_m}, {0, 0}});
  };
  enclose(strokes, shape.finest_m, shape);
  return defect;
}

void change_cracked(Material& material, DefectLook look) {
  Material dark = material;
  paint_over(dark, material.albedo * 0.06f);
  dark.roughness = 0.9f;
  dark.metalness = 0;
  dark.clearcoat = 0;
  dark.thin_glass = false;
  blend_towards(material, dark, (look.band == 0 ? 0.7 : 1.0) * (0.7 + 0.3 * look.severity));
}

}  // namespace

DefectKind crack_kind() {
  DefectKind kind{
      "crack",    "{uniform: [15, 60]}", "{log_uniform: [0.2, 0.7]}", "{uniform: [0.3, 1]}", "edges", false,
      make_crack, change_cracked};
  kind.needs_room = true;
  return kind;
}

}  // namespace understudy
