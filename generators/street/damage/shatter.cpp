// SPDX-License-Identifier: Apache-2.0
#include "generators/street/damage/shatter.h"

#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/defects/fields.h"

namespace understudy {
namespace {

/// In the pane's plane, of half extent 1.
struct Ray2 {
  double angle;
  std::vector<glm::dvec2> points;  ///< from the impact outwards
};

Ray2 crack_from(const glm::dvec2& impact, double angle, Stream stream) {
  Ray2 ray{angle, {impact}};
  double heading = angle;
  for (int i = 0; i < 6; ++i) {
    heading += stream.normal(0, 0.16);
    ray.points.push_back(ray.points.back() + 0.42 * glm::dvec2(std::cos(heading), std::sin(heading)));
  }
  return ray;
}

class Cracks {
 public:
  Cracks(const Pane& pane, double severity) : pane_(pane), severity_(severity) {}

  glm::dvec3 placed(const glm::dvec2& p) const {
    const glm::dvec3 right = glm::cross(pane_.up, pane_.facing);
    return pane_.middle + pane_.half_m * (right * p.x + pane_.up * p.y);
  }
  void add(const std::vector<glm::dvec2>& points, double from, double to) {
    Stroke stroke;
    for (size_t i = 0; i < points.size(); ++i) {
      const double share = double(i) / double(points.size() - 1);
      stroke.points.push_back(placed(points[i]));
      stroke.radii_m.push_back(width_m() * (from + (to - from) * share));
    }
    strokes.push_back(std::move(stroke));
  }
  double width_m() const { return pane_.half_m * (0.014 + 0.022 * severity_); }

  std::vector<Stroke> strokes;

 private:
  const Pane& pane_;
  double severity_;
};

}  // namespace

DefectShape shatter(const Pane& pane, double severity, Stream stream) {
  Cracks cracks(pane, severity);
  const double off = stream.uniform(0, 0.5), way = stream.uniform(0, glm::two_pi<double>());
  const glm::dvec2 impact = off * glm::dvec2(std::cos(way), std::sin(way));
  constexpr int most = 11;
  const int count = 4 + int(std::lround((most - 4) * severity));
  std::vector<Ray2> rays;
  const double turn = stream.uniform(0, glm::two_pi<double>());
  for (int i = 0; i < most; ++i) {
    // In an order that fills the circle evenly however many there are.
    const double angle = turn + glm::two_pi<double>() * std::fmod(0.618034 * i, 1.0) + stream.normal(0, 0.1);
    Ray2 ray = crack_from(impact, angle, stream.child(uint64_t(i)));
    if (i < count) rays.push_back(std::move(ray));
  }
  for (const Ray2& ray : rays) cracks.add(ray.points, 1, 0.45);
  std::sort(rays.begin(), rays.end(), [](const Ray2& a, const Ray2& b) { return a.angle < b.angle; });
  for (size_t i = 0; i < rays.size(); ++i) {
    const Ray2 &a = rays[i], &b = rays[(i + 1) % rays.size()];
    Stream own = stream.child("rings").child(uint64_t(i));
    const size_t step = size_t(own.uniform_int(1, 2));
    if (own.chance(0.35 + 0.5 * severity)) cracks.add({a.points[step], b.points[step]}, 0.7, 0.7);
  }
  // What has fallen out around the impact.
  const double hole = pane.half_m * (0.06 + 0.4 * severity * stream.uniform(0.6, 1));
  cracks.strokes.push_back({{cracks.placed(impact)}, {hole}});
  const glm::dvec3 normal = pane.facing;
  const double level = glm::dot(pane.middle, normal), thick_m = pane.thick_m;
  const ScalarField flat =
      roughened(stroke_field(cracks.strokes), 0.3 * cracks.width_m(), 0.25 * pane.half_m, stream.bits());
  DefectShape shape;
  shape.field = [=](const glm::dvec3& p) {
    const double out_m = glm::dot(p, normal) - level;
    return std::max(flat(p - normal * out_m), std::abs(out_m) - thick_m);
  };
  shape.finest_m = std::max(0.004, 0.06 * pane.half_m);
  shape.connected = false;
  shape.center = pane.middle;
  shape.radius_m = 2 * pane.half_m + thick_m;
  return shape;
}

}  // namespace understudy
