// SPDX-License-Identifier: Apache-2.0
#include "generators/street/occupancy.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace understudy {
namespace {

constexpr double cell_m = 6;
/// Between the two a tree has only its trunk and a lamp only its pole.
constexpr double band_edges_m[] = {-1e9, 2.3, 4.2, 1e9};

glm::dvec2 along(double heading_rad) { return {std::cos(heading_rad), std::sin(heading_rad)}; }

bool separated_along(const glm::dvec2& axis, const Volume& a, const Volume& b) {
  const auto reach = [&](const Volume& v) {
    const glm::dvec2 u = along(v.heading_rad);
    return v.half.x * std::abs(glm::dot(axis, u)) +
           v.half.y * std::abs(glm::dot(axis, glm::dvec2(-u.y, u.x)));
  };
  return std::abs(glm::dot(axis, b.center - a.center)) >= reach(a) + reach(b);
}

struct Bounds {
  glm::dvec3 lower{std::numeric_limits<double>::infinity()};
  glm::dvec3 upper{-std::numeric_limits<double>::infinity()};
  void add(const glm::dvec3& p) {
    lower = glm::min(lower, p);
    upper = glm::max(upper, p);
  }
};

/// Adds what of the triangle lies within [low, high] in z: its corners there, and where its edges cross the
/// planes.
void add_clipped(const glm::dvec3 (&corner)[3], double low, double high, Bounds& bounds) {
  for (int i = 0; i < 3; ++i) {
    const glm::dvec3 &a = corner[i], &b = corner[(i + 1) % 3];
    if (a.z >= low && a.z <= high) bounds.add(a);
    for (const double plane : {low, high})
      if ((a.z < plane) != (b.z < plane)) bounds.add(a + (b - a) * ((plane - a.z) / (b.z - a.z)));
  }
}

}  // namespace

bool overlap(const Volume& a, const Volume& b) {
  if (a.high_m <= b.low_m || b.high_m <= a.low_m) return false;
  for (const double heading : {a.heading_rad, b.heading_rad}) {
    const glm::dvec2 u = along(heading);
    if (separated_along(u, a, b) || separated_along({-u.y, u.x}, a, b)) return false;
  }
  return true;
}

Volume moved(const Volume& volume, const glm::dvec2& position, double heading_rad, double base_m,
             double clearance_m) {
  const glm::dvec2 u = along(heading_rad);
  Volume out = volume;
  out.center = position + u * volume.center.x + glm::dvec2(-u.y, u.x) * volume.center.y;
  out.heading_rad = volume.heading_rad + heading_rad;
  out.half += glm::dvec2(clearance_m);
  out.low_m += base_m;
  out.high_m += base_m;
  return out;
}

std::vector<Volume> volumes_of(const Mesh& mesh) {
  constexpr int bands = int(std::size(band_edges_m)) - 1;
  Bounds bounds[bands];
  for (const glm::uvec3& t : mesh.triangles) {
    const glm::dvec3 corner[3] = {glm::dvec3(mesh.positions[t.x]), glm::dvec3(mesh.positions[t.y]),
                                  glm::dvec3(mesh.positions[t.z])};
    for (int band = 0; band < bands; ++band)
      add_clipped(corner, band_edges_m[band], band_edges_m[band + 1], bounds[band]);
  }
  std::vector<Volume> volumes;
  for (const Bounds& b : bounds) {
    if (b.lower.x > b.upper.x) continue;
    volumes.push_back(
        {glm::dvec2(b.lower + b.upper) * 0.5, glm::dvec2(b.upper - b.lower) * 0.5, 0, b.lower.z, b.upper.z});
  }
  return volumes;
}

template <typename Visit>
void Occupancy::visit_cells(const Volume& volume, Visit visit) const {
  const glm::dvec2 u = glm::abs(along(volume.heading_rad));
  const glm::dvec2 reach{volume.half.x * u.x + volume.half.y * u.y,
                         volume.half.x * u.y + volume.half.y * u.x};
  const glm::ivec2 first = glm::ivec2(glm::floor((volume.center - reach) / cell_m));
  const glm::ivec2 last = glm::ivec2(glm::floor((volume.center + reach) / cell_m));
  for (int x = first.x; x <= last.x; ++x)
    for (int y = first.y; y <= last.y; ++y) visit(std::pair(x, y));
}

bool Occupancy::is_free(const std::vector<Volume>& volumes) const {
  for (const Volume& volume : volumes) {
    bool free = true;
    visit_cells(volume, [&](const std::pair<int, int>& cell) {
      const auto found = cells_.find(cell);
      if (!free || found == cells_.end()) return;
      for (const uint32_t other : found->second)
        if (overlap(volume, volumes_[other])) free = false;
    });
    if (!free) return false;
  }
  return true;
}

void Occupancy::add(const std::vector<Volume>& volumes) {
  for (const Volume& volume : volumes) {
    const uint32_t index = uint32_t(volumes_.size());
    volumes_.push_back(volume);
    visit_cells(volume, [&](const std::pair<int, int>& cell) { cells_[cell].push_back(index); });
  }
}

}  // namespace understudy
