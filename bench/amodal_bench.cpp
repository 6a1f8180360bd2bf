// SPDX-License-Identifier: Apache-2.0
// What amodal masks cost by number of instances: two walls of triangles, one behind the other, that cover the
// same pixels of a 640x480 frame with as much geometry, whether it is divided among 8, 98 or 968 instances.
// Milliseconds of the walk along all centre rays and of encoding; least of several. One line of JSON.
#include <algorithm>
#include <chrono>
#include <functional>

#include <fmt/format.h>

#include "base/error.h"
#include "labels/rle.h"
#include "renderer/renderer.h"

using namespace understudy;

namespace {

constexpr int kRepetitions = 9;
constexpr int kCells = 132;  // along the side of a wall

/// A square of cells x cells squares.
MeshPtr square_of(float side_m, int cells) {
  auto mesh = std::make_shared<Mesh>();
  mesh->name = "tile";
  const uint32_t row = uint32_t(cells) + 1;
  for (uint32_t y = 0; y < row; ++y)
    for (uint32_t x = 0; x < row; ++x)
      mesh->positions.emplace_back(side_m * float(x) / float(cells), 0, side_m * float(y) / float(cells));
  for (uint32_t i = 0; i + row < mesh->positions.size(); ++i) {
    if (i % row == row - 1) continue;
    mesh->triangles.emplace_back(i, i + 1, i + row + 1);
    mesh->triangles.emplace_back(i, i + row + 1, i + row);
  }
  mesh->finish();
  return mesh;
}

/// Two walls of side x side tiles, 4 x 4 m and 5 m and 6 m away, before a background.
Scene walls(int side) {
  Scene scene;
  scene.materials.resize(1);
  scene.taxonomy.categories = {{CategoryId(1), "tile", "thing"}};
  scene.camera = look_at({0, 0, 0}, {0, 1, 0}, 640, 480, 60);
  const float tile_m = 4.f / float(side);
  scene.meshes = {square_of(tile_m, (kCells + side / 2) / side), square_of(40, 1)};
  const auto place = [&](uint32_t mesh, glm::dvec3 at, uint32_t id) {
    Placement placement;
    placement.mesh = mesh;
    placement.to_world[3] = glm::dvec4(at, 1);
    placement.instance = InstanceId(id);
    placement.materials = {0};
    scene.placements.push_back(placement);
    if (id != 0) scene.instances.push_back({InstanceId(id), CategoryId(1), {}});
  };
  uint32_t id = 0;
  for (int wall = 0; wall < 2; ++wall)
    for (int row = 0; row < side; ++row)
      for (int column = 0; column < side; ++column)
        place(0, {-2 + column * double(tile_m), 5.0 + wall, -2 + row * double(tile_m)}, ++id);
  place(1, {-20, 9, -20}, 0);
  return scene;
}

struct Cost {
  double walk_ms = 1e9, encode_ms = 1e9;
  double total_ms() const { return walk_ms + encode_ms; }
};

int64_t described_bytes(const std::map<uint32_t, Rle>& masks) {
  int64_t sum = 0;
  for (const auto& [id, rle] : masks)
    sum += int64_t(compress_counts(rle).size()) + rle.area() + rle.box().width;
  return sum;
}

void measure(Renderer& renderer, const Scene& scene, Cost& cost) {
  RenderRequest request;
  request.radiance = false;
  const Frame frame = renderer.render(scene, request);
  cost.walk_ms = std::min(cost.walk_ms, 1e3 * renderer.statistics().stage_s.at("layers"));
  const auto start = std::chrono::steady_clock::now();
  const auto masks = encode_layers(frame.layers, frame.width_px, frame.height_px);
  CHECK(masks.size() >= scene.instances.size() && described_bytes(masks) > 0, "the walls hide an instance");
  const std::chrono::duration<double, std::milli> encoding = std::chrono::steady_clock::now() - start;
  cost.encode_ms = std::min(cost.encode_ms, encoding.count());
}

}  // namespace

int main() try {
  Renderer renderer({});
  const std::vector<int> sides{2, 7, 22};
  std::vector<Scene> scenes;
  for (int side : sides) scenes.push_back(walls(side));
  std::vector<Cost> costs(sides.size());
  for (int k = 0; k < kRepetitions; ++k)  // in turns, so that all see the same load
    for (size_t i = 0; i < scenes.size(); ++i) measure(renderer, scenes[i], costs[i]);
  std::string line;
  for (size_t i = 0; i < scenes.size(); ++i) {
    line += fmt::format("\"{}\": {{\"walk_ms\": {:.2f}, \"encode_ms\": {:.2f}}}, ",
                        scenes[i].instances.size(), costs[i].walk_ms, costs[i].encode_ms);
  }
  fmt::print("{{{}\"most_over_least\": {:.2f}}}\n", line, costs.back().total_ms() / costs.front().total_ms());
} catch (const std::exception& error) {
  fmt::print(stderr, "{}\n", error.what());
  return 1;
}
