// SPDX-License-Identifier: Apache-2.0
// Defects that reach the other side: sheet that is pressed through, and bores, whose outlines on both sides
// are joined by a wall.
#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/defects/edge_table.h"
#include "generators/defects/surface.h"

namespace understudy {
namespace {

/// The angles of a closed way around an axis, from its first point on, unwrapped; one more than the way has
/// points.
std::vector<double> turned(const std::vector<glm::dvec2>& way) {
  std::vector<double> angles{std::atan2(way[0].y, way[0].x)};
  for (size_t i = 1; i <= way.size(); ++i) {
    const glm::dvec2 at = way[i % way.size()];
    angles.push_back(angles.back() +
                     std::remainder(std::atan2(at.y, at.x) - angles.back(), glm::two_pi<double>()));
  }
  return angles;
}

bool goes_around_once(const std::vector<double>& angles) {
  return std::abs(angles.back() - angles.front() - glm::two_pi<double>()) < 1e-6;
}

}  // namespace

/// The only outline of these triangles as a ring of vertices, counter-clockwise seen from outside; empty
/// where there are several, or where it touches itself.
std::vector<uint32_t> Surface::outline(const std::vector<uint32_t>& triangles) const {
  PlaceTable place_of;
  EdgeTable<int> count;
  std::vector<std::array<uint32_t, 3>> places;
  for (uint32_t t : triangles) {
    std::array<uint32_t, 3> at;
    for (int i = 0; i < 3; ++i) at[i] = place_of.number_of(vertices_[triangles_[t].corners[i]].position);
    for (int i = 0; i < 3; ++i) ++count.try_emplace(at[i], at[(i + 1) % 3], 0).first;
    places.push_back(at);
  }
  std::vector<uint32_t> next(place_of.size(), nobody), vertex(place_of.size(), nobody);
  uint32_t start = nobody;
  size_t length = 0;
  for (size_t k = 0; k < triangles.size(); ++k) {
    for (int i = 0; i < 3; ++i) {
      const uint32_t a = places[k][i], b = places[k][(i + 1) % 3];
      if (*count.at(a, b) != 1) continue;
      if (next[a] != nobody) return {};
      next[a] = b;
      vertex[a] = triangles_[triangles[k]].corners[i];
      start = a;
      ++length;
    }
  }
  std::vector<uint32_t> ring;
  if (start == nobody) return ring;
  for (uint32_t at = start; at != nobody && ring.size() < length; at = next[at]) {
    ring.push_back(vertex[at]);
    if (next[at] == start) break;
  }
  if (ring.size() != length) ring.clear();
  return ring;
}

bool Surface::press(const DefectShape& shape, const std::vector<double>& values,
                    const std::vector<uint32_t>& inside) {
  const std::vector<uint32_t> beyond = connected_inside(shape, 0, values, {shape.through->exit});
  // Where both sides hang together, around the edge of a sheet, there is no other side.
  if (beyond.empty() || beyond == inside || !claim(shape, values, inside)) return false;
  claim(shape, values, beyond);
  displace(shape, 1, values, inside);
  displace(shape, -1, values, beyond);
  return true;
}

bool Surface::bore(const DefectShape& shape, const std::vector<double>& values,
                   const std::vector<uint32_t>& inside) {
  const Through& through = *shape.through;
  const std::vector<uint32_t> beyond = connected_inside(shape, -through.taper_m, values, {through.exit});
  std::vector<uint32_t> gone = inside;
  gone.insert(gone.end(), beyond.begin(), beyond.end());
  std::sort(gone.begin(), gone.end());
  if (beyond.empty() || std::adjacent_find(gone.begin(), gone.end()) != gone.end()) return false;
  for (uint32_t t : gone)
    if (triangles_[t].defect != nobody) return false;
  const std::vector<uint32_t> entry = outline(inside);
  std::vector<uint32_t> exit = outline(beyond);
  std::reverse(exit.begin(), exit.end());
  if (entry.size() < 3 || exit.size() < 3) return false;
  const size_t before = triangles_.size();
  const Triangle like = triangles_[inside.front()];
  add_wall(shape, entry, exit, like);
  if (triangles_.size() == before) return false;
  claim(shape, values, gone);
  for (uint32_t t : gone) triangles_[t].seen = Triangle::Seen::as_good;
  return true;
}

/// Both rings go around the axis in the same sense, that of the entry. Adds nothing where one does not.
void Surface::add_wall(const DefectShape& shape, const std::vector<uint32_t>& entry,
                       const std::vector<uint32_t>& exit, Triangle like) {
  const Through& through = *shape.through;
  const glm::dvec3 aside = std::abs(through.axis.x) < 0.6 ? glm::dvec3(1, 0, 0) : glm::dvec3(0, 1, 0);
  const glm::dvec3 x = glm::normalize(glm::cross(aside, through.axis)), y = glm::cross(through.axis, x);
  const auto flat = [&](uint32_t v) {
    const glm::dvec3 d = vertices_[v].position - through.exit;
    return glm::dvec2(glm::dot(d, x), glm::dot(d, y));
  };
  std::vector<glm::dvec2> above, below;
  for (uint32_t v : entry) above.push_back(flat(v));
  for (uint32_t v : exit) below.push_back(flat(v));
  const std::vector<double> a = turned(above), b = turned(below);
  if (!goes_around_once(a) || !goes_around_once(b)) return;
  const double depth_m = glm::dot(vertices_[entry[0]].position - through.exit, through.axis);
  const auto normal = [&](uint32_t v) {
    const double step = 1e-3 * shape.finest_m;
    const auto slope = [&](const glm::dvec3& along) {
      const glm::dvec3& p = vertices_[v].position;
      return (shape.field(p + along * step) - shape.field(p - along * step)) / (2 * step);
    };
    return normalized_or(through.axis * through.taper_m - (x * slope(x) + y * slope(y)) * depth_m,
                         through.axis);
  };
  like.seen = Triangle::Seen::as_bad;
  like.defect = uint32_t(defects_);
  like.band = 1;
  const auto add = [&](uint32_t p, uint32_t q, uint32_t r) {
    like.corners = {p, q, r};
    like.normals = uint32_t(normals_.size());
    normals_.push_back({normal(p), normal(q), normal(r)});
    triangles_.push_back(like);
  };
  // Both begin at the same angle; then whichever comes next. Angles of the exit count from its own turn on.
  size_t first = 0;
  const auto offset = [&](size_t k) { return std::remainder(b[k] - a[0], glm::two_pi<double>()); };
  for (size_t k = 1; k < exit.size(); ++k)
    if (std::abs(offset(k)) < std::abs(offset(first))) first = k;
  const auto entry_at = [&](size_t i) { return entry[i % entry.size()]; };
  const auto exit_at = [&](size_t j) { return exit[(first + j) % exit.size()]; };
  const auto exit_angle = [&](size_t j) {
    const size_t k = first + j;
    const double more = k > exit.size() ? glm::two_pi<double>() : 0;
    return b[k > exit.size() ? k - exit.size() : k] + more - b[first] + offset(first);
  };
  for (size_t i = 0, j = 0; i < entry.size() || j < exit.size();) {
    if (j == exit.size() || (i < entry.size() && a[i + 1] - a[0] <= exit_angle(j + 1))) {
      add(entry_at(i), entry_at(i + 1), exit_at(j));
      ++i;
    } else {
      add(exit_at(j + 1), exit_at(j), entry_at(i));
      ++j;
    }
  }
}

}  // namespace understudy
