// SPDX-License-Identifier: Apache-2.0
// A tile of the image plane sees a cone of directions (orthographic: a rectangle of parallel rays), an
// instance fills a sphere: where they do not meet, no ray needs to be cast. This holds for every lens model,
// behind the camera too.
#include "renderer/extents.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

#include "base/error.h"

namespace understudy {
namespace {

constexpr uint32_t kExtentGroupsX = 1024;  // groups_x in extent.comp
constexpr int kBlockTiles = 8;             // along the side of a block
constexpr double pi = std::numbers::pi;

struct Sphere {
  glm::dvec3 center;
  double radius;
};

/// Directions (orthographic: feet of rays) through the corners of all tiles; empty where the lens cannot see.
class CornerGrid {
 public:
  explicit CornerGrid(const Camera& camera) : camera_(camera) {
    camera_.world_from_camera = glm::dmat3(1);
    camera_.position_m = glm::dvec3(0);
    const auto first = [](int size) { return -(kExtentFrames * size + kExtentTilePx - 1) / kExtentTilePx; };
    const auto last = [](int size) {
      return ((1 + kExtentFrames) * size + kExtentTilePx - 1) / kExtentTilePx;
    };
    first_x = first(camera.width_px), first_y = first(camera.height_px);
    columns = last(camera.width_px) - first_x, rows = last(camera.height_px) - first_y;
    for (int y = 0; y <= rows; ++y)
      for (int x = 0; x <= columns; ++x)
        corners_.push_back(look((first_x + x) * kExtentTilePx, (first_y + y) * kExtentTilePx));
  }
  std::optional<glm::dvec3> look(double x_px, double y_px) const {
    const auto ray = camera_.ray(x_px, y_px);
    if (!ray) return std::nullopt;
    return camera_.model == LensModel::orthographic ? ray->origin : ray->direction;
  }
  const std::optional<glm::dvec3>& corner(int column, int row) const {
    return corners_[size_t(row * (columns + 1) + column)];
  }
  /// Whether a corner within one tile of tile (column, row) is seen.
  bool near_seen(int column, int row) const {
    for (int y = std::max(row - 1, 0); y <= std::min(row + 2, rows); ++y)
      for (int x = std::max(column - 1, 0); x <= std::min(column + 2, columns); ++x)
        if (corner(x, y)) return true;
    return false;
  }
  int first_x, first_y, columns, rows;

 private:
  Camera camera_;
  std::vector<std::optional<glm::dvec3>> corners_;
};

/// Seen points of a tile: its corners; where the edge of what the lens sees crosses it, points along its
/// sides too.
std::vector<glm::dvec3> seen_points(const CornerGrid& grid, int column, int row) {
  std::vector<glm::dvec3> seen;
  for (int i = 0; i < 4; ++i)
    if (const auto& corner = grid.corner(column + (i & 1), row + (i >> 1))) seen.push_back(*corner);
  if (seen.size() == 4 || !grid.near_seen(column, row)) return seen;
  const double x0 = (grid.first_x + column) * kExtentTilePx, y0 = (grid.first_y + row) * kExtentTilePx;
  for (int step = 0; step < kExtentTilePx; step += 2) {
    for (const glm::dvec2 at : {glm::dvec2(step, 0), glm::dvec2(step, kExtentTilePx), glm::dvec2(0, step),
                                glm::dvec2(kExtentTilePx, step)})
      if (const auto point = grid.look(x0 + at.x, y0 + at.y)) seen.push_back(*point);
  }
  return seen;
}

bool may_see(const PlaneView& view, const Sphere& sphere, const Camera& camera) {
  if (camera.model == LensModel::orthographic)
    return glm::length(glm::dvec2(sphere.center) - glm::dvec2(view.axis)) <= sphere.radius + view.reach;
  const double distance = glm::length(sphere.center);
  if (distance <= sphere.radius || view.reach_cosine <= 0) return true;
  // The angle between both axes against the sum of both reaches, by their cosines: both are below a right
  // angle.
  const double sine = sphere.radius / distance, cosine = std::sqrt(1 - sine * sine);
  return glm::dot(sphere.center, view.axis) >=
         distance * (cosine * view.reach_cosine - sine * view.reach_sine);
}

double distance_between(const glm::dvec3& a, const glm::dvec3& b, bool parallel) {
  return parallel ? glm::length(a - b) : std::acos(std::clamp(glm::dot(a, b), -1.0, 1.0));
}

PlaneView view_of(glm::dvec3 axis, double reach) {
  return {axis, reach, std::cos(std::min(reach, pi)), std::sin(std::min(reach, pi))};
}

PlaneView view_of_points(const std::vector<glm::dvec3>& seen, bool parallel) {
  glm::dvec3 axis(0);
  for (const glm::dvec3& one : seen) axis += one / double(seen.size());
  if (!parallel) axis = glm::normalize(axis);
  double reach = 0;
  for (const glm::dvec3& one : seen) reach = std::max(reach, distance_between(one, axis, parallel));
  // A curved lens bends between the corners, and a tile may be seen in part: be generous.
  return view_of(axis, reach * (seen.size() == 4 ? 1.2 : 2.0) + 1e-9);
}

PlaneView view_of_tiles(const std::vector<TileView>& tiles, bool parallel) {
  glm::dvec3 axis(0);
  for (const TileView& tile : tiles) axis += tile.view.axis / double(tiles.size());
  if (!parallel && glm::length(axis) < 1e-3) return view_of({0, 0, 1}, pi);
  if (!parallel) axis = glm::normalize(axis);
  double reach = 0;
  for (const TileView& tile : tiles)
    reach = std::max(reach, distance_between(tile.view.axis, axis, parallel) + tile.view.reach);
  return view_of(axis, reach + 1e-9);
}

/// The tiles of one block of the grid that reach beyond the frame and see anything.
std::vector<TileView> tiles_of_block(const CornerGrid& grid, const Camera& camera, int first_column,
                                     int first_row) {
  std::vector<TileView> tiles;
  for (int row = first_row; row < std::min(first_row + kBlockTiles, grid.rows); ++row) {
    for (int column = first_column; column < std::min(first_column + kBlockTiles, grid.columns); ++column) {
      const int x = (grid.first_x + column) * kExtentTilePx, y = (grid.first_y + row) * kExtentTilePx;
      const bool leaves_frame =
          x < 0 || y < 0 || x + kExtentTilePx > camera.width_px || y + kExtentTilePx > camera.height_px;
      if (!leaves_frame) continue;
      const std::vector<glm::dvec3> seen = seen_points(grid, column, row);
      if (!seen.empty())
        tiles.push_back({x, y, view_of_points(seen, camera.model == LensModel::orthographic)});
    }
  }
  return tiles;
}

Sphere sphere_around(const SceneTables& tables, uint32_t first, uint32_t count) {
  Aabb box = tables.bounds[first];
  for (uint32_t i = first + 1; i < first + count; ++i)
    box = {glm::min(box.lower, tables.bounds[i].lower), glm::max(box.upper, tables.bounds[i].upper)};
  const glm::dvec3 lower = box.lower, upper = box.upper;
  return {(lower + upper) / 2.0, glm::length(upper - lower) / 2 * 1.001 + 1e-6};
}

/// Placements of one instance, neighbours in the table.
struct Span {
  uint32_t instance, first, count;
};

/// One span per instance. That of an object goes on over those of its defects, whose ids follow on its own;
/// an object all of whose surface is defects begins with them.
std::vector<Span> spans_of(const SceneTables& tables, const std::map<uint32_t, uint32_t>& parents) {
  std::vector<Span> spans;
  std::optional<Span> object;
  const auto end_object = [&] {
    if (object) spans.push_back(*object);
    object.reset();
  };
  const uint32_t total = uint32_t(tables.placements.size());
  for (uint32_t first = 0, count = 0; first < total; first += count) {
    const uint32_t instance = tables.placements[first].instance;
    count = 1;
    while (first + count < total && tables.placements[first + count].instance == instance) ++count;
    const auto parent = parents.find(instance);
    const uint32_t owner = parent == parents.end() ? instance : parent->second;
    if (!object || object->instance != owner) {
      end_object();
      object = Span{owner, first, 0};
    }
    object->count += count;
    if (owner != instance) spans.push_back({instance, first, count});
  }
  end_object();
  return spans;
}

}  // namespace

std::vector<TileBlock> views_of_plane(const Camera& camera) {
  std::vector<TileBlock> blocks;
  const CornerGrid grid(camera);
  for (int row = 0; row < grid.rows; row += kBlockTiles) {
    for (int column = 0; column < grid.columns; column += kBlockTiles) {
      std::vector<TileView> tiles = tiles_of_block(grid, camera, column, row);
      if (tiles.empty()) continue;
      const PlaneView view = view_of_tiles(tiles, camera.model == LensModel::orthographic);
      blocks.push_back({std::move(tiles), view});
    }
  }
  return blocks;
}

ExtentPlan plan_extents(const Camera& camera, const std::vector<TileBlock>& views, const SceneTables& tables,
                        const std::map<uint32_t, uint32_t>& parents,
                        const std::map<uint32_t, Extent>& inside) {
  ExtentPlan plan;
  for (const auto& [instance, first, count] : spans_of(tables, parents)) {
    if (!inside.count(instance)) continue;
    const Sphere sphere = sphere_around(tables, first, count);
    const Sphere in_camera{glm::transpose(camera.world_from_camera) * sphere.center, sphere.radius};
    std::vector<gpu::ExtentTile> tiles;
    for (const TileBlock& block : views) {
      if (!may_see(block.view, in_camera, camera)) continue;
      for (const TileView& tile : block.tiles)
        if (may_see(tile.view, in_camera, camera))
          tiles.push_back({tile.x, tile.y, uint32_t(plan.jobs.size())});
    }
    if (tiles.empty()) continue;
    plan.instances.push_back(instance);
    plan.jobs.push_back({first,
                         count,
                         {float(sphere.center.x), float(sphere.center.y), float(sphere.center.z)},
                         float(sphere.radius * 1.00001)});
    plan.tiles.insert(plan.tiles.end(), tiles.begin(), tiles.end());
  }
  return plan;
}

gpu::RayCount measure_extents(const ExtentPlan& plan, const Camera& camera, Commands& commands,
                              FrameMemory& memory, const Kernel& kernel, const Slice& ray_count,
                              std::map<uint32_t, Extent>& extents) {
  constexpr int kFar = std::numeric_limits<int>::max();
  const std::vector<gpu::ExtentResult> empty(plan.jobs.size(), {0, kFar, kFar, -kFar, -kFar});
  memory.add(BINDING_EXTENT_TILES, plan.tiles);
  memory.add(BINDING_EXTENT_JOBS, plan.jobs);
  const Slice place = memory.add(BINDING_EXTENT_RESULTS, empty);
  commands.begin();
  memory.upload();
  // Two dimensions of workgroups: one may hold 65,535 only.
  const uint32_t tile_count = uint32_t(plan.tiles.size());
  commands.run(kernel, {kExtentGroupsX, (tile_count + kExtentGroupsX - 1) / kExtentGroupsX, 1}, &tile_count,
               sizeof tile_count);
  const auto* results =
      commands.read_back_as<gpu::ExtentResult>(place.part(0, empty.size() * sizeof empty[0]));
  const auto* rays = commands.read_back_as<gpu::RayCount>(ray_count);
  commands.submit_and_wait();
  const int left = -kExtentFrames * camera.width_px, right = (1 + kExtentFrames) * camera.width_px - 1;
  const int top = -kExtentFrames * camera.height_px, bottom = (1 + kExtentFrames) * camera.height_px - 1;
  for (size_t i = 0; i < plan.jobs.size(); ++i) {
    const gpu::ExtentResult& result = results[i];
    Extent& extent = extents.at(plan.instances[i]);
    const bool capped = result.x0 == left || result.x1 == right || result.y0 == top || result.y1 == bottom;
    extent = {extent.amodal_px + result.beyond_px, std::min(extent.x0, result.x0),
              std::min(extent.y0, result.y0),      std::max(extent.x1, result.x1),
              std::max(extent.y1, result.y1),      capped};
  }
  return *rays;
}

}  // namespace understudy
