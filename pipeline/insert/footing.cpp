// SPDX-License-Identifier: Apache-2.0
#include "pipeline/insert/footing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "augment/horizon.h"
#include "pipeline/insert/photo_camera.h"

namespace understudy {
namespace {

constexpr float enough = 0.5f;
constexpr double rim_m = 1.2;

/// Asphalt and concrete; not a lawn, sand or red bricks.
bool is_grey(const Rgb8& c) {
  constexpr int most = 26;
  return std::abs(c[0] - c[1]) < most && std::abs(c[2] - c[1]) < most;
}

Image<float> grey_ground(const Photo& photo, Image<float> likeness) {
  for (size_t i = 0; i < likeness.size(); ++i)
    if (!is_grey(photo.pixels[i])) likeness[i] = 0;
  return likeness;
}

/// How far each pixel of a row is from the next one at which the ground ends, px. The frame's sides and
/// annotated boxes are no end, nor is what is narrower than `least_px`: a line of paint.
std::vector<int> distances_to_end(const PhotoScene& scene, int y, int least_px) {
  const int width = scene.likeness.width_px();
  std::vector<int> distance(size_t(width), 1 << 20);
  const auto is_open = [&](int x) { return scene.likeness(x, y) < enough && scene.ground(x, y) != 0; };
  std::vector<uint8_t> end(size_t(width), 0);
  for (int x = 0; x < width;) {
    int to = x;
    while (to < width && is_open(to)) ++to;
    // What the frame cuts goes on beyond it.
    const int enough_px = x == 0 || to == width ? least_px / 3 : least_px;
    if (to - x >= enough_px) std::fill(end.begin() + x, end.begin() + to, uint8_t(1));
    x = std::max(to, x + 1);
  }
  const auto sweep = [&](int from, int step) {
    int far = 1 << 20;
    for (int x = from; x >= 0 && x < width; x += step) {
      far = end[size_t(x)] ? 0 : far + 1;
      distance[size_t(x)] = std::min(distance[size_t(x)], far);
    }
  };
  sweep(0, 1);
  sweep(width - 1, -1);
  return distance;
}

Image<float> ground_beside_road(const PhotoScene& scene) {
  Image<float> footing = scene.likeness;
  const bool road_known = !scene.road.empty();
  for (int y = 0; y < footing.height_px(); ++y) {
    const auto at = ground_at(scene.camera, scene.camera.cx, y + 0.5);
    if (!at) continue;
    const double px_per_m = scene.camera.fx / std::max(at->x, 0.1);
    const std::vector<int> distance = distances_to_end(scene, y, std::max(3, int(rim_m * px_per_m)));
    for (int x = 0; x < footing.width_px(); ++x) {
      if (road_known && scene.road(x, y) < enough) continue;
      const bool rim = distance[size_t(x)] < rim_m * px_per_m;
      if (!rim) footing(x, y) *= road_known ? 0.0f : 0.65f;
    }
  }
  return footing;
}

}  // namespace

Image<float> footing_of(std::string_view category, const Photo& photo, const PhotoScene& scene) {
  static constexpr std::array<std::string_view, 5> furniture{"stop sign", "traffic light", "fire hydrant",
                                                             "bench", "parking meter"};
  if (drives(category)) return scene.road.empty() ? grey_ground(photo, scene.likeness) : scene.road;
  if (std::find(furniture.begin(), furniture.end(), category) != furniture.end())
    return ground_beside_road(scene);
  return scene.likeness;
}

}  // namespace understudy
