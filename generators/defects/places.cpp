// SPDX-License-Identifier: Apache-2.0
#include "generators/defects/places.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include <glm/gtc/constants.hpp>

#include "generators/defects/clearance.h"
#include "generators/defects/placement_map.h"
#include "generators/defects/sight.h"

namespace understudy {
namespace {

// Of so many places that will do, one is drawn by weight ...
constexpr int candidates = 48;
// ... but a region may be a small share of the object, and what sits on edges is dear to look for.
constexpr int most_tries = 40 * candidates, most_tries_on_edges = 8 * candidates;
constexpr double direction_spread_deg = 2;

MeshPtr turned_over(const Mesh& mesh) {
  auto turned = std::make_shared<Mesh>(mesh);
  for (glm::uvec3& triangle : turned->triangles) std::swap(triangle.y, triangle.z);
  for (glm::vec3& normal : turned->normals) normal = -normal;
  return turned;
}

}  // namespace

ObjectPlaces::ObjectPlaces(const Draw& draw, const Scene& scene, InstanceId id)
    : draw_(draw), scene_(scene), id_(id) {}

const std::vector<std::unique_ptr<CutPlacement>>& ObjectPlaces::all() {
  if (!placements_.empty()) return placements_;
  for (uint32_t i = 0; i < scene_.placements.size(); ++i) {
    const Placement& placement = scene_.placements[i];
    if (placement.instance != id_) continue;
    MeshPtr mesh = scene_.meshes[placement.mesh];
    if (draw_.boolean("defects.in_view") && shows_only_its_back(placement)) mesh = turned_over(*mesh);
    const double metres = metres_per_unit(placement.to_world);
    placements_.push_back(
        std::make_unique<CutPlacement>(CutPlacement{i, mesh, metres, SurfaceMap(*mesh), Surface(*mesh)}));
  }
  return placements_;
}

std::optional<Place> ObjectPlaces::find(const DefectKind& kind, uint64_t object, double length_m,
                                        const Stream& stream) {
  all();
  std::optional<Place> place = find_trail(kind, object, stream.child("seek"));
  return place ? place : find_place(kind, length_m, stream.child("place"));
}

/// What has an inside always turns some of its outside to the camera.
bool ObjectPlaces::shows_only_its_back(const Placement& placement) const {
  const Mesh& mesh = *scene_.meshes[placement.mesh];
  const Camera& camera = scene_.camera;
  const bool parallel = camera.model == LensModel::orthographic;
  const glm::dmat4 to_object = glm::inverse(placement.to_world);
  const glm::dvec3 eye = to_object * glm::dvec4(camera.position_m, 1);
  const glm::dvec3 forward = glm::dmat3(to_object) * camera.world_from_camera[2];
  return std::none_of(mesh.triangles.begin(), mesh.triangles.end(), [&](const glm::uvec3& t) {
    const glm::dvec3 a = mesh.positions[t.x], b = mesh.positions[t.y], c = mesh.positions[t.z];
    const glm::dvec3 view = parallel ? forward : a - eye;
    return glm::dot(glm::cross(b - a, c - a), view) < 0;
  });
}

bool ObjectPlaces::faces_camera(const Placement& placement, const SurfacePoint& point) const {
  const glm::dvec3 world = placement.to_world * glm::dvec4(point.position, 1);
  const glm::dmat3 turn = glm::transpose(glm::inverse(glm::dmat3(placement.to_world)));
  const glm::dvec3 normal = glm::normalize(turn * point.normal);
  const Camera& camera = scene_.camera;
  const std::optional<glm::dvec2> pixel = camera.project(world);
  if (!pixel) return false;
  const glm::dvec2 margin = 0.04 * glm::dvec2(camera.width_px, camera.height_px);
  if (pixel->x < margin.x || pixel->y < margin.y || pixel->x > camera.width_px - margin.x ||
      pixel->y > camera.height_px - margin.y)
    return false;
  const std::optional<Ray> ray = camera.ray(pixel->x, pixel->y);
  return ray && glm::dot(ray->direction, normal) < -0.2;
}

double ObjectPlaces::allowed(const DefectKind& kind, const CutPlacement& at,
                             const SurfacePoint& point) const {
  const std::string region = draw_.name(path_of(kind, "region"));
  if (region != "any" && scene_.taxonomy.parts[at.map.part(point.triangle)] != region) return 0;
  if (draw_.boolean("defects.in_view") && !faces_camera(scene_.placements[at.placement], point)) return 0;
  const std::string map = draw_.name(path_of(kind, "placement_map"));
  return map.empty() ? 1 : shared_placement_map(map)->weight(at.map.uv(point));
}

double ObjectPlaces::weight_of(const DefectKind& kind, const CutPlacement& at, const SurfacePoint& point,
                               double length) const {
  double weight = allowed(kind, at, point);
  if (weight <= 0) return 0;
  const std::string placement = draw_.name(path_of(kind, "placement"));
  if (placement == "edges" || placement == "crevices") {
    const std::optional<SurfacePoint> edge =
        placement == "edges" ? at.map.nearest_edge(point.position) : at.map.nearest_crevice(point.position);
    if (!edge && placement == "crevices") return 0;
    const double distance = edge ? glm::length(edge->position - point.position) : 0;
    weight *= std::exp(-distance / (0.04 * at.map.diagonal_m())) + 1e-6;
  } else if (placement == "curvature") {
    if (!at.map.bends()) return 0;
    weight *= at.map.bend(point.triangle) * at.map.diagonal_m() + 1e-6;
  }
  for (const auto& [middle, other] : at.taken)
    if (glm::length(middle - point.position) < 0.6 * (length + other)) weight *= 0.01;
  return weight;
}

/// A point of an earlier defect's trail; empty where there is none or the kind does not seek it this time.
std::optional<Place> ObjectPlaces::find_trail(const DefectKind& kind, uint64_t object, Stream stream) const {
  if (kind.seek.empty() || !stream.chance(draw_.number(path_of(kind, "seek"), object))) return std::nullopt;
  std::vector<Place> places;
  for (size_t i = 0; i < placements_.size(); ++i) {
    for (const std::vector<SurfacePoint>& trail : placements_[i]->trails) {
      for (size_t k = 0; k + 1 < trail.size(); ++k) {
        const glm::dvec3 along = trail[k + 1].position - trail[k].position;
        if (glm::length(along) > 0 && allowed(kind, *placements_[i], trail[k]) > 0)
          places.push_back({i, trail[k], glm::normalize(along)});
      }
    }
  }
  if (places.empty()) return std::nullopt;
  return places[size_t(stream.uniform_int(0, int64_t(places.size()) - 1))];
}

/// One of several points drawn by area, by weight; empty where none will do.
std::optional<Place> ObjectPlaces::find_place(const DefectKind& kind, double length_m, Stream stream) const {
  std::vector<double> areas, weights;
  for (const auto& at : placements_) areas.push_back(at->map.area_m2() * at->metres * at->metres);
  std::vector<Place> places;
  const auto try_all = [&](bool rounded_edges) {
    const int tries = kind.begins_on_edge ? most_tries_on_edges : most_tries;
    for (int i = 0; i < tries && int(places.size()) < candidates; ++i) {
      const size_t placement = stream.weighted(areas.data(), areas.size());
      const CutPlacement& at = *placements_[placement];
      Place place{placement, {}};
      if (rounded_edges) {
        const EdgePoint edge = at.map.sample_bend(stream);
        place = {placement, edge, edge.along};
      } else {
        place.point = at.map.sample(stream);
        const std::optional<EdgePoint> edge =
            kind.begins_on_edge ? at.map.nearest_edge(place.point.position) : std::nullopt;
        if (edge) place = {placement, *edge, edge->along};
      }
      if (kind.begins_on_edge && !place.along) continue;
      const double weight = weight_of(kind, at, place.point, length_m / at.metres);
      if (weight <= 0) continue;
      places.push_back(place);
      weights.push_back(weight);
    }
  };
  try_all(false);
  std::optional<Place> found = first_in_sight(places, weights, stream);
  if (found || !kind.begins_on_edge) return found;
  // The edges of many parts are rounded; those that are sharp may lie on its back or within it.
  places.clear(), weights.clear();
  try_all(true);
  return first_in_sight(places, weights, stream);
}

/// Draws by weight until one is not hidden by its own object; empty where all are.
std::optional<Place> ObjectPlaces::first_in_sight(std::vector<Place>& places, std::vector<double>& weights,
                                                  Stream& stream) const {
  const bool in_view = draw_.boolean("defects.in_view");
  for (size_t left = places.size(); left > 0; --left) {
    const size_t i = stream.weighted(weights.data(), weights.size());
    const CutPlacement& at = *placements_[places[i].placement];
    const glm::dmat4& to_world = scene_.placements[at.placement].to_world;
    if (!in_view || is_in_sight(scene_.camera, to_world, at.map, places[i].point)) return places[i];
    weights[i] = 0;
  }
  return std::nullopt;
}

/// The axis that the recipe names, laid into the surface and turned a little; empty where it names none or
/// the axis stands on the surface.
std::optional<glm::dvec3> ObjectPlaces::wanted_direction(const DefectKind& kind, uint64_t object,
                                                         const glm::dvec3& normal, double tilt_deg) const {
  const std::string name = draw_.name(path_of(kind, "direction"), object);
  if (name == "any") return std::nullopt;
  glm::dvec3 axis(0);
  axis[name[0] - 'x'] = 1;
  const glm::dvec3 laid = axis - normal * glm::dot(axis, normal);
  if (glm::length(laid) < 0.1) return std::nullopt;
  const glm::dvec3 along = glm::normalize(laid), across = glm::cross(normal, along);
  return along * std::cos(glm::radians(tilt_deg)) + across * std::sin(glm::radians(tilt_deg));
}

DefectSite ObjectPlaces::site_of(const DefectKind& kind, uint64_t object, const Place& place,
                                 Stream stream) const {
  const CutPlacement& at = *placements_[place.placement];
  DefectSite site{at.map, place.point};
  const glm::dvec3 n = site.at.normal;
  const glm::dvec3 axis = std::abs(n.x) < 0.6 ? glm::dvec3(1, 0, 0) : glm::dvec3(0, 1, 0);
  const glm::dvec3 u = glm::normalize(glm::cross(axis, n)), v = glm::cross(n, u);
  const double angle = stream.uniform(0, glm::two_pi<double>());
  site.along = u * std::cos(angle) + v * std::sin(angle);
  if (const auto wanted = wanted_direction(kind, object, n, stream.normal(0, direction_spread_deg)))
    site.along = *wanted;
  if (place.along) site.along = *place.along;
  site.thickness_m = at.map.thickness_m(site.at);
  const Placement& placement = scene_.placements[at.placement];
  const glm::dmat3 to_object = glm::inverse(glm::dmat3(placement.to_world));
  site.down = glm::normalize(to_object * glm::dvec3(0, 0, -1));
  if (kind.bulges || !std::isfinite(site.thickness_m)) {
    const glm::dvec3 inwards = -glm::normalize(glm::transpose(to_object) * n);
    const glm::dvec3 from = placement.to_world * glm::dvec4(site.at.position, 1);
    site.free_m = clearance_m(scene_, at.placement, from, inwards) / at.metres;
  }
  site.pixel_m = pixel_m(scene_.camera, placement.to_world * glm::dvec4(site.at.position, 1)) / at.metres;
  return site;
}

}  // namespace understudy
