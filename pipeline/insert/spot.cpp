// SPDX-License-Identifier: Apache-2.0
#include "pipeline/insert/spot.h"

#include <algorithm>
#include <cmath>

#include "augment/ground.h"
#include "pipeline/insert/photo_camera.h"

namespace understudy {
namespace {

RealBox box_of(const Window& w) { return {double(w.x), double(w.y), double(w.width), double(w.height)}; }

double overlap(const RealBox& a, const RealBox& b) {
  const double width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
  const double height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/// Whether the object's foot is clear of the thing's: both as rectangles along the axes.
bool apart(const PlacedObject& placed, const Obstacle& obstacle, double clearance_m) {
  glm::dvec2 low(1e9), high(-1e9);
  for (const glm::dvec2& corner : footprint(placed)) {
    low = glm::min(low, corner);
    high = glm::max(high, corner);
  }
  const glm::dvec2 half(obstacle.depth_m / 2, obstacle.half_width_m);
  const glm::dvec2 middle = obstacle.contact_m + glm::dvec2(obstacle.depth_m / 2, 0);
  const glm::dvec2 gap = glm::max(low - (middle + half), (middle - half) - high);
  return std::max(gap.x, gap.y) > clearance_m;
}

class SpotSearch {
 public:
  SpotSearch(const Camera& camera, const std::vector<Obstacle>& obstacles, const Image<float>& likeness,
             const SpotRules& rules)
      : camera_(camera), obstacles_(obstacles), likeness_(likeness), rules_(rules) {}

  /// How ground-like the place is; negative where it breaks a rule.
  double worth(const PlacedObject& placed) const {
    const std::optional<Window> window = seen_bounds(camera_, placed);
    if (!window || window->height < rules_.least_height_px || window->width < 4) return -1;
    const RealBox seen = box_of(*window);
    const RealBox frame{0, 0, double(camera_.width_px), double(camera_.height_px)};
    if (overlap(seen, frame) < (1 - rules_.most_outside) * seen.width * seen.height) return -1;
    return clear_of_others(placed, seen) ? foot_likeness(placed) : -1;
  }

 private:
  bool clear_of_others(const PlacedObject& placed, const RealBox& seen) const {
    const std::vector<bool> in_front = nearer(obstacles_, placed);
    for (size_t i = 0; i < obstacles_.size(); ++i) {
      const Obstacle& obstacle = obstacles_[i];
      if (obstacle.on_ground && !apart(placed, obstacle, rules_.clearance_m)) return false;
      const double common = overlap(seen, obstacle.box);
      if (in_front[i]) {
        // Where a nearer thing has no outline, nobody knows what of the object it hides.
        if (common > 0 && !obstacle.has_mask) return false;
        if (common > rules_.most_covered * seen.width * seen.height) return false;
      } else if (common > rules_.most_covered * obstacle.box.width * obstacle.box.height) {
        return false;
      }
    }
    return true;
  }

  double foot_likeness(const PlacedObject& placed) const {
    const std::array<glm::dvec2, 4> foot = footprint(placed);
    double sum = 0, least = 1;
    int count = 0;
    constexpr int steps = 5;
    for (int i = 0; i <= steps; ++i) {
      for (int j = 0; j <= steps; ++j) {
        const double u = double(i) / steps, v = double(j) / steps;
        const glm::dvec2 at = glm::mix(glm::mix(foot[0], foot[1], u), glm::mix(foot[3], foot[2], u), v);
        const std::optional<glm::dvec2> p = camera_.project({at.x, at.y, 0});
        if (!p) return -1;
        const int x = int(std::floor(p->x)), y = int(std::floor(p->y));
        if (x < 0 || y < 0 || x >= camera_.width_px || y >= camera_.height_px) continue;
        sum += likeness_(x, y);
        least = std::min<double>(least, likeness_(x, y));
        ++count;
      }
    }
    if (count < steps * steps / 2) return -1;
    const double mean = sum / count;
    return mean > enough_ground ? mean + 0.3 * least : -1;
  }

  const Camera& camera_;
  const std::vector<Obstacle>& obstacles_;
  const Image<float>& likeness_;
  const SpotRules& rules_;
};

}  // namespace

std::vector<Obstacle> obstacles_of(const Photo& photo, const Camera& camera) {
  std::vector<Obstacle> obstacles;
  for (const PhotoObject& object : photo.objects) {
    if (!object.box || object.box->width <= 0 || object.box->height <= 0) continue;
    Obstacle obstacle;
    obstacle.box = *object.box;
    obstacle.has_mask = !std::holds_alternative<std::monostate>(object.segmentation) && !object.crowd;
    const RealBox& b = obstacle.box;
    const double foot = std::min(b.y + b.height, double(camera.height_px));
    const std::optional<glm::dvec2> left = ground_at(camera, b.x, foot),
                                    right = ground_at(camera, b.x + b.width, foot);
    if (left && right) {
      obstacle.on_ground = true;
      obstacle.contact_m = (*left + *right) / 2.0;
      obstacle.half_width_m = glm::length(*left - *right) / 2;
      obstacle.depth_m = std::min(1.2, 2 * obstacle.half_width_m);
    }
    obstacles.push_back(obstacle);
  }
  return obstacles;
}

std::vector<bool> nearer(const std::vector<Obstacle>& obstacles, const PlacedObject& placed) {
  std::vector<bool> result;
  for (const Obstacle& obstacle : obstacles) {
    result.push_back(obstacle.on_ground && obstacle.contact_m.x < placed.ground_m.x);
  }
  return result;
}

bool find_spot(PlacedObject& placed, const Camera& camera, const std::vector<Obstacle>& obstacles,
               const Image<float>& likeness, const SpotRules& rules, Stream stream) {
  constexpr int enough = 8;
  const SpotSearch search(camera, obstacles, likeness, rules);
  double best = -1;
  glm::dvec2 found(0);
  for (int attempt = 0, good = 0; attempt < rules.attempts && good < enough; ++attempt) {
    const double distance_m = std::exp(stream.uniform(std::log(rules.nearest_m), std::log(rules.farthest_m)));
    const double column_px = stream.uniform(0.02, 0.98) * camera.width_px;
    placed.ground_m = {distance_m, -distance_m * (column_px - camera.cx) / camera.fx};
    const double worth = search.worth(placed);
    good += worth >= 0;
    if (worth <= best) continue;
    best = worth;
    found = placed.ground_m;
  }
  placed.ground_m = found;
  return best >= 0;
}

}  // namespace understudy
