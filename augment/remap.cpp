// SPDX-License-Identifier: Apache-2.0
#include "augment/remap.h"

#include <cmath>

#include "base/error.h"

namespace understudy {
namespace {

bool is_whole(double value) { return value == std::floor(value); }

}  // namespace

Point Warp::target_of(Point source) const {
  Point target = source;
  for (int i = 0; i < 50; ++i) {
    const Point back = source_of(target);
    const double dx = source.x - back.x, dy = source.y - back.y;
    target = {target.x + dx, target.y + dy};
    if (dx * dx + dy * dy < 1e-12) break;
  }
  return target;
}

void Warp::sources_of(Point first, int count, Point* sources) const {
  for (int i = 0; i < count; ++i) sources[i] = source_of({first.x + i, first.y});
}

void Remap::then(const Homography& map, int width_px, int height_px) {
  CHECK(width_px > 0 && height_px > 0, "a frame without pixels");
  width_px_ = width_px;
  height_px_ = height_px;
  Homography whole = map;
  if (!stages_.empty() && std::holds_alternative<Homography>(stages_.back().forward)) {
    whole = composed(std::get<Homography>(stages_.back().forward), map);
    stages_.pop_back();
  }
  if (whole != Homography{}) stages_.push_back({whole, whole.inverse()});
}

void Remap::then(std::shared_ptr<const Warp> warp) { stages_.push_back({std::move(warp), {}}); }

bool Remap::is_identity() const {
  return stages_.empty() && width_px_ == source_width_px_ && height_px_ == source_height_px_;
}

std::optional<Homography> Remap::homography() const {
  if (stages_.empty()) return Homography{};
  if (stages_.size() > 1) return std::nullopt;
  const auto* map = std::get_if<Homography>(&stages_[0].forward);
  return map == nullptr ? std::nullopt : std::optional(*map);
}

bool Remap::is_lattice() const {
  const std::optional<Homography> map = homography();
  if (!map || !map->is_affine()) return false;
  const auto& m = map->m;
  const bool upright = std::abs(m[0]) == 1 && std::abs(m[4]) == 1 && m[1] == 0 && m[3] == 0;
  const bool turned = std::abs(m[1]) == 1 && std::abs(m[3]) == 1 && m[0] == 0 && m[4] == 0;
  return (upright || turned) && is_whole(m[2]) && is_whole(m[5]);
}

bool Remap::mirrors() const {
  bool mirrors = false;  // a warp keeps its neighbours' order
  for (const Both& stage : stages_) {
    const auto* map = std::get_if<Homography>(&stage.forward);
    if (map == nullptr) continue;
    const auto& m = map->m;
    const double determinant = m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) +
                               m[2] * (m[3] * m[7] - m[4] * m[6]);
    if (determinant < 0) mirrors = !mirrors;
  }
  return mirrors;
}

Point Remap::source_of(Point target) const {
  for (auto stage = stages_.rbegin(); stage != stages_.rend(); ++stage) {
    const auto* warp = std::get_if<std::shared_ptr<const Warp>>(&stage->forward);
    target = warp != nullptr ? (*warp)->source_of(target) : stage->inverse.apply(target);
  }
  return target;
}

void Remap::sources_of(Point first, int count, Point* sources) const {
  for (int i = 0; i < count; ++i) sources[i] = {first.x + i, first.y};
  bool side_by_side = true;
  for (auto stage = stages_.rbegin(); stage != stages_.rend(); ++stage) {
    const auto* warp = std::get_if<std::shared_ptr<const Warp>>(&stage->forward);
    if (warp != nullptr && side_by_side) {
      (*warp)->sources_of(first, count, sources);
    } else {
      for (int i = 0; i < count; ++i)
        sources[i] = warp != nullptr ? (*warp)->source_of(sources[i]) : stage->inverse.apply(sources[i]);
    }
    side_by_side = false;
  }
}

std::optional<Point> Remap::target_of(Point source) const {
  for (const Both& stage : stages_) {
    if (const auto* map = std::get_if<Homography>(&stage.forward)) {
      if (map->depth(source) <= 0) return std::nullopt;
      source = map->apply(source);
    } else {
      source = std::get<std::shared_ptr<const Warp>>(stage.forward)->target_of(source);
    }
  }
  return source;
}

}  // namespace understudy
