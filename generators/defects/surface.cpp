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

#include "generators/defects/edge_table.h"

namespace understudy {
namespace {

constexpr double farthest_from_longest_edge = 0.8661;  // sqrt(3) / 2, rounded up
constexpr double snap = 1e-3;                          // of finest_m: a vertex so near a level lies on it
constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

bool before(const glm::dvec3& a, const glm::dvec3& b) {
  return std::tie(a.x, a.y, a.z) < std::tie(b.x, b.y, b.z);
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

glm::dvec3 slope_of(const DefectShape& shape, const glm::dvec3& at) {
  const double step = 1e-2 * shape.finest_m;
  glm::dvec3 slope;
  for (int axis = 0; axis < 3; ++axis) {
    glm::dvec3 way(0);
    way[axis] = step;
    slope[axis] = (shape.field(at + way) - shape.field(at - way)) / (2 * step);
  }
  return slope;
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
  /// Whether an edge may be split at all: quickly, and the same for both orders of its ends.
  using Filter = std::function<bool(uint32_t, uint32_t)>;
  /// Where to split an edge whose ends are given in an order that depends on their places alone; empty: not.
  using Rule = std::function<std::optional<double>(uint32_t low, uint32_t high)>;
  /// `again`: halves of an edge are split by the same rule.
  EdgeSplitter(Surface& surface, Filter filter, Rule rule, bool again = false)
      : vertices_(surface.vertices_),
        seams_(surface.seams_),
        filter_(std::move(filter)),
        rule_(std::move(rule)),
        again_(again) {}

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
    if (marked == 2 && again_ && is_sliver(a, b, c)) {
      split_sliver(a, b, c, add);
    } else if (marked == 1) {
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

  bool is_sliver(uint32_t a, uint32_t b, uint32_t c) const {
    constexpr double slim = 16;
    return slim * distance(a, c) < std::min(distance(a, b), distance(b, c));
  }

  /// Points of an edge from one end to the other, but for that one.
  void split_all(uint32_t from, uint32_t to, std::vector<uint32_t>& points) {
    const uint32_t middle = middle_of(from, to);
    if (middle == nobody) return points.push_back(from);
    split_all(from, middle, points);
    split_all(middle, to, points);
  }

  /// Halving both long sides time and again would part a sliver lengthwise too, and make half as many
  /// triangles more each time than its length needs. They are split to the end at once and joined by rungs.
  template <typename Add>
  void split_sliver(uint32_t a, uint32_t b, uint32_t c, Add add) {
    std::vector<uint32_t> left, right;
    split_all(a, b, left);
    split_all(c, b, right);
    size_t i = 0, j = 0;
    while (i + 1 < left.size() || j + 1 < right.size()) {
      const bool left_next =
          j + 1 == right.size() ||
          (i + 1 < left.size() && distance(left[i + 1], right[j]) < distance(left[i], right[j + 1]));
      if (left_next) {
        add(left[i], left[i + 1], right[j]);
        ++i;
      } else {
        add(left[i], right[j + 1], right[j]);
        ++j;
      }
    }
    add(left[i], b, right[j]);
  }

  uint32_t middle_of(uint32_t a, uint32_t b) {
    if (!filter_(a, b)) return nobody;
    const auto [known, is_new] = middles_.try_emplace(a, b, nobody);
    if (!is_new) return known;
    if (before(vertices_[b].position, vertices_[a].position)) std::swap(a, b);
    const std::optional<double> share = rule_(a, b);
    if (!share) return nobody;
    const Vertex low = vertices_[a], high = vertices_[b];
    const auto between = [&](const auto& x, const auto& y) { return x + (y - x) * *share; };
    Vertex v{between(low.position, high.position),
             normalized_or(between(low.normal, high.normal), low.normal), between(low.uv, high.uv),
             glm::dvec3(0)};
    v.direction = v.normal;
    v.offset = between(low.offset, high.offset);
    known = uint32_t(vertices_.size());
    if (const glm::dvec3* seam = seams_.at(a, b)) {
      v.direction = *seam;
      for (const uint32_t end : {a, b}) seams_.try_emplace(end, known, v.direction);
    }
    vertices_.push_back(v);
    return known;
  }

  std::vector<Vertex>& vertices_;
  EdgeTable<glm::dvec3>& seams_;
  Filter filter_;
  Rule rule_;
  bool again_;
  EdgeTable<uint32_t> middles_;
};

Surface::Surface(const Mesh& mesh) : source_(mesh) {
  PlaceTable places(mesh.positions.size());
  std::vector<uint32_t> place_of;
  std::vector<glm::dvec3> normal_sums(mesh.positions.size(), glm::dvec3(0));
  vertices_.reserve(mesh.positions.size());
  place_of.reserve(mesh.positions.size());
  for (size_t i = 0; i < mesh.positions.size(); ++i) {
    vertices_.push_back({mesh.positions[i], glm::dvec3(mesh.normals[i]), mesh.uvs[i], glm::dvec3(0)});
    place_of.push_back(places.number_of(vertices_.back().position));
    normal_sums[place_of.back()] += vertices_.back().normal;
  }
  for (size_t i = 0; i < vertices_.size(); ++i)
    vertices_[i].direction = normalized_or(normal_sums[place_of[i]], vertices_[i].normal);
  triangles_.reserve(mesh.triangles.size());
  for (size_t i = 0; i < mesh.triangles.size(); ++i) {
    const uint16_t part = mesh.parts.empty() ? uint16_t(0) : mesh.parts[i];
    triangles_.push_back({mesh.triangles[i], mesh.slots[i], part});
  }
  find_seams(place_of, places.size());
}

/// Of the sphere around the region, grown by `share` of the longest way from a triangle's middle to a corner.
bool Surface::is_beyond(const DefectShape& shape, const Triangle& triangle, double share) const {
  const glm::dvec3 a = vertices_[triangle.corners.x].position, b = vertices_[triangle.corners.y].position,
                   c = vertices_[triangle.corners.z].position;
  const glm::dvec3 middle = (a + b + c) / 3.0, away = middle - shape.center;
  const double distance2 = glm::dot(away, away);
  if (distance2 <= shape.radius_m * shape.radius_m) return false;
  const double reach2 = std::max(
      {glm::dot(a - middle, a - middle), glm::dot(b - middle, b - middle), glm::dot(c - middle, c - middle)});
  const double limit = shape.radius_m + share * std::sqrt(reach2);
  return distance2 > limit * limit;
}

/// No edge of such a triangle is split, for none has a midpoint within 0.8661 of its length of the sphere.
bool Surface::is_far(const DefectShape& shape, const Triangle& triangle) const {
  return is_beyond(shape, triangle, 1 + 2 * farthest_from_longest_edge);
}

bool Surface::may_touch(const DefectShape& shape, const Triangle& triangle) const {
  return !is_beyond(shape, triangle, 1);
}

void Surface::find_seams(const std::vector<uint32_t>& place_of, size_t places) {
  std::vector<uint32_t> vertices_at(places, 0);
  for (const uint32_t place : place_of) ++vertices_at[place];
  const auto is_doubled = [&](uint32_t a, uint32_t b) {
    return vertices_at[place_of[a]] > 1 && vertices_at[place_of[b]] > 1;
  };
  const auto for_each_side = [&](const auto& body) {
    for (const Triangle& triangle : triangles_) {
      for (int i = 0; i < 3; ++i) {
        const uint32_t a = triangle.corners[i], b = triangle.corners[(i + 1) % 3];
        if (is_doubled(a, b)) body(a, b);
      }
    }
  };
  // A side that shares its vertices with the next triangle is no seam; what others meet at is.
  EdgeTable<int> sides;
  EdgeTable<glm::dvec3> sums;
  for_each_side([&](uint32_t a, uint32_t b) { ++sides.try_emplace(a, b, 0).first; });
  for_each_side([&](uint32_t a, uint32_t b) {
    if (*sides.at(a, b) == 1)
      sums.try_emplace(place_of[a], place_of[b], glm::dvec3(0)).first +=
          vertices_[a].normal + vertices_[b].normal;
  });
  for_each_side([&](uint32_t a, uint32_t b) {
    if (*sides.at(a, b) != 1) return;
    const glm::dvec3 mean = normalized_or(*sums.at(place_of[a], place_of[b]), vertices_[a].normal);
    seams_.try_emplace(a, b, mean);
  });
}

void Surface::refine(const DefectShape& shape) {
  const auto is_long = [&](uint32_t a, uint32_t b) {
    return glm::length(vertices_[b].position - vertices_[a].position) > shape.finest_m;
  };
  const auto halves = [&](uint32_t low, uint32_t high) -> std::optional<double> {
    const glm::dvec3 a = vertices_[low].position, b = vertices_[high].position;
    const double length = glm::length(b - a), reach = farthest_from_longest_edge * length;
    const glm::dvec3 middle = a + (b - a) * 0.5;
    if (glm::length(middle - shape.center) - shape.radius_m > reach) return std::nullopt;
    const double in_middle = shape.field(middle);
    // From afar no feature may be missed.
    const double steepest = length > 8 * shape.finest_m ? 1 : shape.steepest;
    if (in_middle > reach * steepest || in_middle < shape.even_below_m - reach) return std::nullopt;
    return 0.5;
  };
  EdgeSplitter splitter(*this, is_long, halves, true);
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
  const auto is_crossed = [&](uint32_t a, uint32_t b) {
    return (values[a] - level) * (values[b] - level) < 0;  // not where one is not known
  };
  EdgeSplitter splitter(*this, is_crossed, [&](uint32_t low, uint32_t high) {
    return std::optional(crossing(shape.field, level, vertices_[low].position, vertices_[high].position,
                                  values[low] - level, values[high] - level, 1e-9 * shape.finest_m));
  });
  std::vector<Triangle> result;
  result.reserve(triangles_.size());
  for (const Triangle& triangle : triangles_) {
    if (is_far(shape, triangle) || !splitter.split(triangle, result)) result.push_back(triangle);
  }
  triangles_ = std::move(result);
  values.resize(vertices_.size(), level);
}

std::vector<uint32_t> Surface::connected_inside(const DefectShape& shape, double level,
                                                const std::vector<double>& values,
                                                const std::vector<glm::dvec3>& seeds) const {
  std::vector<uint32_t> inside, result;
  PlaceTable place_of;
  std::vector<std::array<uint32_t, 3>> places;  // of the corners of each triangle of `inside`
  EdgeTable<uint32_t> last_at;                  // the side that came last at an edge
  std::vector<uint32_t> before_it;              // for each side the one before it at the same edge
  std::vector<double> nearest(seeds.size(), std::numeric_limits<double>::infinity());
  std::vector<uint32_t> waiting(seeds.size(), 0);
  for (uint32_t t = 0; t < triangles_.size(); ++t) {
    const glm::uvec3& c = triangles_[t].corners;
    if (!(values[c.x] <= level && values[c.y] <= level && values[c.z] <= level)) continue;
    const double low = std::min({values[c.x], values[c.y], values[c.z]});
    const glm::dvec3 middle =
        (vertices_[c.x].position + vertices_[c.y].position + vertices_[c.z].position) / 3.0;
    if (low == level && shape.field(middle) >= level) continue;
    for (size_t i = 0; i < seeds.size(); ++i) {
      const double distance =
          distance_to(seeds[i], vertices_[c.x].position, vertices_[c.y].position, vertices_[c.z].position);
      if (distance >= nearest[i]) continue;
      nearest[i] = distance;
      waiting[i] = uint32_t(inside.size());
    }
    std::array<uint32_t, 3> at;
    for (int i = 0; i < 3; ++i) at[i] = place_of.number_of(vertices_[c[i]].position);
    for (uint32_t i = 0; i < 3; ++i) {
      uint32_t& last = last_at.try_emplace(at[i], at[(i + 1) % 3], nobody).first;
      before_it.push_back(last);
      last = uint32_t(3 * inside.size()) + i;
    }
    inside.push_back(t);
    places.push_back(at);
  }
  if (inside.empty() || !shape.connected) return inside;
  std::vector<bool> seen(inside.size(), false);
  for (const uint32_t first : waiting) seen[first] = true;
  std::sort(waiting.begin(), waiting.end());
  waiting.erase(std::unique(waiting.begin(), waiting.end()), waiting.end());
  while (!waiting.empty()) {
    const uint32_t i = waiting.back();
    waiting.pop_back();
    result.push_back(inside[i]);
    for (int e = 0; e < 3; ++e) {
      const uint32_t* last = last_at.at(places[i][e], places[i][(e + 1) % 3]);
      for (uint32_t side = *last; side != nobody; side = before_it[side]) {
        if (!seen[side / 3]) waiting.push_back(side / 3);
        seen[side / 3] = true;
      }
    }
  }
  std::sort(result.begin(), result.end());
  return result;
}

void Surface::tilt_normals(const DefectShape& shape, double sign, uint32_t index) {
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
    if (shape.normals == DefectShape::Normals::from_field) {
      const glm::dvec3 centre = (displaced(0) + displaced(1) + displaced(2)) / 3.0;
      normals[i] = normalized_or(-slope_of(shape, glm::mix(displaced(i), centre, 0.05)), n);
      continue;
    }
    // Of a crease, the slope on this triangle's side counts.
    const bool smooth = shape.levels.empty() || !shape.creased;
    const glm::dvec3 at = smooth ? vertex(i).position : glm::mix(vertex(i).position, middle, 0.02);
    const auto [t, b] = tangents(n);
    const double step = 1e-3 * shape.finest_m;
    const auto slope = [&](const glm::dvec3& along) {
      return sign * (shape.height(at + along * step) - shape.height(at - along * step)) / (2 * step);
    };
    normals[i] = glm::normalize(n - t * slope(t) - b * slope(b));
  }
  triangle.normals = uint32_t(normals_.size());
  normals_.push_back(normals);
}

/// `sign`: -1 on the other side of a wall.
void Surface::displace(const DefectShape& shape, double sign, const std::vector<double>& values,
                       const std::vector<uint32_t>& inside) {
  if (!shape.height) return;
  std::vector<bool> moved(vertices_.size(), false);
  for (uint32_t t : inside) {
    for (int i = 0; i < 3; ++i) {
      const uint32_t v = triangles_[t].corners[i];
      if (moved[v] || values[v] >= 0) continue;
      moved[v] = true;
      vertices_[v].offset +=
          shape.direction.value_or(vertices_[v].direction) * (sign * shape.height(vertices_[v].position));
    }
  }
  for (uint32_t t : inside) tilt_normals(shape, sign, t);
}

/// What no other defect holds becomes the next one's. False: nothing is left.
bool Surface::claim(const DefectShape& shape, const std::vector<double>& values,
                    const std::vector<uint32_t>& inside) {
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
  return holds_any;
}

bool Surface::cut(const DefectShape& shape, const glm::dvec3& seed) {
  // Most of the surface is far from a defect: it is looked at once.
  const auto far = std::stable_partition(triangles_.begin(), triangles_.end(),
                                         [&](const Triangle& t) { return !is_far(shape, t); });
  const std::vector<Triangle> rest(far, triangles_.end());
  triangles_.erase(far, triangles_.end());
  const bool holds_any = cut_near(shape, seed);
  triangles_.insert(triangles_.end(), rest.begin(), rest.end());
  return holds_any;
}

/// While what is far has been put aside.
bool Surface::cut_near(const DefectShape& shape, const glm::dvec3& seed) {
  refine(shape);
  std::vector<double> values;
  cut_along(shape, 0, values);
  for (double level : shape.levels) cut_along(shape, level, values);
  std::vector<glm::dvec3> seeds{seed};
  seeds.insert(seeds.end(), shape.islands.begin(), shape.islands.end());
  const std::vector<uint32_t> inside = connected_inside(shape, 0, values, seeds);
  if (shape.through) {
    const bool bored = shape.through->way == Through::Way::bored;
    if (!(bored ? bore(shape, values, inside) : press(shape, values, inside))) return false;
  } else {
    if (!claim(shape, values, inside)) return false;
    displace(shape, 1, values, inside);
  }
  ++defects_;
  return true;
}

}  // namespace understudy
