// SPDX-License-Identifier: Apache-2.0
// Refinement marks an edge where the region may reach into a triangle of which it is the longest: no point of
// a triangle is farther than sqrt(3)/2 of its longest edge from that edge's middle, and the field changes by
// no more than 1 per metre. Triangles are then split by how many of their edges are marked (red-green
// refinement without the green: R. Bank et al., "Some refinement algorithms", 1983).
#include "generators/defects/surface.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <tuple>

namespace understudy {
namespace {

constexpr double farthest_from_longest_edge = 0.8661;  // sqrt(3) / 2, rounded up
constexpr double snap = 1e-3;                          // of finest_m: a vertex so near a level lies on it
constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

bool before(const glm::dvec3& a, const glm::dvec3& b) {
  return std::tie(a.x, a.y, a.z) < std::tie(b.x, b.y, b.z);
}

struct Before {
  bool operator()(const glm::dvec3& a, const glm::dvec3& b) const { return before(a, b); }
};
template <typename T>
using PlaceMap = std::map<glm::dvec3, T, Before>;
template <typename T>
using EdgeMap = std::map<std::pair<uint32_t, uint32_t>, T>;

std::pair<uint32_t, uint32_t> edge(uint32_t a, uint32_t b) { return {std::min(a, b), std::max(a, b)}; }

glm::dvec3 normalized_or(const glm::dvec3& v, const glm::dvec3& otherwise) {
  const double length = glm::length(v);
  return length > 1e-12 ? v / length : otherwise;
}

/// Distance from a point to a triangle.
double distance_to(const glm::dvec3& p, const glm::dvec3& a, const glm::dvec3& b, const glm::dvec3& c) {
  const std::array<glm::dvec3, 3> corners{a, b, c};
  const glm::dvec3 normal = glm::cross(b - a, c - a);
  double nearest = std::numeric_limits<double>::infinity();
  bool above = true;
  for (int i = 0; i < 3; ++i) {
    const glm::dvec3 along = corners[(i + 1) % 3] - corners[i], to = p - corners[i];
    const double length2 = glm::dot(along, along);
    const double share = length2 > 0 ? std::clamp(glm::dot(to, along) / length2, 0.0, 1.0) : 0;
    nearest = std::min(nearest, glm::length(to - along * share));
    above = above && glm::dot(glm::cross(normal, along), to) >= 0;
  }
  const double area = glm::length(normal);
  return above && area > 0 ? std::abs(glm::dot(p - a, normal)) / area : nearest;
}

/// Two unit vectors across a unit normal.
std::pair<glm::dvec3, glm::dvec3> tangents(const glm::dvec3& n) {
  const glm::dvec3 axis = std::abs(n.x) < 0.6 ? glm::dvec3(1, 0, 0) : glm::dvec3(0, 1, 0);
  const glm::dvec3 t = glm::normalize(glm::cross(axis, n));
  return {t, glm::cross(n, t)};
}

/// Share of the way from `a` to `b` at which the field has the value `level`, given its values at both ends
/// less the level: regula falsi (Illinois), so that on a straight outline the first step is exact.
double crossing(const ScalarField& field, double level, const glm::dvec3& a, const glm::dvec3& b, double at_a,
                double at_b, double close_m) {
  double low = 0, high = 1, share = 0.5;
  for (int step = 0; step < 8; ++step) {
    share = low + (high - low) * (at_a / (at_a - at_b));
    const double value = field(a + (b - a) * share) - level;
    if (std::abs(value) < close_m) break;
    if ((value < 0) == (at_a < 0)) {
      low = share, at_a = value, at_b *= 0.5;
    } else {
      high = share, at_b = value, at_a *= 0.5;
    }
  }
  return std::clamp(share, 1e-9, 1 - 1e-9);
}

}  // namespace

/// Splits edges of a surface; each once, whichever of its triangles asks first.
class Surface::EdgeSplitter {
 public:
  /// Where to split an edge whose ends are given in an order that depends on their places alone; empty: not.
  using Rule = std::function<std::optional<double>(uint32_t low, uint32_t high)>;
  EdgeSplitter(std::vector<Vertex>& vertices, Rule rule) : vertices_(vertices), rule_(std::move(rule)) {}

  /// Appends what `triangle` becomes. False: it stays as it is, and nothing is appended.
  bool split(const Triangle& triangle, std::vector<Triangle>& out) {
    std::array<uint32_t, 3> middle;
    int marked = 0;
    for (int i = 0; i < 3; ++i) {
      middle[i] = middle_of(triangle.corners[i], triangle.corners[(i + 1) % 3]);
      marked += middle[i] != nobody;
    }
    if (marked == 0) return false;
    // Turned so that a single marked edge, or the first of two neighbours, is the first.
    int turn = 0;
    if (marked == 1)
      while (middle[turn] == nobody) ++turn;
    if (marked == 2)
      while (middle[(turn + 2) % 3] != nobody) ++turn;
    const auto corner = [&](int i) { return triangle.corners[(i + turn) % 3]; };
    const auto add = [&](uint32_t a, uint32_t b, uint32_t c) {
      out.push_back(triangle);
      out.back().corners = {a, b, c};
    };
    const uint32_t a = corner(0), b = corner(1), c = corner(2);
    const uint32_t ab = middle[turn], bc = middle[(turn + 1) % 3], ca = middle[(turn + 2) % 3];
    if (marked == 1) {
      add(a, ab, c), add(ab, b, c);
    } else if (marked == 2) {
      add(ab, b, bc);
      if (distance(a, bc) < distance(ab, c)) {
        add(a, ab, bc), add(a, bc, c);
      } else {
        add(a, ab, c), add(ab, bc, c);
      }
    } else {
      add(a, ab, ca), add(ab, b, bc), add(ca, bc, c), add(ab, bc, ca);
    }
    return true;
  }

 private:
  double distance(uint32_t a, uint32_t b) const {
    return glm::length(vertices_[a].position - vertices_[b].position);
  }

  uint32_t middle_of(uint32_t a, uint32_t b) {
    const auto [at, is_new] = middles_.try_emplace(edge(a, b), nobody);
    if (!is_new) return at->second;
    if (before(vertices_[b].position, vertices_[a].position)) std::swap(a, b);
    const std::optional<double> share = rule_(a, b);
    if (!share) return nobody;
    const Vertex low = vertices_[a], high = vertices_[b];
    const auto between = [&](const auto& x, const auto& y) { return x + (y - x) * *share; };
    Vertex v{between(low.position, high.position),
             normalized_or(between(low.normal, high.normal), low.normal), between(low.uv, high.uv),
             normalized_or(between(low.direction, high.direction), low.direction)};
    v.offset = between(low.offset, high.offset);
    vertices_.push_back(v);
    return at->second = uint32_t(vertices_.size() - 1);
  }

  std::vector<Vertex>& vertices_;
  Rule rule_;
  EdgeMap<uint32_t> middles_;
};

Surface::Surface(const Mesh& mesh) : source_(mesh) {
  PlaceMap<glm::dvec3> normal_sums;
  for (size_t i = 0; i < mesh.positions.size(); ++i) {
    vertices_.push_back({mesh.positions[i], glm::dvec3(mesh.normals[i]), mesh.uvs[i], glm::dvec3(0)});
    normal_sums.try_emplace(vertices_.back().position, 0.0).first->second += vertices_.back().normal;
  }
  for (Vertex& v : vertices_) v.direction = normalized_or(normal_sums.at(v.position), v.normal);
  for (size_t i = 0; i < mesh.triangles.size(); ++i) {
    const uint16_t part = mesh.parts.empty() ? uint16_t(0) : mesh.parts[i];
    triangles_.push_back({mesh.triangles[i], mesh.slots[i], part});
  }
}

/// No edge of such a triangle is split, for none has a midpoint within 0.8661 of its length of the sphere.
bool Surface::is_far(const DefectShape& shape, const Triangle& triangle) const {
  const auto at = [&](int i) { return vertices_[triangle.corners[i]].position; };
  const glm::dvec3 middle = (at(0) + at(1) + at(2)) / 3.0;
  const double reach =
      std::max({glm::length(at(0) - middle), glm::length(at(1) - middle), glm::length(at(2) - middle)});
  return glm::length(middle - shape.center) > shape.radius_m + (1 + 2 * farthest_from_longest_edge) * reach;
}

bool Surface::may_touch(const DefectShape& shape, const Triangle& triangle) const {
  const auto at = [&](int i) { return vertices_[triangle.corners[i]].position; };
  const glm::dvec3 middle = (at(0) + at(1) + at(2)) / 3.0;
  const double reach =
      std::max({glm::length(at(0) - middle), glm::length(at(1) - middle), glm::length(at(2) - middle)});
  return glm::length(middle - shape.center) < shape.radius_m + reach;
}

void Surface::refine(const DefectShape& shape) {
  EdgeSplitter splitter(vertices_, [&](uint32_t low, uint32_t high) -> std::optional<double> {
    const glm::dvec3 a = vertices_[low].position, b = vertices_[high].position;
    const double length = glm::length(b - a), reach = farthest_from_longest_edge * length;
    if (length <= shape.finest_m) return std::nullopt;
    const glm::dvec3 middle = a + (b - a) * 0.5;
    if (glm::length(middle - shape.center) - shape.radius_m > reach) return std::nullopt;
    if (shape.field(middle) > reach) return std::nullopt;
    return 0.5;
  });
  std::vector<Triangle> done, waiting = std::move(triangles_), next;
  while (!waiting.empty()) {
    next.clear();
    for (const Triangle& triangle : waiting) {
      if (is_far(shape, triangle) || !splitter.split(triangle, next)) done.push_back(triangle);
    }
    std::swap(waiting, next);
  }
  triangles_ = std::move(done);
}

void Surface::cut_along(const DefectShape& shape, double level, std::vector<double>& values) {
  values.resize(vertices_.size(), not_known);
  for (const Triangle& triangle : triangles_) {
    if (!may_touch(shape, triangle)) continue;
    for (int i = 0; i < 3; ++i) {
      double& value = values[triangle.corners[i]];
      if (std::isnan(value)) value = shape.field(vertices_[triangle.corners[i]].position);
      if (std::abs(value - level) < snap * shape.finest_m) value = level;
    }
  }
  EdgeSplitter splitter(vertices_, [&](uint32_t low, uint32_t high) -> std::optional<double> {
    const double a = values[low] - level, b = values[high] - level;
    if (!(a * b < 0)) return std::nullopt;  // also where one is not known
    return crossing(shape.field, level, vertices_[low].position, vertices_[high].position, a, b,
                    1e-9 * shape.finest_m);
  });
  std::vector<Triangle> result;
  result.reserve(triangles_.size());
  for (const Triangle& triangle : triangles_) {
    if (is_far(shape, triangle) || !splitter.split(triangle, result)) result.push_back(triangle);
  }
  triangles_ = std::move(result);
  values.resize(vertices_.size(), level);
}

std::vector<uint32_t> Surface::connected_inside(const DefectShape& shape, const std::vector<double>& values,
                                                const glm::dvec3& seed) const {
  std::vector<uint32_t> inside, result;
  PlaceMap<uint32_t> place_of;
  std::vector<std::array<uint32_t, 3>> places;  // of the corners of each triangle of `inside`
  EdgeMap<std::vector<uint32_t>> around;        // indices into `inside`
  double nearest = std::numeric_limits<double>::infinity();
  uint32_t first = 0;
  for (uint32_t t = 0; t < triangles_.size(); ++t) {
    const glm::uvec3& c = triangles_[t].corners;
    const double low = std::min({values[c.x], values[c.y], values[c.z]});
    if (!(values[c.x] <= 0 && values[c.y] <= 0 && values[c.z] <= 0)) continue;
    const glm::dvec3 middle =
        (vertices_[c.x].position + vertices_[c.y].position + vertices_[c.z].position) / 3.0;
    if (low == 0 && shape.field(middle) >= 0) continue;
    if (const double distance =
            distance_to(seed, vertices_[c.x].position, vertices_[c.y].position, vertices_[c.z].position);
        distance < nearest) {
      nearest = distance;
      first = uint32_t(inside.size());
    }
    std::array<uint32_t, 3> at;
    for (int i = 0; i < 3; ++i)
      at[i] = place_of.try_emplace(vertices_[c[i]].position, uint32_t(place_of.size())).first->second;
    for (int i = 0; i < 3; ++i) around[edge(at[i], at[(i + 1) % 3])].push_back(uint32_t(inside.size()));
    inside.push_back(t);
    places.push_back(at);
  }
  if (inside.empty()) return {};
  std::vector<bool> seen(inside.size(), false);
  std::vector<uint32_t> waiting{first};
  seen[first] = true;
  while (!waiting.empty()) {
    const uint32_t i = waiting.back();
    waiting.pop_back();
    result.push_back(inside[i]);
    for (int e = 0; e < 3; ++e) {
      for (uint32_t other : around.at(edge(places[i][e], places[i][(e + 1) % 3]))) {
        if (!seen[other]) waiting.push_back(other);
        seen[other] = true;
      }
    }
  }
  std::sort(result.begin(), result.end());
  return result;
}

void Surface::tilt_normals(const DefectShape& shape, uint32_t index) {
  Triangle& triangle = triangles_[index];
  std::array<glm::dvec3, 3> normals;
  const auto vertex = [&](int i) -> const Vertex& { return vertices_[triangle.corners[i]]; };
  const glm::dvec3 middle = (vertex(0).position + vertex(1).position + vertex(2).position) / 3.0;
  const auto displaced = [&](int i) { return vertex(i).position + vertex(i).offset; };
  const glm::dvec3 face = glm::cross(displaced(1) - displaced(0), displaced(2) - displaced(0));
  for (int i = 0; i < 3; ++i) {
    const glm::dvec3 n = triangle.normals == nobody ? vertex(i).normal : normals_[triangle.normals][i];
    if (shape.normals == DefectShape::Normals::from_faces) {
      normals[i] = normalized_or(face, n);
      continue;
    }
    // Of a crease, the slope on this triangle's side counts.
    const glm::dvec3 at =
        shape.levels.empty() ? vertex(i).position : glm::mix(vertex(i).position, middle, 0.02);
    const auto [t, b] = tangents(n);
    const double step = 1e-3 * shape.finest_m;
    const auto slope = [&](const glm::dvec3& along) {
      return (shape.height(at + along * step) - shape.height(at - along * step)) / (2 * step);
    };
    normals[i] = glm::normalize(n - t * slope(t) - b * slope(b));
  }
  triangle.normals = uint32_t(normals_.size());
  normals_.push_back(normals);
}

void Surface::displace(const DefectShape& shape, const std::vector<double>& values,
                       const std::vector<uint32_t>& inside) {
  if (!shape.height) return;
  std::vector<bool> moved(vertices_.size(), false);
  for (uint32_t t : inside) {
    for (int i = 0; i < 3; ++i) {
      const uint32_t v = triangles_[t].corners[i];
      if (moved[v] || values[v] >= 0) continue;
      moved[v] = true;
      vertices_[v].offset += vertices_[v].direction * shape.height(vertices_[v].position);
    }
  }
  for (uint32_t t : inside) tilt_normals(shape, t);
}

bool Surface::cut(const DefectShape& shape, const glm::dvec3& seed) {
  refine(shape);
  std::vector<double> values;
  cut_along(shape, 0, values);
  for (double level : shape.levels) cut_along(shape, level, values);
  const std::vector<uint32_t> inside = connected_inside(shape, values, seed);
  bool holds_any = false;
  for (uint32_t t : inside) {
    Triangle& triangle = triangles_[t];
    if (triangle.defect != nobody) continue;
    holds_any = true;
    triangle.defect = uint32_t(defects_);
    const glm::uvec3& c = triangle.corners;
    const double mean = (values[c.x] + values[c.y] + values[c.z]) / 3;
    for (double level : shape.levels) triangle.band += mean < level;
  }
  if (!holds_any) return false;
  displace(shape, values, inside);
  ++defects_;
  return true;
}

uint32_t Surface::add_corner(const Triangle& triangle, int corner, bool displaced, MeshVertices& out) const {
  const uint32_t index = triangle.corners[corner];
  const Vertex& v = vertices_[index];
  const bool tilted = displaced && triangle.normals != nobody;
  const glm::vec3 n = tilted ? normals_[triangle.normals][corner] : v.normal;
  uint32_t& known =
      tilted ? out.tilted.try_emplace({index, {n.x, n.y, n.z}}, nobody).first->second : out.plain[index];
  if (known != nobody) return known;
  out.mesh.positions.push_back(displaced ? v.position + v.offset : v.position);
  out.mesh.normals.push_back(n);
  out.mesh.uvs.push_back(v.uv);
  return known = uint32_t(out.mesh.positions.size() - 1);
}

MeshPtr Surface::mesh_of(uint32_t defect, bool displaced, const std::vector<DefectMesh::Look>& looks) const {
  auto mesh = std::make_shared<Mesh>();
  mesh->name = source_.name;
  MeshVertices vertices{*mesh, std::vector<uint32_t>(vertices_.size(), nobody), {}};
  for (const Triangle& triangle : triangles_) {
    if (triangle.defect != defect) continue;
    glm::uvec3 corners;
    for (int i = 0; i < 3; ++i) corners[i] = add_corner(triangle, i, displaced, vertices);
    uint16_t slot = triangle.slot;
    if (!looks.empty()) {
      const DefectMesh::Look look{triangle.slot, triangle.band};
      slot = uint16_t(std::lower_bound(looks.begin(), looks.end(), look) - looks.begin());
    }
    mesh->triangles.push_back(corners);
    mesh->slots.push_back(slot);
    mesh->parts.push_back(triangle.part);
  }
  if (mesh->triangles.empty()) return nullptr;
  mesh->finish();
  return mesh;
}

MeshPtr Surface::intact() const { return mesh_of(nobody, false, {}); }

DefectMesh Surface::defect(size_t number) const {
  DefectMesh result;
  for (const Triangle& triangle : triangles_)
    if (triangle.defect == number) result.looks.push_back({triangle.slot, triangle.band});
  std::sort(result.looks.begin(), result.looks.end());
  result.looks.erase(std::unique(result.looks.begin(), result.looks.end()), result.looks.end());
  result.mesh = mesh_of(uint32_t(number), true, result.looks);
  result.as_good = mesh_of(uint32_t(number), false, result.looks);
  return result;
}

}  // namespace understudy
