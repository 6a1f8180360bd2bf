// SPDX-License-Identifier: Apache-2.0
#include "pipeline/insert/ground_albedo.h"

#include <algorithm>
#include <cmath>

#include "base/luminance.h"

namespace understudy {
namespace {

/// Mean luminance of the middle of the box, where there is little but the thing.
double brightness_of(const Image<LinearRgb>& light, const StandingBox& thing) {
  const double width = thing.right_px - thing.left_px, height = thing.bottom_px - thing.top_px;
  const int x0 = std::clamp(int(thing.left_px + 0.2 * width), 0, light.width_px() - 1);
  const int x1 = std::clamp(int(thing.right_px - 0.2 * width), x0 + 1, light.width_px());
  const int y0 = std::clamp(int(thing.top_px + 0.08 * height), 0, light.height_px() - 1);
  const int y1 = std::clamp(int(thing.bottom_px - 0.08 * height), y0 + 1, light.height_px());
  double sum = 0;
  for (int y = y0; y < y1; ++y) {
    for (int x = x0; x < x1; ++x) sum += luminance(light(x, y));
  }
  return sum / (double(x1 - x0) * (y1 - y0));
}

}  // namespace

double estimate_ground_albedo(const Image<LinearRgb>& light, const LinearRgb& ground,
                              const std::vector<StandingBox>& things) {
  constexpr double usual_deviation = 0.4, thing_deviation = 0.9;  // of logarithms
  std::vector<double> ratios;
  for (const StandingBox& thing : things)
    ratios.push_back(std::log(luminance(ground) / std::max(brightness_of(light, thing), 1e-4)));
  if (ratios.empty()) return usual_ground_albedo;
  const auto middle = ratios.begin() + std::ptrdiff_t(ratios.size() / 2);
  std::nth_element(ratios.begin(), middle, ratios.end());
  const double weight = double(ratios.size()) / (thing_deviation * thing_deviation);
  const double more = weight / (weight + 1 / (usual_deviation * usual_deviation));
  return std::clamp(usual_ground_albedo * std::exp(more * *middle), 0.04, 0.5);
}

}  // namespace understudy
