// SPDX-License-Identifier: Apache-2.0
#include "generators/street/road_wear.h"

#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

namespace understudy {
namespace {

constexpr double worn_from_m = -6, worn_to_m = 48;  ///< the stretch of the street that is looked at closely

/// A place along it, more often near the camera.
double draw_x(Stream& stream) {
  return worn_from_m + (worn_to_m - worn_from_m) * std::pow(stream.uniform(), 1.7);
}

glm::vec3 at_height(const glm::dvec2& p, double z) { return glm::vec3(glm::dvec3(p, z)); }
glm::dvec2 left_of(const glm::dvec2& d) { return {-d.y, d.x}; }

/// A band of changing width along a path.
void add_band(FlatMesh& mesh, const std::vector<glm::dvec2>& path, const std::vector<double>& widths,
              double z, uint16_t slot) {
  std::vector<glm::dvec2> left, right;
  for (size_t i = 0; i < path.size(); ++i) {
    const glm::dvec2 along = path[std::min(i + 1, path.size() - 1)] - path[i ? i - 1 : 0];
    const glm::dvec2 aside = left_of(glm::normalize(along)) * (widths[i] / 2);
    left.push_back(path[i] + aside), right.push_back(path[i] - aside);
  }
  for (size_t i = 1; i < path.size(); ++i)
    mesh.face({at_height(left[i - 1], z), at_height(left[i], z), at_height(right[i], z),
               at_height(right[i - 1], z)},
              {0, 0, 1}, slot);
}

void add_blob(FlatMesh& mesh, const glm::dvec2& center, double radius_m, double long_share, double z,
              uint16_t slot, Stream stream) {
  constexpr int corners = 22;
  const double two = stream.uniform(0, glm::two_pi<double>()),
               three = stream.uniform(0, glm::two_pi<double>());
  std::vector<glm::vec3> rim;
  for (int i = 0; i < corners; ++i) {
    const double angle = glm::two_pi<double>() * i / corners;
    const double r = radius_m * (1 + 0.13 * std::sin(2 * angle + two) + 0.09 * std::sin(3 * angle + three) +
                                 stream.uniform(-0.04, 0.04));
    rim.push_back(at_height(center + r * glm::dvec2(long_share * std::cos(angle), std::sin(angle)), z));
  }
  for (int i = 0; i < corners; ++i)  // a fan: the rim need not be convex
    mesh.face({at_height(center, z), rim[size_t(i)], rim[size_t(i + 1) % corners]}, {0, 0, 1}, slot);
}

/// A saw cut square out of the road and filled; its edge sealed with tar, or not.
void add_repair(FlatMesh& mesh, const glm::dvec2& center, double length_m, double width_m, Stream& stream) {
  std::vector<glm::dvec2> corners;
  for (const auto& [x, y] :
       {std::pair(-0.5, -0.5), std::pair(0.5, -0.5), std::pair(0.5, 0.5), std::pair(-0.5, 0.5)})
    corners.push_back(center + glm::dvec2(x * length_m + stream.uniform(-0.05, 0.05),
                                          y * width_m + stream.uniform(-0.05, 0.05)));
  std::vector<glm::vec3> face;
  for (const glm::dvec2& c : corners) face.push_back(at_height(c, patch_z_m));
  mesh.face(face, {0, 0, 1}, patch);
  if (!stream.chance(0.6)) return;
  for (size_t i = 0; i < 4; ++i) {
    const glm::dvec2 a = corners[i], b = corners[(i + 1) % 4], d = glm::normalize(b - a);
    std::vector<glm::dvec2> path;
    std::vector<double> widths;
    const int steps = std::max(2, int(glm::distance(a, b) / 0.35));
    for (int k = 0; k <= steps; ++k) {
      path.push_back(glm::mix(a - d * 0.03, b + d * 0.03, double(k) / steps) +
                     left_of(d) * stream.uniform(-0.008, 0.008));
      widths.push_back(stream.uniform(0.03, 0.07));
    }
    add_band(mesh, path, widths, tar_z_m, tar);
  }
}

void add_repairs(FlatMesh& mesh, const Layout& l, int count, Stream stream) {
  for (int i = 0; i < count; ++i) {
    const glm::dvec2 at{draw_x(stream), stream.uniform(-1, 1) * (l.half_width_m - 2.2)};
    const double kind = stream.uniform();
    if (kind < 0.2) {  // a trench across
      add_repair(mesh, {at.x, 0}, stream.uniform(0.5, 0.9), 2 * l.half_width_m - 0.7, stream);
    } else if (kind < 0.35) {  // along, for a pipe
      add_repair(mesh, at, stream.uniform(8, 20), stream.uniform(0.45, 0.8), stream);
    } else {
      add_repair(mesh, at, stream.uniform(0.8, 4), stream.uniform(0.5, 1.6), stream);
    }
  }
}

/// Where a crack was filled: a glossy band that wanders.
void add_tar_seam(FlatMesh& mesh, const Layout& l, Stream stream) {
  const bool across = stream.chance(0.35);
  const double length = across ? stream.uniform(2, 1.6 * l.half_width_m) : stream.uniform(3, 14);
  glm::dvec2 at{draw_x(stream), stream.uniform(-1, 1) * (l.half_width_m - 0.8)};
  const double heading = across ? (at.y > 0 ? -1 : 1) * glm::half_pi<double>() : 0;
  double turn = 0, width = stream.uniform(0.035, 0.06);
  std::vector<glm::dvec2> path{at};
  std::vector<double> widths{0.01};
  constexpr double step_m = 0.25;
  for (double s = 0; s < length && std::abs(at.y) < l.half_width_m - 0.5; s += step_m) {
    turn = 0.75 * turn + stream.uniform(-0.3, 0.3);
    at += step_m * glm::dvec2(std::cos(heading + turn), std::sin(heading + turn));
    width = std::clamp(width + stream.uniform(-0.014, 0.014), 0.02, 0.08);
    path.push_back(at), widths.push_back(width);
  }
  if (path.size() > 3) add_band(mesh, path, widths, tar_z_m, tar);
}

/// Chewing gum, trodden flat and black, on the pavements near the camera.
void add_gum(FlatMesh& mesh, const Layout& l, int count, Stream stream) {
  for (int i = 0; i < count; ++i) {
    const double side = stream.chance(0.5) ? 1 : -1,
                 inside = stream.uniform(l.kerb_m + 0.1, l.pavement_m - 0.1);
    const glm::dvec2 at{draw_x(stream), side * (l.half_width_m + inside)};
    const double corner = l.cross_half_m + l.corner_m;
    const bool street = (side > 0 ? l.arm_left : l.arm_right) && std::abs(at.x - l.cross_x_m) < corner + 0.2;
    if (!street)
      mesh.strip(at, {1, 0}, stream.uniform(0.02, 0.05), stream.uniform(0.02, 0.045), l.kerb_height_m + 5e-4,
                 gum);
  }
}

/// Drops of oil where cars stand: before a stop line in the middle of the lane, and where they park.
void add_oil(FlatMesh& mesh, const Layout& l, int count, Stream stream) {
  const double parked_y = l.half_width_m - 0.5 * l.parking_m;
  for (int i = 0; i < count; ++i) {
    glm::dvec2 at{draw_x(stream), 0};
    const bool parked = l.parking_m > 0 && stream.chance(0.5);
    const double side = stream.chance(0.5) ? 1 : -1;
    const double lane = (double(stream.uniform_int(0, l.lanes_per_direction - 1)) + 0.5) * l.lane_width_m;
    at.y = side * (parked ? parked_y : lane) + stream.normal(0, 0.15);
    const double radius = stream.uniform(0.1, parked ? 0.38 : 0.3),
                 along = stream.uniform(1, parked ? 1.6 : 3.5);
    const Stream shape = stream.child(uint64_t(i));
    add_blob(mesh, at, radius, along, oil_z_m, oil_rim, shape);
    add_blob(mesh, at, 0.8 * radius, along, oil_z_m + 2e-4, oil_film, shape);
    add_blob(mesh, at, 0.6 * radius, along, oil_z_m + 4e-4, oil, shape);
    for (int drop = 0; drop < 3; ++drop)
      add_blob(mesh, at + glm::dvec2(stream.normal(0, 0.6), stream.normal(0, 0.2)),
               stream.uniform(0.02, 0.07), 1, oil_z_m, oil_rim, shape.child(uint64_t(drop)));
  }
}

void add_ring(FlatMesh& mesh, const glm::dvec2& center, double inner_m, double outer_m, double z,
              uint16_t slot) {
  constexpr int corners = 28;
  const auto at = [&](int i, double r) {
    const double angle = glm::two_pi<double>() * i / corners;
    return at_height(center + r * glm::dvec2(std::cos(angle), std::sin(angle)), z);
  };
  for (int i = 0; i < corners; ++i)
    mesh.face({at(i, inner_m), at(i + 1, inner_m), at(i + 1, outer_m), at(i, outer_m)}, {0, 0, 1}, slot);
}

/// A cast cover in its frame, with a tread of dark squares and two lifting holes.
void add_cover(FlatMesh& mesh, const glm::dvec2& center, Stream stream) {
  constexpr double radius = 0.31, pitch = 0.075;
  if (stream.chance(0.5)) {
    const double half = stream.uniform(0.5, 0.65);
    mesh.strip(center, {1, 0}, 2 * half, 2 * half, patch_z_m, patch);
  }
  add_ring(mesh, center, 0, radius, iron_z_m, iron);
  add_ring(mesh, center, radius, radius + 0.014, iron_z_m, joint);
  add_ring(mesh, center, radius + 0.014, radius + 0.06, iron_z_m, iron);
  const double turn = stream.uniform(0, glm::half_pi<double>());
  const glm::dvec2 u{std::cos(turn), std::sin(turn)};
  for (int i = -4; i <= 4; ++i)
    for (int k = -4; k <= 4; ++k) {
      const glm::dvec2 offset = pitch * (double(i) * u + double(k) * left_of(u));
      if ((i + k) % 2 == 0 || glm::length(offset) > radius - 0.055) continue;
      mesh.strip(center + offset, u, 0.05, 0.05, joint_z_m, joint);
    }
}

/// Lanes are laid one beside the other: the joint between them is sealed.
void add_lane_joint(FlatMesh& mesh, double y, Stream stream) {
  std::vector<glm::dvec2> path;
  std::vector<double> widths;
  for (double x = worn_from_m; x < worn_to_m; x += 1.5) {
    path.emplace_back(x, y + stream.uniform(-0.015, 0.015));
    widths.push_back(stream.uniform(0.008, 0.028));
  }
  add_band(mesh, path, widths, tar_z_m, tar);
}

/// A grate in the gutter: bars across the flow of water.
void add_drain(FlatMesh& mesh, const glm::dvec2& center, const glm::dvec2& along, double z) {
  mesh.strip(center, along, 0.5, 0.27, z + iron_z_m, iron);
  for (int i = 0; i < 8; ++i)
    mesh.strip(center + along * (-0.2 + 0.4 * i / 7), along, 0.03, 0.2, z + joint_z_m, joint);
}

}  // namespace

void add_road_wear(FlatMesh& mesh, const Stage& stage, Stream stream) {
  const Layout& l = stage.layout();
  const auto count = [&](const std::string& path) {
    return int(stage.draw().integer("street.wear." + path));
  };
  add_repairs(mesh, l, count("repairs"), stream.child("repairs"));
  add_oil(mesh, l, count("oil_stains"), stream.child("oil"));
  if (!l.verge) add_gum(mesh, l, count("gum"), stream.child("gum"));
  const int seams = count("tar_seams"), covers = count("covers");
  for (int i = 0; i < seams; ++i) add_tar_seam(mesh, l, stream.child("seam").child(uint64_t(i)));
  if (seams > 0)
    add_lane_joint(mesh, l.lane_width_m * stream.child("joint").uniform(-0.12, 0.12), stream.child("joint"));
  Stream places = stream.child("covers");
  for (int i = 0; i < covers; ++i)
    add_cover(mesh, {draw_x(places), places.uniform(-1, 1) * (l.half_width_m - 1)},
              places.child(uint64_t(i)));
}

void add_kerb_joints(FlatMesh& mesh, const Layout& l, const BlockEdge& road, const BlockEdge& inner) {
  constexpr double stone_m = 1.0, gap_m = 0.009, gutter_m = 0.3;
  const double h = l.kerb_height_m;
  double left_over = 0;
  int number = 0;
  for (size_t i = 1; i < road.size(); ++i) {
    const double length = glm::distance(road[i - 1], road[i]);
    const glm::dvec2 along = (road[i] - road[i - 1]) / length;
    for (double s = left_over; s < length; s += stone_m, ++number) {
      const glm::dvec2 at = road[i - 1] + along * s;
      if (std::abs(at.y) > l.half_width_m + 12 || at.x < worn_from_m || at.x > worn_to_m) continue;
      const glm::dvec2 inside = glm::normalize(glm::mix(inner[i - 1], inner[i], s / length) - at);
      const glm::dvec2 half = along * (gap_m / 2), out = at - inside * 0.0015;
      mesh.strip(at + inside * (l.kerb_m / 2), inside, l.kerb_m, gap_m, h + 5e-4, joint);
      mesh.face({at_height(out - half, 0.002), at_height(out + half, 0.002), at_height(out + half, h),
                 at_height(out - half, h)},
                glm::vec3(-inside, 0), joint);
      mesh.strip(at - inside * (gutter_m / 2), inside, gutter_m, gap_m, gutter_z_m + 3e-4, joint);
      if (number % 14 == 6) add_drain(mesh, at - inside * 0.15 + along * 0.5, along, 0);
    }
    left_over = std::fmod(stone_m - std::fmod(length - left_over, stone_m), stone_m);
  }
}

}  // namespace understudy
