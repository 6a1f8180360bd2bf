// SPDX-License-Identifier: Apache-2.0
// Something hard was drawn over the surface: a groove with raised lips, bright on metal, down to the ground
// under paint, whitish on other matter.
#include <algorithm>
#include <cmath>

#include "generators/defects/defect.h"
#include "generators/defects/laid_bare.h"

namespace understudy {
namespace {

constexpr int steps = 48;

struct Way {
  std::vector<SurfacePoint> points;
  std::vector<double> run_m;  ///< from the beginning
};

/// What a hand or a machine draws: all but straight, with a slight bend, seldom a jerk. Cut off where a
/// milder one ends.
Way scratch_way(const DefectSite& site, const DefectSize& size, Stream stream) {
  const double step_m = size.length_m / steps;
  const double bend = stream.normal(0, 0.1) / steps;
  const int jerk_at = stream.chance(0.2) ? int(stream.uniform_int(steps / 4, 3 * steps / 4)) : -1;
  const double jerk = stream.normal(0, 0.3);
  std::vector<SurfacePoint> path{site.at};
  SurfacePoint at = site.at;
  glm::dvec3 direction = site.along;
  double tremble = 0;
  for (int i = 0; i < steps; ++i) {
    const double last = tremble;
    tremble = 0.6 * tremble + stream.normal(0, 0.012);
    const double turn = bend + tremble - last + (i == jerk_at ? jerk : 0);
    direction = direction * std::cos(turn) + glm::cross(at.normal, direction) * std::sin(turn);
    if (!site.map.walk(at, direction, step_m, step_m, path)) break;
  }
  const double wanted_m = size.length_m * size.grown();
  Way way{{path[0]}, {0}};
  for (size_t i = 1; i < path.size() && way.run_m.back() < wanted_m; ++i) {
    const glm::dvec3 last = way.points.back().position, step = path[i].position - last;
    const double length = glm::length(step);
    if (length <= 0) continue;
    const double share = std::min(1.0, (wanted_m - way.run_m.back()) / length);
    way.points.push_back(path[i]);
    way.points.back().position = last + step * share;
    way.run_m.push_back(way.run_m.back() + length * share);
  }
  return way;
}

/// Where the tool skipped, near both ends, as stretches of the way; ascending.
std::vector<glm::dvec2> skips(double length_m, double width_m, Stream stream) {
  std::vector<glm::dvec2> result;
  for (const bool at_end : {false, true}) {
    double from = stream.uniform(0.04, 0.09);
    const int count = int(stream.uniform_int(0, 2));
    for (int i = 0; i < count; ++i) {
      // No shorter than what one sees as a gap; the tool presses less and less towards an end.
      const double gap = std::max(stream.uniform(0.01, 0.035), 2 * width_m / length_m);
      result.push_back((at_end ? glm::dvec2(1 - from - gap, 1 - from) : glm::dvec2(from, from + gap)) *
                       length_m);
      from += gap + stream.uniform(0.03, 0.08);
    }
  }
  std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
  return result;
}

/// The stretch of a way, as wide as the tool pressed there; its ends taper.
Stroke stretch(const Way& way, double from_m, double to_m, double half_m, uint64_t grain) {
  const double taper_m = std::max(0.2 * (to_m - from_m), 1e-9), length_m = way.run_m.back();
  Stroke stroke;
  const auto add = [&](const glm::dvec3& p, double run) {
    const double end = std::min(1.0, std::min(run - from_m, to_m - run) / taper_m);
    const double pressed = 0.85 + 0.15 * smooth_noise({9 * run / length_m, 0.5, 0.5}, grain);
    stroke.points.push_back(p);
    stroke.radii_m.push_back(half_m * pressed * (0.3 + 0.7 * end));
  };
  const auto place = [&](double run) {
    const size_t next =
        size_t(std::upper_bound(way.run_m.begin() + 1, way.run_m.end() - 1, run) - way.run_m.begin());
    const double share = (run - way.run_m[next - 1]) / (way.run_m[next] - way.run_m[next - 1]);
    return glm::mix(way.points[next - 1].position, way.points[next].position, share);
  };
  add(place(from_m), from_m);
  for (size_t i = 0; i < way.points.size(); ++i)
    if (way.run_m[i] > from_m && way.run_m[i] < to_m) add(way.points[i].position, way.run_m[i]);
  add(place(to_m), to_m);
  return stroke;
}

/// The strokes of a scratch; the first begins at the site.
std::vector<Stroke> scratch_strokes(const Way& way, double width_m, Stream stream) {
  const double length_m = way.run_m.back();
  const uint64_t grain = stream.bits();
  if (way.points.size() < 2) return {{{way.points[0].position}, {0.5 * width_m}}};
  std::vector<Stroke> strokes;
  double from_m = 0;
  for (const glm::dvec2& gap : skips(length_m, width_m, stream.child("skips"))) {
    if (gap.x < from_m + width_m || gap.y > length_m - width_m) continue;
    strokes.push_back(stretch(way, from_m, gap.x, 0.5 * width_m, grain));
    from_m = gap.y;
  }
  strokes.push_back(stretch(way, from_m, length_m, 0.5 * width_m, grain));
  return strokes;
}

constexpr double finest_share = 0.75;  ///< of the width: how thin one beside it may be

/// The way moved sideways along the surface.
Way beside(const Way& way, double offset_m) {
  Way moved = way;
  for (size_t i = 0; i < way.points.size(); ++i) {
    const SurfacePoint& at = way.points[i];
    const glm::dvec3 along =
        way.points[std::min(i + 1, way.points.size() - 1)].position - way.points[i > 0 ? i - 1 : 0].position;
    const glm::dvec3 across = normalized_or(glm::cross(at.normal, along), glm::dvec3(0));
    moved.points[i].position += across * offset_m;
  }
  return moved;
}

/// What scrapes along has more than one sharp point: finer scratches beside the first, each a part of its
/// way. Where they lie does not depend on the severity. Returns whether there are any.
bool add_company(const Way& way, const DefectSize& size, Stream stream, std::vector<Stroke>& strokes) {
  const double reached_m = way.run_m.back(), width_m = size.width_m * size.grown();
  if (way.points.size() < 2 || !stream.chance(0.55)) return false;
  const size_t before = strokes.size();
  const int count = int(stream.uniform_int(1, 3));
  double aside_m = 0;
  for (int i = 0; i < count; ++i) {
    Stream own = stream.child(uint64_t(i));
    aside_m += own.uniform(1.6, 4) * size.width_m;
    const double from_m = own.uniform(0, 0.55) * size.length_m;
    const double to_m = std::min(from_m + own.uniform(0.2, 0.6) * size.length_m, reached_m);
    const double thin = own.uniform(finest_share, 1);
    if (to_m - from_m < 6 * width_m) continue;
    const Way moved = beside(way, (i % 2 ? -1 : 1) * aside_m);
    strokes.push_back(stretch(moved, from_m, to_m, 0.5 * thin * width_m, own.bits()));
  }
  return strokes.size() > before;
}

Defect make_scratch(const DefectSite& site, const DefectSize& size, Stream stream) {
  const double width_m = size.width_m * size.grown(), depth_m = size.depth_m * size.grown();
  const Way way = scratch_way(site, size, stream.child("path"));
  const double length_m = way.run_m.back();
  std::vector<Stroke> strokes = scratch_strokes(way, width_m, stream.child("strokes"));
  const bool company = add_company(way, size, stream.child("company"), strokes);
  Defect defect;
  defect.trail = way.points;
  defect.facts = {size.severity, length_m * 1e3, width_m * 1e3, depth_m * 1e3};
  DefectShape& shape = defect.shape;
  shape.field = stroke_field(strokes);
  shape.finest_m = 0.49 * width_m * (company ? finest_share : 1.0);
  for (size_t i = 1; i < strokes.size(); ++i)
    shape.islands.push_back(strokes[i].points[strokes[i].points.size() / 2]);
  shape.levels = {-0.12 * width_m, -0.22 * width_m, -0.38 * width_m};
  const std::vector<glm::dvec2> profile{
      {-0.38 * width_m, -depth_m}, {-0.22 * width_m, 0}, {-0.12 * width_m, 0.35 * depth_m}, {0, 0}};
  shape.height = [field = shape.field, profile](const glm::dvec3& p) {
    return linear_profile(field(p), profile);
  };
  enclose(strokes, shape.finest_m, shape);
  return defect;
}

/// Half as deep on its flanks as at the bottom: in thick paint both show another layer.
void change_scratched(Material& material, DefectLook look) {
  const bool groove = look.band >= 2;
  if (!groove) {  // the lips are the same matter, torn
    material.roughness = std::max(material.roughness, 0.45f);
    material.clearcoat *= 0.3f;
    return;
  }
  const Material ground = laid_bare(material, look.depth_m * (look.band == 2 ? 0.5 : 1), look.stream);
  blend_towards(material, ground, 0.5 + 0.5 * look.severity);
}

}  // namespace

DefectKind scratch_kind() {
  DefectKind kind{"scratch",
                  "{uniform: [10, 60]}",
                  "{log_uniform: [0.15, 0.6]}",
                  "{uniform: [0.02, 0.08]}",
                  "uniform",
                  false,
                  make_scratch,
                  change_scratched};
  kind.needs_room = true;
  return kind;
}

}  // namespace understudy
