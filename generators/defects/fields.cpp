// SPDX-License-Identifier: Apache-2.0
#include "generators/defects/fields.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/error.h"
#include "generators/defects/edge_table.h"

namespace understudy {
namespace {

/// -1..1 for a corner of the lattice, whose coordinates have been hashed one by one.
double lattice_value(uint64_t x, uint64_t y, uint64_t z) {
  return double(scrambled(x ^ y ^ z) >> 11) * 0x1p-52 - 1;
}

/// As std::floor, without a call.
double floor_of(double x) {
  const auto whole = double(int64_t(x));
  return whole > x ? whole - 1 : whole;
}

/// Distance from `p` to the cone between two balls, as the distance to the axis less the radius there.
double to_segment(const glm::dvec3& p, const glm::dvec3& a, const glm::dvec3& b, double radius_a,
                  double radius_b) {
  const glm::dvec3 along = b - a;
  const double length2 = glm::dot(along, along);
  const double share = length2 > 0 ? std::clamp(glm::dot(p - a, along) / length2, 0.0, 1.0) : 0;
  return glm::length(p - a - along * share) - (radius_a + (radius_b - radius_a) * share);
}

/// The segments of strokes, in runs of a few with a ball around each.
class Segments {
 public:
  explicit Segments(const std::vector<Stroke>& strokes) {
    for (const auto& [points, radii] : strokes) {
      const size_t first = segments_.size();
      for (size_t i = 0; i + 1 < points.size() || i == 0; ++i) {
        const size_t next = std::min(i + 1, points.size() - 1);
        segments_.push_back({points[i], points[next], radii[i], radii[next]});
      }
      for (size_t i = first; i < segments_.size(); i += per_run)
        add_run(i, std::min(i + per_run, segments_.size()));
    }
  }

  double distance_m(const glm::dvec3& p) const {
    // The run whose middle is nearest is looked at first; most others are then farther than what it gave.
    size_t best = 0;
    double least = std::numeric_limits<double>::infinity();
    for (size_t i = 0; runs_.size() > 1 && i < runs_.size(); ++i)
      if (const double away2 = squared(p - runs_[i].middle); away2 < least) least = away2, best = i;
    double nearest = nearest_of(runs_[best], p);
    for (size_t i = 0; i < runs_.size(); ++i)
      if (i != best && may_be_within(runs_[i], p, nearest))
        nearest = std::min(nearest, nearest_of(runs_[i], p));
    return nearest;
  }

 private:
  static constexpr size_t per_run = 6;
  struct Segment {
    glm::dvec3 a, b;
    double radius_a, radius_b;
  };
  struct Run {
    glm::dvec3 middle;
    double radius_m;
    size_t first, last;
  };

  void add_run(size_t first, size_t last) {
    Run run{(segments_[first].a + segments_[last - 1].b) / 2.0, 0, first, last};
    for (size_t i = first; i < last; ++i) {
      const Segment& s = segments_[i];
      run.radius_m = std::max({run.radius_m, glm::length(s.a - run.middle) + s.radius_a,
                               glm::length(s.b - run.middle) + s.radius_b});
    }
    run.radius_m *= 1 + 1e-9;  // rounding hides nothing
    runs_.push_back(run);
  }

  static double squared(const glm::dvec3& v) { return glm::dot(v, v); }

  /// Whether a point of the run may be as near as that, or within its surface as deep.
  static bool may_be_within(const Run& run, const glm::dvec3& p, double distance_m) {
    const double reach_m = distance_m + run.radius_m;
    return reach_m > 0 && squared(p - run.middle) * (1 - 1e-9) <= reach_m * reach_m;
  }

  double nearest_of(const Run& run, const glm::dvec3& p) const {
    double nearest = std::numeric_limits<double>::infinity();
    for (size_t i = run.first; i < run.last; ++i) {
      const Segment& s = segments_[i];
      nearest = std::min(nearest, to_segment(p, s.a, s.b, s.radius_a, s.radius_b));
    }
    return nearest;
  }

  std::vector<Segment> segments_;
  std::vector<Run> runs_;
};

}  // namespace

ScalarField stroke_field(const std::vector<Stroke>& strokes) {
  for (const Stroke& stroke : strokes)
    CHECK(!stroke.points.empty() && stroke.points.size() == stroke.radii_m.size(),
          "a stroke has one radius per point");
  return [segments = Segments(strokes)](const glm::dvec3& p) { return segments.distance_m(p); };
}

double smooth_noise(const glm::dvec3& p, uint64_t seed) {
  const glm::dvec3 cell(floor_of(p.x), floor_of(p.y), floor_of(p.z));
  const glm::dvec3 f = p - cell, s = f * f * (3.0 - 2.0 * f);
  const uint64_t primes[3] = {0x9E3779B97F4A7C15ull, 0xC2B2AE3D27D4EB4Full, 0x165667B19E3779F9ull};
  uint64_t hashes[3][2];  // by axis, of the lower corner and the upper one
  for (int axis = 0; axis < 3; ++axis) {
    hashes[axis][0] = uint64_t(int64_t(cell[axis])) * primes[axis];
    hashes[axis][1] = hashes[axis][0] + primes[axis];
  }
  hashes[0][0] ^= seed, hashes[0][1] ^= seed;
  const double wx[2] = {1.0 - s.x, s.x}, wy[2] = {1.0 - s.y, s.y}, wz[2] = {1.0 - s.z, s.z};
  double sum = 0;
  for (int z = 0; z < 2; ++z)
    for (int y = 0; y < 2; ++y)
      for (int x = 0; x < 2; ++x)
        sum += wx[x] * wy[y] * wz[z] * lattice_value(hashes[0][x], hashes[1][y], hashes[2][z]);
  return sum;
}

ScalarField roughened(ScalarField field, double amplitude_m, double feature_m, uint64_t seed) {
  // Three octaves of noise change by no more than this per metre, so the sum keeps to 1 per metre.
  constexpr double steepest = 3, finer = 0.45, weaker = 0.4;
  const double slope = amplitude_m * steepest / feature_m * (1 + weaker / finer * (1 + weaker / finer));
  return [=, field = std::move(field)](const glm::dvec3& p) {
    // However steep the noise, it moves no outline by more than its amplitude: far out that tells more than
    // the slope.
    const double base = field(p), beyond = base - amplitude_m;
    if (beyond >= (base + amplitude_m) / (1 + slope)) return beyond;
    double noise = 0, weight = 1, feature = feature_m;
    for (int octave = 0; octave < 3; ++octave) {
      noise += weight * smooth_noise(p / feature, seed + uint64_t(octave));
      weight *= weaker;
      feature *= finer;
    }
    return std::max((base + amplitude_m * noise / (1 + weaker + weaker * weaker)) / (1 + slope), beyond);
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
