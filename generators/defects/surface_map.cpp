// SPDX-License-Identifier: Apache-2.0
// Straightest ways over triangles: K. Polthier and M. Schmies, "Straightest geodesics on polyhedral
// surfaces", 1998.
#include "generators/defects/surface_map.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/error.h"
#include "generators/defects/edge_table.h"

namespace understudy {
namespace {

const double sharp = std::cos(glm::radians(30.0));      // of two faces' normals: less is an edge
const double too_sharp = std::cos(glm::radians(40.0));  // no way leads across
const double bent = std::cos(glm::radians(2.0));        // worth a point of the path
const double level = std::cos(1e-3);                    // more is the rounding of what is flat

/// Weights of the corners at a point of the triangle's plane.
glm::dvec3 barycentric(const glm::dvec3& p, const glm::dvec3& a, const glm::dvec3& b, const glm::dvec3& c) {
  const glm::dvec3 u = b - a, v = c - a, w = p - a;
  const double uu = glm::dot(u, u), uv = glm::dot(u, v), vv = glm::dot(v, v);
  const double wu = glm::dot(w, u), wv = glm::dot(w, v), d = uu * vv - uv * uv;
  if (d <= 0) return {1, 0, 0};
  const double s = (vv * wu - uv * wv) / d, t = (uu * wv - uv * wu) / d;
  return {1 - s - t, s, t};
}

}  // namespace

SurfaceMap::SurfaceMap(const Mesh& mesh) : mesh_(mesh), tree_(mesh) {
  double area = 0;
  for (uint32_t t = 0; t < mesh.triangles.size(); ++t) {
    const glm::dvec3 cross = glm::cross(corner(t, 1) - corner(t, 0), corner(t, 2) - corner(t, 0));
    const double twice = glm::length(cross);
    area += twice / 2;
    area_up_to_.push_back(area);
    faces_.push_back(twice > 0 ? cross / twice : glm::dvec3(0, 0, 1));
  }
  CHECK(area > 0, "a surface without area cannot have defects");
  find_neighbors();
  find_sharp_edges();
  double bend = 0;
  for (uint32_t t = 0; t < mesh.triangles.size(); ++t) {
    const auto [rate, side] = steepest_bend(t);
    bend_up_to_.push_back(bend += area_m2(t) * rate);
    bends_ |= rate * diagonal_m() > 0.1 && glm::dot(faces_[t], faces_[neighbors_[t][size_t(side)]]) < level;
  }
}

void SurfaceMap::find_neighbors() {
  PlaceTable places(mesh_.positions.size());
  std::vector<uint32_t> place;
  place.reserve(mesh_.positions.size());
  for (const glm::vec3& position : mesh_.positions) place.push_back(places.number_of(position));
  EdgeTable<uint32_t> first_side(mesh_.triangles.size() * 3 / 2);  // 3 * triangle + corner
  neighbors_.assign(mesh_.triangles.size(), {nobody, nobody, nobody});
  for (uint32_t t = 0; t < neighbors_.size(); ++t) {
    for (uint32_t i = 0; i < 3; ++i) {
      const uint32_t a = place[mesh_.triangles[t][i]], b = place[mesh_.triangles[t][(i + 1) % 3]];
      const auto [side, is_new] = first_side.try_emplace(a, b, 3 * t + i);
      if (is_new) continue;
      neighbors_[t][i] = side / 3;
      neighbors_[side / 3][side % 3] = t;
    }
  }
}

void SurfaceMap::find_sharp_edges() {
  for (uint32_t t = 0; t < neighbors_.size(); ++t) {
    for (int i = 0; i < 3; ++i) {
      const uint32_t other = neighbors_[t][i];
      if (other != nobody && (other < t || glm::dot(faces_[t], faces_[other]) > sharp)) continue;
      const glm::dvec3 sum = faces_[t] + (other == nobody ? glm::dvec3(0) : faces_[other]);
      const glm::dvec3 normal = glm::length(sum) > 1e-6 ? glm::normalize(sum) : faces_[t];
      // It folds inwards where the face beyond rises above this one's plane.
      const bool inwards = other != nobody && glm::dot(glm::cross(faces_[t], faces_[other]),
                                                       corner(t, i + 1) - corner(t, i)) < 0;
      sharp_edges_.push_back({corner(t, i), corner(t, i + 1), normal, t, inwards});
    }
  }
}

SurfacePoint SurfaceMap::point_at(uint32_t triangle, const glm::dvec3& position) const {
  const glm::dvec3 w = barycentric(position, corner(triangle, 0), corner(triangle, 1), corner(triangle, 2));
  glm::dvec3 normal(0);
  for (int i = 0; i < 3; ++i) normal += w[i] * glm::dvec3(mesh_.normals[mesh_.triangles[triangle][i]]);
  const double length = glm::length(normal);
  return {position, length > 1e-9 ? normal / length : faces_[triangle], triangle};
}

glm::dvec2 SurfaceMap::uv(const SurfacePoint& at) const {
  const uint32_t t = at.triangle;
  const glm::dvec3 w = barycentric(at.position, corner(t, 0), corner(t, 1), corner(t, 2));
  glm::dvec2 sum(0);
  for (int i = 0; i < 3; ++i) sum += w[i] * glm::dvec2(mesh_.uvs[mesh_.triangles[t][i]]);
  return sum;
}

SurfacePoint SurfaceMap::sample(Stream& stream) const {
  const double area = stream.uniform() * area_m2();
  const auto found = std::upper_bound(area_up_to_.begin(), area_up_to_.end(), area);
  const uint32_t t = uint32_t(std::min<size_t>(size_t(found - area_up_to_.begin()), faces_.size() - 1));
  return point_within(t, stream);
}

SurfacePoint SurfaceMap::point_within(uint32_t t, Stream& stream) const {
  const double root = std::sqrt(stream.uniform()), v = stream.uniform();
  const double b = root * (1 - v), c = root * v;
  return point_at(t, corner(t, 0) * (1 - b - c) + corner(t, 1) * b + corner(t, 2) * c);
}

bool SurfaceMap::walk(SurfacePoint& from, glm::dvec3& direction, double length_m, double step_m,
                      std::vector<SurfacePoint>& path) const {
  glm::dvec3 at = from.position;
  uint32_t t = from.triangle;
  double left = length_m, until_point = step_m;
  uint32_t came_from = nobody;
  const auto turn_into_plane = [&](const glm::dvec3& d) {
    const glm::dvec3 flat = d - faces_[t] * glm::dot(d, faces_[t]);
    return glm::length(flat) > 1e-9 ? glm::normalize(flat) : glm::dvec3(0);
  };
  direction = turn_into_plane(direction);
  bool arrived = true;
  for (int guard = 0; left > 0 && guard < 100000; ++guard) {
    // The edge that the way leaves the triangle by.
    double exit = std::numeric_limits<double>::infinity();
    int edge = -1;
    for (int i = 0; i < 3; ++i) {
      if (neighbors_[t][i] == came_from && came_from != nobody) continue;
      const glm::dvec3 inward = glm::cross(faces_[t], corner(t, i + 1) - corner(t, i));
      const double speed = -glm::dot(direction, inward);
      if (speed <= 0) continue;
      const double distance = std::max(glm::dot(at - corner(t, i), inward), 0.0) / speed;
      if (distance < exit) exit = distance, edge = i;
    }
    const double step = std::min({exit, left, until_point});
    at += direction * step;
    left -= step;
    until_point -= step;
    if (until_point <= 0 || left <= 0) {
      path.push_back(point_at(t, at));
      until_point = step_m;
    }
    if (step < exit) continue;
    const uint32_t next = edge < 0 ? nobody : neighbors_[t][edge];
    if (next == nobody || glm::dot(faces_[t], faces_[next]) < too_sharp) {
      arrived = false;
      break;
    }
    if (glm::dot(faces_[t], faces_[next]) < bent) path.push_back(point_at(t, at));
    // Unfolded: what runs along the edge stays, what runs across turns with the face.
    const glm::dvec3 along = glm::normalize(corner(t, edge + 1) - corner(t, edge));
    const double share = glm::dot(direction, along);
    const glm::dvec3 across = glm::cross(along, faces_[next]);
    direction = glm::normalize(along * share + across * std::sqrt(std::max(1 - share * share, 0.0)));
    came_from = t;
    t = next;
  }
  from = point_at(t, at);
  if (!arrived) path.push_back(from);
  return arrived;
}

std::optional<EdgePoint> SurfaceMap::nearest_edge(const glm::dvec3& point) const {
  return nearest(point, false);
}

std::optional<EdgePoint> SurfaceMap::nearest_crevice(const glm::dvec3& point) const {
  return nearest(point, true);
}

std::optional<EdgePoint> SurfaceMap::nearest(const glm::dvec3& point, bool crevices_only) const {
  double nearest = std::numeric_limits<double>::infinity();
  std::optional<EdgePoint> result;
  for (const SharpEdge& edge : sharp_edges_) {
    if (crevices_only && !edge.folds_inwards) continue;
    const glm::dvec3 along = edge.b - edge.a;
    const double length2 = glm::dot(along, along);
    const double share = length2 > 0 ? std::clamp(glm::dot(point - edge.a, along) / length2, 0.0, 1.0) : 0;
    const glm::dvec3 at = edge.a + along * share;
    const double distance = glm::length(point - at);
    if (distance >= nearest) continue;
    nearest = distance;
    result = EdgePoint{{at, edge.normal, edge.triangle},
                       length2 > 0 ? along / std::sqrt(length2) : glm::dvec3(1, 0, 0)};
  }
  return result;
}

double SurfaceMap::thickness_m(const SurfacePoint& from) const {
  double nearest = std::numeric_limits<double>::infinity();
  const glm::dvec3 farthest = from.position - from.normal * (1.01 * diagonal_m());
  tree_.along(from.position, farthest, [&](uint32_t t) {
    const double toward = glm::dot(faces_[t], from.normal);
    if (toward >= -1e-6) return true;  // one comes out where the surface faces away
    const double distance = glm::dot(from.position - corner(t, 0), faces_[t]) / toward;
    if (distance <= 0 || distance >= nearest) return true;
    const glm::dvec3 w =
        barycentric(from.position - from.normal * distance, corner(t, 0), corner(t, 1), corner(t, 2));
    if (w.x >= 0 && w.y >= 0 && w.z >= 0) nearest = distance;
    return true;
  });
  return nearest;
}

bool SurfaceMap::is_open_towards(const glm::dvec3& eye, const SurfacePoint& from) const {
  const glm::dvec3 start = from.position + from.normal * (1e-4 * diagonal_m()), way = eye - start;
  bool open = true;
  tree_.along(start, eye, [&](uint32_t t) {
    const double slope = glm::dot(faces_[t], way);
    if (slope == 0) return true;
    const double share = glm::dot(corner(t, 0) - start, faces_[t]) / slope;
    if (share <= 0 || share >= 1) return true;
    const glm::dvec3 w = barycentric(start + way * share, corner(t, 0), corner(t, 1), corner(t, 2));
    open = w.x < 0 || w.y < 0 || w.z < 0;
    return open;
  });
  return open;
}

std::pair<double, int> SurfaceMap::steepest_bend(uint32_t triangle) const {
  std::pair<double, int> most{0, 0};
  for (int i = 0; i < 3; ++i) {
    const uint32_t other = neighbors_[triangle][i];
    if (other == nobody) continue;
    const double cosine = glm::dot(faces_[triangle], faces_[other]);
    const double length = glm::length(corner(triangle, i + 1) - corner(triangle, i));
    const double areas = area_m2(triangle) + area_m2(other);
    if (cosine <= sharp || areas <= 0) continue;
    // From middle to middle it is a third of both heights.
    const double bend = std::acos(std::min(cosine, 1.0)) * 1.5 * length / areas;
    if (bend > most.first) most = {bend, i};
  }
  return most;
}

EdgePoint SurfaceMap::sample_bend(Stream& stream) const {
  const double sought = stream.uniform() * bend_up_to_.back();
  const auto found = std::upper_bound(bend_up_to_.begin(), bend_up_to_.end(), sought);
  const uint32_t t = uint32_t(std::min<size_t>(size_t(found - bend_up_to_.begin()), faces_.size() - 1));
  const int side = steepest_bend(t).second;
  const glm::dvec3 along = corner(t, side + 1) - corner(t, side);
  return {point_within(t, stream), glm::length(along) > 0 ? glm::normalize(along) : glm::dvec3(1, 0, 0)};
}

}  // namespace understudy
