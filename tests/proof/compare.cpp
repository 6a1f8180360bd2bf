// SPDX-License-Identifier: Apache-2.0
#include "tests/proof/compare.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <optional>

#include <fmt/format.h>

namespace understudy::proof {
namespace {

using oracle::Caster;
using oracle::Crossing;

constexpr double edge_px = 1e-4;
constexpr double relative_t = 1e-5;  // single precision after a few operations, far below what a label shows

/// Calls `answer` at points around the centre until it says true.
bool any_nearby(double x, double y, const std::function<bool(double x, double y)>& answer) {
  for (const double radius : {edge_px, edge_px / 4}) {
    for (int i = 0; i < 8; ++i) {
      const double angle = std::numbers::pi * (i + 0.25) / 4;
      if (answer(x + radius * std::cos(angle), y + radius * std::sin(angle))) return true;
    }
  }
  return false;
}

bool same_surface(const Hit& hit, const Crossing& crossing) {
  return hit.placement == crossing.placement && hit.primitive == crossing.primitive;
}

bool near(double t_m, double expected_m) { return std::abs(t_m - expected_m) <= relative_t * expected_m; }

/// Equal, or between the values that t takes within 1e-4 px: on a surface seen edge-on it changes fast.
bool explained_t(const Caster& caster, double x, double y, const Hit& hit) {
  double low = 1e300, high = -1e300;
  const auto widen = [&](double at_x, double at_y) {
    for (const Crossing& crossing : caster.crossings(at_x, at_y)) {
      if (!same_surface(hit, crossing)) continue;
      low = std::min(low, crossing.t_m);
      high = std::max(high, crossing.t_m);
    }
    return false;
  };
  widen(x, y);
  any_nearby(x, y, widen);
  return hit.t_m >= low * (1 - relative_t) && hit.t_m <= high * (1 + relative_t);
}

/// What Layers promises for one pixel.
std::map<uint32_t, double> expected_layers(const Caster& caster, double x, double y) {
  auto instances = caster.instances_along(x, y);
  if (instances.size() == 1 && instances.contains(0)) instances.clear();
  return instances;
}

class PixelJudge {
 public:
  PixelJudge(const Frame& frame, const Caster& caster, Comparison& result)
      : frame_(frame), caster_(caster), result_(result) {}

  void judge(int x, int y) {
    x_ = x, y_ = y;
    ++result_.pixels;
    judge_hit();
    if (!frame_.layers.begin.empty()) judge_layers();
  }

 private:
  void judge_hit() {
    const Hit& hit = frame_.hits(x_, y_);
    const uint32_t id = frame_.instances(x_, y_);
    const Crossing expected = caster_.nearest(x_ + 0.5, y_ + 0.5);
    if (id != expected.instance) {
      const bool edge = any_nearby(x_ + 0.5, y_ + 0.5,
                                   [&](double x, double y) { return caster_.nearest(x, y).instance == id; });
      ++(edge ? result_.ids_at_edges : result_.wrong_ids);
      if (!edge)
        complain(
            fmt::format("instance {} where the caster sees {} at {} m", id, expected.instance, expected.t_m));
    }
    if (same_surface(hit, expected)) {
      if (hit.placement != Hit::miss && !near(hit.t_m, expected.t_m) &&
          !explained_t(caster_, x_ + 0.5, y_ + 0.5, hit)) {
        wrong_hit(hit, expected);
      }
      return;
    }
    const bool edge = any_nearby(
        x_ + 0.5, y_ + 0.5, [&](double x, double y) { return same_surface(hit, caster_.nearest(x, y)); });
    ++result_.hits_at_edges;
    if (edge) return;
    --result_.hits_at_edges;
    wrong_hit(hit, expected);
  }

  void wrong_hit(const Hit& hit, const Crossing& expected) {
    ++result_.wrong_hits;
    complain(fmt::format("hit of placement {} primitive {} at {} m where the caster has {} {} at {} m",
                         hit.placement, hit.primitive, hit.t_m, expected.placement, expected.primitive,
                         expected.t_m));
  }

  void judge_layers() {
    const size_t pixel = size_t(y_) * size_t(frame_.width_px) + size_t(x_);
    std::map<uint32_t, double> got;
    const LayerEntry* before = nullptr;
    for (uint32_t i = frame_.layers.begin[pixel]; i < frame_.layers.begin[pixel + 1]; ++i) {
      const LayerEntry& entry = frame_.layers.entries[i];
      const bool ordered = !before || before->t_m < entry.t_m ||
                           (before->t_m == entry.t_m && before->instance < entry.instance);
      if (!ordered || !got.emplace(entry.instance, entry.t_m).second)
        wrong_layer(entry.instance, "is out of order or twice");
      before = &entry;
    }
    const auto expected = expected_layers(caster_, x_ + 0.5, y_ + 0.5);
    bool edge = false;
    for (const auto& [instance, t_m] : expected) {
      const auto found = got.find(instance);
      if (found == got.end()) {
        edge |= judge_presence(instance, false);
      } else if (!near(found->second, t_m) && !explained_layer(instance, found->second)) {
        wrong_layer(instance, fmt::format("at {} m where the caster has {} m", found->second, t_m));
      }
    }
    for (const auto& [instance, t_m] : got) {
      if (!expected.contains(instance)) edge |= judge_presence(instance, true);
    }
    if (edge) ++result_.layers_at_edges;
  }

  /// True where an edge explains that an instance is (not) among the layers; else it is wrong.
  bool judge_presence(uint32_t instance, bool present) {
    const bool edge = any_nearby(x_ + 0.5, y_ + 0.5, [&](double x, double y) {
      return expected_layers(caster_, x, y).contains(instance) == present;
    });
    if (!edge) wrong_layer(instance, present ? "is not on the ray" : "is missing");
    return edge;
  }

  bool explained_layer(uint32_t instance, double t_m) {
    double low = 1e300, high = -1e300;
    const auto widen = [&](double x, double y) {
      const auto layers = expected_layers(caster_, x, y);
      const auto found = layers.find(instance);
      if (found != layers.end()) low = std::min(low, found->second), high = std::max(high, found->second);
      return false;
    };
    widen(x_ + 0.5, y_ + 0.5);
    any_nearby(x_ + 0.5, y_ + 0.5, widen);
    return t_m >= low * (1 - relative_t) && t_m <= high * (1 + relative_t);
  }

  void wrong_layer(uint32_t instance, const std::string& how) {
    ++result_.wrong_layers;
    complain(fmt::format("layer of instance {} {}", instance, how));
  }

  void complain(const std::string& what) {
    if (result_.first_wrong.empty()) result_.first_wrong = fmt::format("pixel ({}, {}): {}", x_, y_, what);
  }

  const Frame& frame_;
  const Caster& caster_;
  Comparison& result_;
  int x_ = 0, y_ = 0;
};

}  // namespace

Comparison& Comparison::operator+=(const Comparison& other) {
  pixels += other.pixels;
  ids_at_edges += other.ids_at_edges;
  wrong_ids += other.wrong_ids;
  hits_at_edges += other.hits_at_edges;
  wrong_hits += other.wrong_hits;
  layers_at_edges += other.layers_at_edges;
  wrong_layers += other.wrong_layers;
  if (first_wrong.empty()) first_wrong = other.first_wrong;
  return *this;
}

std::string Comparison::summary() const {
  return fmt::format(
      "{} px: ids {} at edges, {} wrong; hits {} at edges, {} wrong; layers {} at edges, {} wrong; {}",
      pixels, ids_at_edges, wrong_ids, hits_at_edges, wrong_hits, layers_at_edges, wrong_layers, first_wrong);
}

Comparison compare(const Frame& frame, const Caster& caster) {
  Comparison result;
  PixelJudge judge(frame, caster, result);
  for (int y = 0; y < frame.height_px; ++y) {
    for (int x = 0; x < frame.width_px; ++x) judge.judge(x, y);
  }
  return result;
}

std::map<uint32_t, Extent> cast_extents(const Scene& scene, const Caster& caster) {
  const int width = scene.camera.width_px, height = scene.camera.height_px;
  std::map<uint32_t, Extent> extents;
  for (int y = -2 * height; y < 3 * height; ++y) {
    for (int x = -2 * width; x < 3 * width; ++x) {
      for (const auto& [instance, t_m] : caster.instances_along(x + 0.5, y + 0.5)) {
        if (instance == 0) continue;
        const auto [entry, fresh] = extents.try_emplace(instance);
        Extent& e = entry->second;
        e.x0 = fresh ? x : std::min(e.x0, x), e.x1 = fresh ? x : std::max(e.x1, x);
        e.y0 = fresh ? y : std::min(e.y0, y), e.y1 = fresh ? y : std::max(e.y1, y);
        ++e.amodal_px;
        e.capped |= x == -2 * width || x == 3 * width - 1 || y == -2 * height || y == 3 * height - 1;
      }
    }
  }
  return extents;
}

}  // namespace understudy::proof
