// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/shadows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include <glm/gtc/constants.hpp>

#include "generators/defects/sight.h"
#include "generators/inspection/rigs/lamp.h"
#include "generators/inspection/spots.h"
#include "generators/palette.h"
#include "generators/shapes/solids.h"
#include "generators/shapes/triangle_tree.h"

namespace understudy::inspection {
namespace {

constexpr int attempts = 32, lamp_points = 24;

struct Line {
  glm::dvec3 from, to;
};

/// A straight rod, or a wire.
struct Rod {
  Line axis;
  double radius_m;
};

/// A place on a part, in the world.
struct Target {
  glm::dvec3 at, normal;
  Material matter;
  double size_m;  ///< half of the part's diagonal: a shadow is as large on a small part as on a large one
};

/// A small lamp that is no part of the rig: a disc that faces a target.
struct StrayLamp {
  glm::dvec3 at, facing;
  double radius_m, strength;  ///< of its light on the target, against that of the rig
};

/// Squared distance between two segments (C. Ericson, "Real-Time Collision Detection", 2005, 5.1.9).
double distance2(const glm::dvec3& p, const glm::dvec3& p_end, const glm::dvec3& q, const glm::dvec3& q_end) {
  const glm::dvec3 d = p_end - p, e = q_end - q, r = p - q;
  const double a = glm::dot(d, d), b = glm::dot(d, e), c = glm::dot(d, r), f = glm::dot(e, r),
               g = glm::dot(e, e);
  const double det = a * g - b * b;
  double s = det > 1e-18 ? std::clamp((b * f - c * g) / det, 0.0, 1.0) : 0.0;
  const double t = std::clamp((b * s + f) / g, 0.0, 1.0);
  s = std::clamp((b * t - c) / a, 0.0, 1.0);
  const glm::dvec3 between = p + d * s - (q + e * t);
  return glm::dot(between, between);
}

bool in_frame(const Camera& camera, const glm::dvec3& at, double radius_m) {
  const std::optional<glm::dvec2> px = camera.project(at);
  if (!px) return false;
  const bool parallel = camera.model == LensModel::orthographic;
  const double away_m = parallel ? 1 : glm::distance(at, camera.position_m);
  const double margin = 0.02 * camera.width_px + 1.5 * radius_m * camera.fx / std::max(away_m, 1e-6);
  return px->x > -margin && px->y > -margin && px->x < camera.width_px + margin &&
         px->y < camera.height_px + margin;
}

bool in_frame(const Camera& camera, const Rod& rod) {
  for (int k = 0; k <= 32; ++k)
    if (in_frame(camera, glm::mix(rod.axis.from, rod.axis.to, k / 32.0), rod.radius_m)) return true;
  return false;
}

/// Where a line meets a triangle, as a share of its length; infinite where it does not.
double meeting(const Line& line, const glm::dvec3& a, const glm::dvec3& b, const glm::dvec3& c) {
  constexpr double never = std::numeric_limits<double>::infinity();
  const glm::dvec3 d = line.to - line.from, e1 = b - a, e2 = c - a, p = glm::cross(d, e2);
  const double det = glm::dot(e1, p);
  if (std::abs(det) < 1e-24) return never;
  const glm::dvec3 s = line.from - a, q = glm::cross(s, e1);
  const double u = glm::dot(s, p) / det, v = glm::dot(d, q) / det, t = glm::dot(e2, q) / det;
  return u >= 0 && v >= 0 && u + v <= 1 && t >= 0 && t <= 1 ? t : never;
}

/// A scene, and how to find one's way in it.
class Room {
 public:
  explicit Room(const Scene& in) : scene(in) {
    for (const MeshPtr& mesh : scene.meshes) trees_.emplace_back(*mesh);
    for (const Placement& placement : scene.placements) {
      if (placement.instance == background) continue;
      parts_.push_back(&placement);
      spots_.emplace_back(*scene.meshes[placement.mesh]);
    }
  }

  /// Share of the line that is free of everything, from its beginning; 1: all of it.
  double free_share(const Line& line) const;
  /// Whether the rod runs into nothing: neither its axis nor four lines on its skin do.
  bool is_free(const Rod& rod) const;
  /// Empty where the place that was drawn is not to be seen.
  std::optional<Target> draw_target(Stream& stream) const;

  const Scene& scene;

 private:
  std::vector<TriangleTree> trees_;  ///< of each mesh
  std::vector<const Placement*> parts_;
  std::vector<Spots> spots_;  ///< of each part
};

double Room::free_share(const Line& world) const {
  double share = 1;
  for (const Placement& placement : scene.placements) {
    const Mesh& mesh = *scene.meshes[placement.mesh];
    const glm::dmat4 to_object = glm::inverse(placement.to_world);
    const Line line{to_object * glm::dvec4(world.from, 1), to_object * glm::dvec4(world.to, 1)};
    trees_[placement.mesh].along(line.from, line.to, [&](uint32_t triangle) {
      const glm::uvec3& t = mesh.triangles[triangle];
      share = std::min(share, meeting(line, mesh.positions[t.x], mesh.positions[t.y], mesh.positions[t.z]));
      return true;
    });
  }
  return share;
}

/// Two directions at right angles to a unit one and to each other.
std::array<glm::dvec3, 2> beside(const glm::dvec3& axis) {
  const glm::dvec3 other = std::abs(axis.z) < 0.8 ? glm::dvec3(0, 0, 1) : glm::dvec3(1, 0, 0);
  const glm::dvec3 side = glm::normalize(glm::cross(axis, other));
  return {side, glm::cross(axis, side)};
}

bool Room::is_free(const Rod& rod) const {
  const auto [side, other] = beside(glm::normalize(rod.axis.to - rod.axis.from));
  for (const glm::dvec3& out : {glm::dvec3(0), side, -side, other, -other}) {
    const glm::dvec3 aside = 1.05 * rod.radius_m * out;
    if (free_share({rod.axis.from + aside, rod.axis.to + aside}) < 1) return false;
  }
  return true;
}

/// How much more than white paper does metal shows of a lamp that mirrors in it.
double shine(const Material& matter) {
  const double alpha = std::max(0.05, double(matter.roughness) * matter.roughness);
  return double(matter.metalness) * std::min(3.0, 0.03 / (alpha * alpha));
}

/// How much of a small lamp's light the camera sees there, roughly: what is matt shows it from everywhere,
/// metal near its mirror image alone.
double response(const Camera& camera, const Target& target, const glm::dvec3& toward_lamp) {
  const double cosine = glm::dot(toward_lamp, target.normal);
  if (cosine < 0.15) return 0;
  const bool parallel = camera.model == LensModel::orthographic;
  const glm::dvec3 toward = parallel ? -camera.world_from_camera[2] : camera.position_m - target.at;
  const glm::dvec3 half = glm::normalize(glm::normalize(toward) + toward_lamp);
  const double alpha = std::max(0.15, double(target.matter.roughness) * target.matter.roughness);
  const double tilt = std::acos(std::min(1.0, std::abs(glm::dot(half, target.normal)))) / alpha;
  return (1 - double(target.matter.metalness)) * cosine +
         double(target.matter.metalness) * std::exp(-tilt * tilt);
}

std::optional<Target> Room::draw_target(Stream& stream) const {
  const auto number = size_t(stream.uniform_int(0, int64_t(parts_.size()) - 1));
  const Placement& part = *parts_[number];
  const Mesh& mesh = *scene.meshes[part.mesh];
  const double metres = metres_per_unit(part.to_world);
  const Spot spot = spots_[number].draw(stream);
  if (!in_view(scene.camera, part.to_world, spot)) return {};
  const glm::dmat3 turn = glm::transpose(glm::inverse(glm::dmat3(part.to_world)));
  return Target{part.to_world * glm::dvec4(spot.at, 1), glm::normalize(turn * glm::dvec3(spot.normal)),
                scene.materials[part.materials.front()],
                0.5 * metres * double(glm::length(mesh.upper - mesh.lower))};
}

/// Where one of many targets answers best to one of many directions of light.
std::optional<StrayLamp> plan_lamp(const Room& room, Stream stream) {
  std::optional<StrayLamp> best;
  double most = 0;
  for (int attempt = 0; attempt < 4 * attempts; ++attempt) {
    const double elevation = glm::radians(stream.uniform(25, 75)),
                 azimuth = stream.uniform(0, glm::two_pi<double>());
    const std::optional<Target> target = room.draw_target(stream);
    if (!target) continue;
    const glm::dvec3 toward{std::cos(elevation) * std::cos(azimuth), std::cos(elevation) * std::sin(azimuth),
                            std::sin(elevation)};
    const double answer = response(room.scene.camera, *target, toward);
    if (answer <= most) continue;
    const double farthest_m = 7 * target->size_m;
    const Line way{target->at + 1e-3 * target->size_m * target->normal, target->at + toward * farthest_m};
    const double distance_m = 0.8 * farthest_m * room.free_share(way);
    const StrayLamp lamp{target->at + toward * distance_m, -toward, 0.01 * distance_m,
                         1 / (1 + shine(target->matter))};
    if (distance_m < 1.5 * target->size_m || in_frame(room.scene.camera, lamp.at, lamp.radius_m)) continue;
    best = lamp, most = answer;
  }
  if (best) best->strength *= stream.uniform(0.3, 0.6);
  return best;
}

/// Share of the lamp's light that the rod keeps from there.
double darkness(const Target& target, const StrayLamp& lamp, const Rod& rod) {
  const auto [side, other] = beside(lamp.facing);
  int kept = 0;
  for (int i = 0; i < lamp_points; ++i) {
    // Vogel's spiral: even over a disc.
    const double r = lamp.radius_m * std::sqrt((i + 0.5) / lamp_points), angle = 2.399963 * i;
    const glm::dvec3 at = lamp.at + r * (std::cos(angle) * side + std::sin(angle) * other);
    kept += distance2(target.at, at, rod.axis.from, rod.axis.to) < rod.radius_m * rod.radius_m;
  }
  return double(kept) / lamp_points;
}

/// A rod out of the picture, on the light's way to the target, as thin as the wanted darkness allows; empty
/// where there is no room for one.
std::optional<Rod> rod_before(const Room& room, const StrayLamp& lamp, const Target& target, Stream& stream) {
  const glm::dvec3 to = lamp.at - target.at;
  const double lamp_m = glm::length(to), size_m = target.size_m;
  const glm::dvec3 toward = to / lamp_m;
  const auto [side, other] = beside(toward);
  const double angle = stream.uniform(0, glm::two_pi<double>()), thicker = stream.uniform(1, 2.2);
  const double wanted = stream.uniform(0.6, 0.9), ends_m = stream.uniform(0, 0.4) * size_m;
  const glm::dvec3 axis = side * std::cos(angle) + other * std::sin(angle);
  for (const double share : {0.003, 0.005, 0.008, 0.012, 0.02, 0.03}) {
    const double radius_m = share * thicker * size_m;
    for (double way_m = 0.2 * size_m; way_m < 0.8 * lamp_m; way_m += 0.05 * size_m) {
      const glm::dvec3 at = target.at + toward * way_m;
      const Rod rod{{at - axis * ends_m, at + axis * (2.5 * size_m)}, radius_m};
      if (in_frame(room.scene.camera, rod)) continue;
      if (darkness(target, lamp, rod) >= wanted && room.is_free(rod)) return rod;
      break;  // farther off it is fainter
    }
  }
  return {};
}

void place(const Piece& piece, const char* name, const Material& material, const glm::dmat4& to_world,
           Scene& scene) {
  MeshBuilder builder(name);
  builder.add(piece);
  Placement placement;
  placement.mesh = uint32_t(scene.meshes.size());
  placement.materials = {uint32_t(scene.materials.size())};
  placement.to_world = to_world;
  scene.meshes.push_back(builder.build());
  scene.materials.push_back(material);
  scene.placements.push_back(std::move(placement));
}

void place(const StrayLamp& lamp, Scene& scene, double distance_m) {
  const double area_m2 = glm::pi<double>() * lamp.radius_m * lamp.radius_m;
  const glm::vec3 radiance(float(lamp.strength * radiance_for(area_m2, distance_m)));
  place(annulus(0, float(lamp.radius_m), 12), "lamp", shining("lamp", glm::vec3(0.7f), radiance),
        frame_along(lamp.facing, lamp.at), scene);
}

void place(const Rod& rod, Scene& scene) {
  const glm::dvec3 along = rod.axis.to - rod.axis.from;
  place(cylinder({0, 0, 0}, {0, 0, float(glm::length(along))}, float(rod.radius_m), 16), "rod",
        matte("rod", glm::vec3(0.03f), 0.6f), frame_along(glm::normalize(along), rod.axis.from), scene);
}

}  // namespace

void add_shadows(const Draw& draw, Scene& scene) {
  const int count = draw.integer("inspection.distractors.shadows");
  if (count == 0) return;
  const Stream root = draw.stream("inspection/shadows");
  const Room room(scene);
  const std::optional<StrayLamp> lamp = plan_lamp(room, root.child("lamp"));
  if (!lamp) return;
  std::vector<Rod> rods;
  double distance_m = 0;
  for (int i = 0; i < count; ++i) {
    Stream own = root.child(uint64_t(i));
    for (int attempt = 0; attempt < attempts; ++attempt) {
      const std::optional<Target> target = room.draw_target(own);
      if (!target || response(scene.camera, *target, glm::normalize(lamp->at - target->at)) < 0.2) continue;
      const std::optional<Rod> rod = rod_before(room, *lamp, *target, own);
      if (!rod) continue;
      rods.push_back(*rod);
      distance_m = std::max(distance_m, glm::distance(lamp->at, target->at));
      break;
    }
  }
  if (rods.empty()) return;
  place(*lamp, scene, distance_m);
  for (const Rod& rod : rods) place(rod, scene);
}

}  // namespace understudy::inspection
