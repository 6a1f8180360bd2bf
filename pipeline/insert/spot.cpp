// SPDX-License-Identifier: Apache-2.0
#include "pipeline/insert/spot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

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

/// Why a place is refused.
enum Refusal : size_t {
  too_small,
  out_of_frame,
  too_near,
  not_seen,
  covering,
  no_ground,
  not_open,
  refusal_count
};

constexpr std::array<const char*, refusal_count> refusal_words{
    "there it would be too small",
    "it would leave the frame",
    "something annotated stands there",
    "a nearer thing hides it, or its box has no outline",
    "it would hide too much of a thing behind it",
    "that is no ground, as far as the photo shows",
    "something that nobody annotated may stand before it"};

using Refusals = std::array<int, refusal_count>;

std::string told(const Refusals& refusals, int attempts) {
  std::vector<std::pair<int, const char*>> order;
  for (size_t i = 0; i < refusal_count; ++i)
    if (refusals[i] > 0) order.emplace_back(-refusals[i], refusal_words[i]);
  std::sort(order.begin(), order.end());
  std::string words = fmt::format("{} places were tried", attempts);
  for (const auto& [times, word] : order)
    words += fmt::format("{} {} times {}", order.front().second == word ? ":" : ",", -times, word);
  return words;
}

/// Places on what looks like ground, drawn evenly in the logarithm of their distance and across the frame.
class GroundPoints {
 public:
  GroundPoints(const Camera& camera, const Image<float>& likeness, const SpotRules& rules) {
    constexpr float least = 0.3f;
    for (int y = 0; y + step_px <= likeness.height_px(); y += step_px) {
      const auto far = ground_at(camera, 0, y), near = ground_at(camera, 0, y + step_px);
      if (!far || !near || far->x > rules.farthest_m || near->x < rules.nearest_m) continue;
      for (int x = 0; x + step_px <= likeness.width_px(); x += step_px) {
        if (likeness(x, y) < least) continue;
        points_.push_back({x, y});
        sum_ += likeness(x, y) * std::log(far->x / near->x);
        sums_.push_back(sum_);
      }
    }
  }

  bool empty() const { return points_.empty(); }

  glm::dvec2 draw(const Camera& camera, Stream& stream) const {
    const auto found = std::upper_bound(sums_.begin(), sums_.end(), stream.uniform() * sum_);
    const glm::ivec2 p = points_[std::min(size_t(found - sums_.begin()), points_.size() - 1)];
    const double x = p.x + stream.uniform() * step_px, y = p.y + stream.uniform() * step_px;
    return ground_at(camera, x, y).value_or(glm::dvec2(0));
  }

 private:
  static constexpr int step_px = 2;
  std::vector<glm::ivec2> points_;
  std::vector<double> sums_;
  double sum_ = 0;
};

class SpotSearch {
 public:
  SpotSearch(const Camera& camera, const std::vector<Obstacle>& obstacles, const SpotGround& ground,
             const SpotRules& rules)
      : camera_(camera), obstacles_(obstacles), ground_(ground), rules_(rules) {}

  /// How ground-like the place is; negative where it breaks a rule.
  double worth(const PlacedObject& placed) {
    const std::optional<Window> window = seen_bounds(camera_, placed);
    if (!window || window->height < rules_.least_height_px || window->width < 4) return refuse(too_small);
    const RealBox seen = box_of(*window);
    const RealBox frame{0, 0, double(camera_.width_px), double(camera_.height_px)};
    if (overlap(seen, frame) < (1 - rules_.most_outside) * seen.width * seen.height)
      return refuse(out_of_frame);
    if (const std::optional<Refusal> why = in_the_way(placed, seen)) return refuse(*why);
    const double likeness = foot_likeness(placed);
    if (likeness < 0) return refuse(no_ground);
    return open_before(seen) < rules_.least_open ? refuse(not_open) : likeness;
  }
  const Refusals& refusals() const { return refusals_; }

 private:
  double refuse(Refusal why) {
    ++refusals_[why];
    return -1;
  }

  std::optional<Refusal> in_the_way(const PlacedObject& placed, const RealBox& seen) const {
    const std::vector<bool> in_front = nearer(obstacles_, placed);
    for (size_t i = 0; i < obstacles_.size(); ++i) {
      const Obstacle& obstacle = obstacles_[i];
      if (obstacle.on_ground && !apart(placed, obstacle, rules_.clearance_m)) return too_near;
      const double common = overlap(seen, obstacle.box);
      if (in_front[i]) {
        // Where a nearer thing has no outline, nobody knows what of the object it hides.
        if (common > 0 && !obstacle.has_mask) return not_seen;
        if (common > rules_.most_covered * seen.width * seen.height) return not_seen;
      } else if (common > rules_.most_covered * obstacle.box.width * obstacle.box.height) {
        return covering;
      }
    }
    return std::nullopt;
  }

  /// What is nearer and hides a part of the object stands on ground that is seen below its foot: so that
  /// has to be ground. What is annotated is not counted; how it hides the object is known.
  double open_before(const RealBox& seen) const {
    constexpr int columns = 8, rows = 5;
    int open = 0, count = 0;
    for (int j = 0; j < rows; ++j) {
      const int y = int(seen.y + seen.height * (1.02 + 0.18 * j / (rows - 1)));
      for (int i = 0; i < columns; ++i) {
        const int x = int(seen.x + seen.width * (i + 0.5) / columns);
        if (x < 0 || y < 0 || x >= camera_.width_px || y >= camera_.height_px || is_annotated(x, y)) continue;
        open += ground_.seen(x, y) > 0.3f;
        ++count;
      }
    }
    return count > 0 ? double(open) / count : 1;
  }

  bool is_annotated(int x, int y) const {
    return std::any_of(obstacles_.begin(), obstacles_.end(), [&](const Obstacle& o) {
      return x >= o.box.x && x < o.box.x + o.box.width && y >= o.box.y && y < o.box.y + o.box.height;
    });
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
        sum += ground_.footing(x, y);
        least = std::min<double>(least, ground_.footing(x, y));
        ++count;
      }
    }
    if (count < steps * steps / 2) return -1;
    const double mean = sum / count;
    return mean > enough_ground ? mean + 0.3 * least : -1;
  }

  const Camera& camera_;
  const std::vector<Obstacle>& obstacles_;
  const SpotGround& ground_;
  const SpotRules& rules_;
  Refusals refusals_{};
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
               const SpotGround& ground, const SpotRules& rules, Stream stream, std::string& why) {
  constexpr int enough = 8;
  SpotSearch search(camera, obstacles, ground, rules);
  double best = -1;
  glm::dvec2 found(0);
  const GroundPoints points(camera, ground.footing, rules);
  if (points.empty()) {
    why = "between its nearest and its farthest place the photo shows no ground";
    return false;
  }
  for (int attempt = 0, good = 0; attempt < rules.attempts && good < enough; ++attempt) {
    placed.ground_m = points.draw(camera, stream);
    const double worth = search.worth(placed);
    good += worth >= 0;
    if (worth <= best) continue;
    best = worth;
    found = placed.ground_m;
  }
  placed.ground_m = found;
  why = told(search.refusals(), rules.attempts);
  return best >= 0;
}

}  // namespace understudy
