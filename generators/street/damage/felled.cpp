// SPDX-License-Identifier: Apache-2.0
#include "generators/street/damage/felled.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <glm/gtc/constants.hpp>

namespace understudy {
namespace {

constexpr double foot_share = 0.3;  ///< of the height: what rests on the ground at the near end

glm::dvec3 laid(const glm::dvec3& p, const glm::dvec2& side, double angle_rad) {
  const glm::dvec3 f(side, 0), a(-side.y, side.x, 0);
  const double z = p.z, x = glm::dot(p, f), c = std::cos(angle_rad), s = std::sin(angle_rad);
  return f * (z * s + x * c) + a * glm::dot(p, a) + glm::dvec3(0, 0, z * c - x * s);
}

/// Lowest points of the foot and of what is above it.
std::pair<double, double> lowest_m(const Mesh& mesh, const glm::dvec2& side, double angle_rad) {
  double foot = std::numeric_limits<double>::infinity(), top = foot;
  const double limit = mesh.lower.z + foot_share * (mesh.upper.z - mesh.lower.z);
  for (const glm::vec3& p : mesh.positions) {
    double& lowest = p.z < limit ? foot : top;
    lowest = std::min(lowest, laid(p, side, angle_rad).z);
  }
  return {foot, top};
}

/// The angle at which both touch the ground: the farther it turns the lower is the top.
double resting_angle(const Mesh& mesh, const glm::dvec2& side) {
  double low = glm::radians(50.0), high = glm::radians(130.0);
  for (int i = 0; i < 40; ++i) {
    const double middle = (low + high) / 2;
    const auto [foot, top] = lowest_m(mesh, side, middle);
    (top > foot ? low : high) = middle;
  }
  return (low + high) / 2;
}

bool lies_level(const Warp& warp, double low_m, double high_m, double half_width_m, const glm::dvec2& side,
                const DamageSite& site) {
  for (int i = 0; i <= 8; ++i) {
    for (const double aside : {-half_width_m, half_width_m}) {
      const glm::dvec3 along(-side.y * aside, side.x * aside, low_m + (high_m - low_m) * i / 8.0);
      if (!site.is_level(glm::dvec2(warp(along)))) return false;
    }
  }
  return true;
}

}  // namespace

std::optional<Warp> felled(const Mesh& mesh, const std::vector<glm::dvec2>& sides, double half_width_m,
                           const DamageSite& site, Stream stream) {
  constexpr int attempts = 12;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    const glm::dvec2 side = sides[size_t(stream.uniform_int(0, int64_t(sides.size()) - 1))];
    const double angle = resting_angle(mesh, side), yaw = stream.normal(0, 0.35);
    const auto [foot, top] = lowest_m(mesh, side, angle);
    const double lift_m = -std::min(foot, top);
    // It slid a little away from its stump.
    const glm::dvec2 slid = side * stream.uniform(0.1, 0.3);
    const Warp warp = [=](const glm::dvec3& p) {
      const glm::dvec3 q = laid(p, side, angle);
      const double c = std::cos(yaw), s = std::sin(yaw);
      return glm::dvec3(c * q.x - s * q.y + slid.x, s * q.x + c * q.y + slid.y, q.z + lift_m);
    };
    if (lies_level(warp, mesh.lower.z, mesh.upper.z, half_width_m, side, site)) return warp;
  }
  return std::nullopt;
}

std::optional<ObjectDamage> fell(const std::vector<glm::dvec2>& sides, double half_width_m, Class label,
                                 double severity, const DamageSite& site, Stream stream) {
  const double stump_m = stream.uniform(0.06, 0.3);
  DefectShape above;
  above.field = [=](const glm::dvec3& p) { return stump_m - p.z; };
  above.finest_m = 2;
  above.connected = false;
  above.center = {0, 0, site.object.mesh->upper.z};
  above.radius_m = 2.0 * glm::length(site.object.mesh->upper - site.object.mesh->lower);
  const std::optional<CutMesh> broken = cut_out(*site.object.mesh, above, {});
  if (!broken) return std::nullopt;
  const std::optional<Warp> pose = felled(*broken->piece.as_good, sides, half_width_m, site, stream);
  if (!pose) return std::nullopt;
  DamagedPiece piece{label, {}, broken->piece};
  piece.surface.mesh = warped(broken->piece.as_good, *pose);
  const glm::dvec3 size_mm = 1e3 * glm::dvec3(broken->piece.as_good->upper - broken->piece.as_good->lower);
  piece.facts = {severity, size_mm.z, std::max(size_mm.x, size_mm.y), std::min(size_mm.x, size_mm.y)};
  return ObjectDamage{broken->rest, broken->rest, {std::move(piece)}};
}

}  // namespace understudy
