// SPDX-License-Identifier: Apache-2.0
#include "augment/horizon.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/field_of_view.h"
#include "base/spelling.h"

namespace understudy {
namespace {

/// Where cameras are: row of the horizon in parts of the frame's height and height above the ground, each
/// with its deviation, that of the height of its logarithm.
struct Habit {
  double row, row_deviation, height_m, height_deviation, share;
  /// Squared deviations from it.
  double unusual(double row_of_frame, double camera_height_m) const {
    const double r = (row_of_frame - row) / row_deviation;
    const double h = std::log(camera_height_m / height_m) / height_deviation;
    return r * r + h * h;
  }
  double density_at_best() const { return share / (row_deviation * height_deviation); }
};
constexpr Habit held{0.42, 0.12, 1.55, 0.3, 0.96}, mounted{0.15, 0.2, 4.5, 0.4, 0.04};

constexpr double outlier = 2.5;  // deviations beyond which a box says no more
constexpr double box_deviation = 0.06;

/// Logarithm of the box's height in parts of what the model says; large where its foot is above the horizon.
double log_ratio(const StandingBox& box, const Horizon& horizon) {
  if (box.bottom_px - horizon.row_px < 1) return 1e3;
  return std::log((box.bottom_px - box.top_px) / std::max(horizon.box_px(box.size, box.bottom_px), 1e-3));
}

/// The same in deviations of the box's class.
double residual(const StandingBox& box, const Horizon& horizon) {
  return log_ratio(box, horizon) / std::hypot(box.size.deviation, box_deviation);
}

/// Tangent of how far the camera looks down.
double down_of(const Horizon& horizon) {
  return (horizon.projection.height_px / 2.0 - horizon.row_px) / horizon.projection.focal_px;
}

/// One part of the distance, in rows, from the horizon down to where upright lines meet; 0 where they are
/// parallel.
double convergence(const Horizon& horizon) {
  const double down = down_of(horizon);
  return down / (horizon.projection.focal_px * (1 + down * down));
}

struct Fit {
  double row_px = 0, log_height = 0, cost = 1e300;
};

class Fitting {
 public:
  Fitting(const std::vector<StandingBox>& boxes, const Projection& projection)
      : boxes_(boxes), projection_(projection) {}

  Horizon horizon(const Fit& fit) const { return {fit.row_px, std::exp(fit.log_height), 0, 0, projection_}; }

  Fit at(double row_px, double log_height) const {
    const Horizon horizon{row_px, std::exp(log_height), 0, 0, projection_};
    Fit fit{row_px, log_height, unusual(horizon)};
    for (const StandingBox& box : boxes_) {
      const double r = std::min(std::abs(residual(box, horizon)), outlier);
      fit.cost += r * r;
    }
    return fit;
  }

  /// Twice the negative logarithm of how likely a camera is, 0 for the usual one.
  double unusual(const Horizon& horizon) const {
    const double row = horizon.row_px / projection_.height_px;
    const double as_held = held.unusual(row, horizon.camera_height_m);
    const double as_mounted = mounted.unusual(row, horizon.camera_height_m) +
                              2 * std::log(held.density_at_best() / mounted.density_at_best());
    const double least = std::min(as_held, as_mounted);
    return least - 2 * std::log(std::exp((least - as_held) / 2) + std::exp((least - as_mounted) / 2));
  }

  /// The deepest of the grid's hollows.
  std::vector<Fit> hollows() const {
    constexpr int rows = 42, heights = 34;
    std::array<std::array<Fit, heights>, rows> grid;
    for (int i = 0; i < rows; ++i) {
      for (int k = 0; k < heights; ++k) {
        grid[size_t(i)][size_t(k)] = at((0.04 * i - 0.8) * projection_.height_px, std::log(0.6) + 0.1 * k);
      }
    }
    std::vector<Fit> found;
    for (int i = 0; i < rows; ++i) {
      for (int k = 0; k < heights; ++k) {
        const Fit& fit = grid[size_t(i)][size_t(k)];
        const auto is_lower = [&](int r, int h) {
          return r < 0 || h < 0 || r >= rows || h >= heights || fit.cost <= grid[size_t(r)][size_t(h)].cost;
        };
        if (is_lower(i - 1, k) && is_lower(i + 1, k) && is_lower(i, k - 1) && is_lower(i, k + 1))
          found.push_back(fit);
      }
    }
    std::stable_sort(found.begin(), found.end(), [](const Fit& a, const Fit& b) { return a.cost < b.cost; });
    constexpr size_t enough = 8;
    if (found.size() > enough) found.resize(enough);
    return found;
  }

  Fit refined(Fit best) const {
    double step_px = 0.02 * projection_.height_px, step = 0.05;
    for (int round = 0; round < 40; ++round) {
      const double before = best.cost;
      for (const auto& [dy, dh] :
           {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, -1}, {1, -1}, {-1, 1}}) {
        const Fit next = at(best.row_px + dy * step_px, best.log_height + dh * step);
        if (next.cost < best.cost) best = next;
      }
      if (best.cost < before) continue;
      step_px /= 2;
      step /= 2;
    }
    return best;
  }

 private:
  const std::vector<StandingBox>& boxes_;
  Projection projection_;
};

}  // namespace

bool drives(std::string_view category) {
  const std::string name = lower_case(category);
  return name == "car" || name == "bus" || name == "truck" || name == "motorcycle";
}

ClassHeight class_height(std::string_view category) {
  static constexpr std::array<std::pair<std::string_view, ClassHeight>, 9> table{{
      {"person", {1.68, 0.12}},
      {"pedestrian", {1.68, 0.12}},
      {"cyclist", {1.72, 0.08}},
      {"car", {1.5, 0.09, 2.4}},
      {"bicycle", {1.05, 0.12}},
      {"motorcycle", {1.2, 0.15}},
      {"bus", {3.0, 0.15, 5}},
      {"truck", {2.9, 0.3, 4}},
      {"fire hydrant", {0.75, 0.12}},
  }};
  const std::string wanted = lower_case(category);  // KITTI's classes have capitals
  for (const auto& [name, height] : table) {
    if (name == wanted) return height;
  }
  return {};
}

ClassNames class_names(const std::vector<PhotoCategory>& categories) {
  ClassNames names;
  for (const PhotoCategory& category : categories) names[category.id] = category.name;
  return names;
}

std::vector<StandingBox> standing_boxes(const Photo& photo, const ClassNames& names) {
  std::vector<StandingBox> boxes;
  for (const PhotoObject& object : photo.objects) {
    const auto name = names.find(object.category);
    if (!object.box || object.crowd || object.added || name == names.end()) continue;
    constexpr double least_seen = 0.7;
    if (object.visibility < least_seen) continue;
    const RealBox& b = *object.box;
    const ClassHeight height = class_height(name->second);
    constexpr double rim_px = 2;
    const bool cut = b.x < rim_px || b.y < rim_px || b.x + b.width > photo.width_px - rim_px ||
                     b.y + b.height > photo.height_px - rim_px;
    if (height.height_m == 0 || cut || b.height < 0.03 * photo.height_px) continue;
    if (lower_case(name->second) == "person" && b.height < 1.5 * b.width) continue;  // sits, lies or bends
    boxes.push_back({b.y, b.y + b.height, height, b.x, b.x + b.width, drives(name->second)});
  }
  return boxes;
}

Projection usual_projection(int width_px, int height_px) {
  return {height_px, focal_length_px(std::max(width_px, height_px), usual_fov_deg)};
}

double Horizon::standing_px(double height_m, double foot_px) const {
  const double below_px = foot_px - row_px, share = height_m / camera_height_m;
  if (below_px <= 0) return 0;
  const double nearer = below_px * convergence(*this);
  return share * below_px * (1 - nearer) / (1 - share * nearer);
}

double Horizon::standing_m(double top_px, double foot_px) const {
  const double foot = foot_px - row_px, top = top_px - row_px, toward = convergence(*this);
  return camera_height_m * (1 - top * (1 - foot * toward) / (foot * (1 - top * toward)));
}

double Horizon::box_px(const ClassHeight& size, double foot_px) const {
  const double front_px = standing_px(size.height_m, foot_px);
  if (size.roof_m == 0) return front_px;
  const double middle_px = projection.height_px / 2.0, focal_px = projection.focal_px;
  const double down = down_of(*this), slope = (foot_px - middle_px) / focal_px;
  // Where the roof ends: so far away along the ground, so far below the lens.
  const double away_m = camera_height_m * (1 - slope * down) / (slope + down) + size.roof_m;
  const double below_m = camera_height_m - size.height_m;
  const double roof_px = middle_px + focal_px * (below_m - away_m * down) / (away_m + below_m * down);
  return std::max(front_px, foot_px - roof_px);
}

Horizon usual_horizon(const Projection& projection) {
  return {held.row * projection.height_px, held.height_m, 0, 0, projection};
}

Horizon fit_horizon(const std::vector<StandingBox>& boxes, const Projection& projection) {
  const Fitting fitting(boxes, projection);
  Fit best = fitting.at(held.row * projection.height_px, std::log(held.height_m));
  for (const Fit& hollow : fitting.hollows()) {
    const Fit fit = fitting.refined(hollow);
    if (fit.cost < best.cost) best = fit;
  }
  Horizon horizon = fitting.horizon(best);
  for (const StandingBox& box : boxes) horizon.support += std::abs(residual(box, horizon)) < outlier;
  if (horizon.support > 0) {
    const double share = double(horizon.support) / double(boxes.size());
    // A usual camera is as good as up to one box more: any two boxes have a solution, but seldom that one.
    const double more =
        std::max(0.0, 1 - held.unusual(horizon.row_px / projection.height_px, horizon.camera_height_m) / 4);
    horizon.confidence = share * (1 - std::exp(-(horizon.support + more) / 3));
  }
  return horizon;
}

std::vector<StandingBox> agreeing_boxes(const std::vector<StandingBox>& boxes, const Horizon& horizon) {
  const double most = std::log(1.4);
  std::vector<StandingBox> agreeing;
  for (const StandingBox& box : boxes) {
    if (std::abs(log_ratio(box, horizon)) < most) agreeing.push_back(box);
  }
  return agreeing;
}

}  // namespace understudy
