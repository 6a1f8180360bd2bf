// SPDX-License-Identifier: Apache-2.0
#include "generators/defects/fields.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/error.h"

namespace understudy {
namespace {

/// -1..1 for a corner of the lattice. Mixing constants: those of splitmix64.
double lattice_value(int64_t x, int64_t y, int64_t z, uint64_t seed) {
  uint64_t h = seed ^ uint64_t(x) * 0x9E3779B97F4A7C15ull ^ uint64_t(y) * 0xC2B2AE3D27D4EB4Full ^
               uint64_t(z) * 0x165667B19E3779F9ull;
  h = (h ^ h >> 30) * 0xBF58476D1CE4E5B9ull;
  h = (h ^ h >> 27) * 0x94D049BB133111EBull;
  h ^= h >> 31;
  return double(h >> 11) * 0x1p-52 - 1;
}

/// Distance from `p` to the cone between two balls, as the distance to the axis less the radius there.
double to_segment(const glm::dvec3& p, const glm::dvec3& a, const glm::dvec3& b, double radius_a,
                  double radius_b) {
  const glm::dvec3 along = b - a;
  const double length2 = glm::dot(along, along);
  const double share = length2 > 0 ? std::clamp(glm::dot(p - a, along) / length2, 0.0, 1.0) : 0;
  return glm::length(p - a - along * share) - (radius_a + (radius_b - radius_a) * share);
}

}  // namespace

ScalarField stroke_field(std::vector<Stroke> strokes) {
  for (const Stroke& stroke : strokes)
    CHECK(!stroke.points.empty() && stroke.points.size() == stroke.radii_m.size(),
          "a stroke has one radius per point");
  return [strokes = std::move(strokes)](const glm::dvec3& p) {
    double nearest = std::numeric_limits<double>::infinity();
    for (const auto& [points, radii] : strokes) {
      for (size_t i = 0; i + 1 < points.size() || i == 0; ++i) {
        const size_t next = std::min(i + 1, points.size() - 1);
        nearest = std::min(nearest, to_segment(p, points[i], points[next], radii[i], radii[next]));
      }
    }
    return nearest;
  };
}

double smooth_noise(const glm::dvec3& p, uint64_t seed) {
  const glm::dvec3 cell = glm::floor(p);
  const glm::dvec3 f = p - cell, s = f * f * (3.0 - 2.0 * f);
  double sum = 0;
  for (int i = 0; i < 8; ++i) {
    const glm::dvec3 corner(i & 1, (i >> 1) & 1, i >> 2);
    const glm::dvec3 w = glm::mix(1.0 - s, s, corner);
    const glm::dvec3 at = cell + corner;
    sum += w.x * w.y * w.z * lattice_value(int64_t(at.x), int64_t(at.y), int64_t(at.z), seed);
  }
  return sum;
}

ScalarField roughened(ScalarField field, double amplitude_m, double feature_m, uint64_t seed) {
  // Three octaves of noise change by no more than this per metre, so the sum keeps to 1 per metre.
  constexpr double steepest = 3, finer = 0.45, weaker = 0.4;
  const double slope = amplitude_m * steepest / feature_m * (1 + weaker / finer * (1 + weaker / finer));
  return [=, field = std::move(field)](const glm::dvec3& p) {
    double noise = 0, weight = 1, feature = feature_m;
    for (int octave = 0; octave < 3; ++octave) {
      noise += weight * smooth_noise(p / feature, seed + uint64_t(octave));
      weight *= weaker;
      feature *= finer;
    }
    return (field(p) + amplitude_m * noise / (1 + weaker + weaker * weaker)) / (1 + slope);
  };
}

void enclose(const std::vector<Stroke>& strokes, double more_m, DefectShape& shape) {
  glm::dvec3 lower(std::numeric_limits<double>::infinity()), upper = -lower;
  for (const auto& [points, radii] : strokes) {
    for (size_t i = 0; i < points.size(); ++i) {
      lower = glm::min(lower, points[i] - radii[i]);
      upper = glm::max(upper, points[i] + radii[i]);
    }
  }
  shape.center = (lower + upper) / 2.0;
  shape.radius_m = glm::length(upper - lower) / 2 + more_m;
}

double linear_profile(double x, const std::vector<glm::dvec2>& points) {
  if (x <= points.front().x) return points.front().y;
  for (size_t i = 1; i < points.size(); ++i) {
    if (x > points[i].x) continue;
    const glm::dvec2 a = points[i - 1], b = points[i];
    return a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x);
  }
  return points.back().y;
}

}  // namespace understudy
