// SPDX-License-Identifier: Apache-2.0
#include "augment/horizon.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace understudy {
namespace {

constexpr double usual_row = 0.42, row_deviation = 0.12;  // of the frame's height
constexpr double usual_height_m = 1.55, height_deviation = 0.3;
constexpr double outlier = 2.5;  // deviations beyond which a box says no more
constexpr double box_deviation = 0.06;

/// Logarithm of the box's height in parts of what the model says; large where its foot is above the horizon.
double log_ratio(const StandingBox& box, double row_px, double camera_height_m) {
  const double below_px = box.bottom_px - row_px;
  if (below_px < 1) return 1e3;
  const double expected_px = box.size.height_m * below_px / camera_height_m;
  return std::log((box.bottom_px - box.top_px) / expected_px);
}

/// The same in deviations of the box's class.
double residual(const StandingBox& box, double row_px, double camera_height_m) {
  return log_ratio(box, row_px, camera_height_m) / std::hypot(box.size.deviation, box_deviation);
}

struct Fit {
  double row_px = 0, log_height = 0, cost = 1e300;
};

class Fitting {
 public:
  Fitting(const std::vector<StandingBox>& boxes, int frame_height_px)
      : boxes_(boxes), frame_height_px_(frame_height_px) {}

  Fit at(double row_px, double camera_height_m) const {
    if (!(camera_height_m > 0.2 && camera_height_m < 30)) return {};
    Fit fit{row_px, std::log(camera_height_m), unusual(row_px, camera_height_m)};
    for (const StandingBox& box : boxes_) {
      const double r = std::min(std::abs(residual(box, row_px, camera_height_m)), outlier);
      fit.cost += r * r;
    }
    return fit;
  }

  /// Squared deviations from the usual camera.
  double unusual(double row_px, double camera_height_m) const {
    const double row = (row_px / frame_height_px_ - usual_row) / row_deviation;
    const double height = std::log(camera_height_m / usual_height_m) / height_deviation;
    return row * row + height * height;
  }

  /// The horizon and height on which both boxes agree exactly.
  Fit of_pair(const StandingBox& a, const StandingBox& b) const {
    const double slope_a = (a.bottom_px - a.top_px) / a.size.height_m;  // px per metre
    const double slope_b = (b.bottom_px - b.top_px) / b.size.height_m;
    if (std::abs(slope_a - slope_b) < 1e-9) return {};
    const double camera_height_m = (a.bottom_px - b.bottom_px) / (slope_a - slope_b);
    return at(a.bottom_px - slope_a * camera_height_m, camera_height_m);
  }

  Fit refined(Fit best) const {
    double step_px = 0.02 * frame_height_px_, step = 0.05;
    for (int round = 0; round < 40; ++round) {
      const double before = best.cost;
      for (const auto& [dy, dh] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, -1}}) {
        const Fit next = at(best.row_px + dy * step_px, std::exp(best.log_height + dh * step));
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
  double frame_height_px_;
};

}  // namespace

bool drives(std::string_view category) {
  return category == "car" || category == "bus" || category == "truck" || category == "motorcycle";
}

ClassHeight class_height(std::string_view category) {
  static constexpr std::array<std::pair<std::string_view, ClassHeight>, 8> table{{
      {"person", {1.68, 0.12}},
      {"pedestrian", {1.68, 0.12}},
      {"car", {1.5, 0.09}},
      {"bicycle", {1.05, 0.12}},
      {"motorcycle", {1.2, 0.15}},
      {"bus", {3.0, 0.15}},
      {"truck", {2.9, 0.3}},
      {"fire hydrant", {0.75, 0.12}},
  }};
  for (const auto& [name, height] : table) {
    if (name == category) return height;
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
    if (name->second == "person" && b.height < 1.5 * b.width) continue;  // sits, lies or bends
    boxes.push_back({b.y, b.y + b.height, height, b.x, b.x + b.width, drives(name->second)});
  }
  return boxes;
}

Horizon usual_horizon(int frame_height_px) { return {usual_row * frame_height_px, usual_height_m, 0, 0}; }

Horizon fit_horizon(const std::vector<StandingBox>& boxes, int frame_height_px) {
  const Fitting fitting(boxes, frame_height_px);
  Fit best = fitting.at(usual_row * frame_height_px, usual_height_m);
  const auto keep = [&](const Fit& fit) {
    if (fit.cost < best.cost) best = fit;
  };
  for (double row = 0.1; row < 0.8; row += 0.05) {
    for (double height_m = 0.8; height_m < 8; height_m *= 1.15) {
      keep(fitting.at(row * frame_height_px, height_m));
    }
  }
  const size_t many = std::min<size_t>(boxes.size(), 60);
  for (size_t i = 0; i < many; ++i) {
    for (size_t j = 0; j < i; ++j) keep(fitting.of_pair(boxes[i], boxes[j]));
  }
  best = fitting.refined(best);
  Horizon horizon{best.row_px, std::exp(best.log_height), 0, 0};
  for (const StandingBox& box : boxes) {
    horizon.support += std::abs(residual(box, horizon.row_px, horizon.camera_height_m)) < outlier;
  }
  if (horizon.support > 0) {
    const double share = double(horizon.support) / double(boxes.size());
    // A usual camera is as good as up to one box more: any two boxes have a solution, but seldom that one.
    const double more = std::max(0.0, 1 - fitting.unusual(horizon.row_px, horizon.camera_height_m) / 4);
    horizon.confidence = share * (1 - std::exp(-(horizon.support + more) / 3));
  }
  return horizon;
}

std::vector<StandingBox> agreeing_boxes(const std::vector<StandingBox>& boxes, const Horizon& horizon) {
  const double most = std::log(1.4);
  std::vector<StandingBox> agreeing;
  for (const StandingBox& box : boxes) {
    if (std::abs(log_ratio(box, horizon.row_px, horizon.camera_height_m)) < most) agreeing.push_back(box);
  }
  return agreeing;
}

}  // namespace understudy
