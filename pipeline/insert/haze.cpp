// SPDX-License-Identifier: Apache-2.0
#include "pipeline/insert/haze.h"

#include <algorithm>
#include <cmath>

#include "base/luminance.h"
#include "pipeline/insert/photo_light.h"

namespace understudy {
namespace {

LinearRgb airlight_of(const Image<LinearRgb>& light, double horizon_px) {
  const int h = light.height_px(), reach = std::max(2, h / 30);
  const int y0 = std::clamp(int(horizon_px) - 2 * reach, 0, h - 1),
            y1 = std::clamp(int(horizon_px) + 1, y0 + 1, h);
  std::vector<LinearRgb> band(&light(0, y0), &light(0, y0) + size_t(y1 - y0) * size_t(light.width_px()));
  const size_t brightest = band.size() / 20 + 1;
  std::partial_sort(band.begin(), band.begin() + std::ptrdiff_t(brightest), band.end(),
                    [](const LinearRgb& a, const LinearRgb& b) { return luminance(a) > luminance(b); });
  LinearRgb mean{};
  for (size_t i = 0; i < brightest; ++i) {
    for (size_t c = 0; c < 3; ++c) mean[c] += band[i][c] / float(brightest);
  }
  return mean;
}

/// Luminance that a twentieth of the box is darker than.
double darkest_of(const Image<LinearRgb>& light, const RealBox& box) {
  const int x0 = std::clamp(int(box.x), 0, light.width_px()),
            x1 = std::clamp(int(std::ceil(box.x + box.width)), x0, light.width_px());
  const int y0 = std::clamp(int(box.y), 0, light.height_px()),
            y1 = std::clamp(int(std::ceil(box.y + box.height)), y0, light.height_px());
  std::vector<double> values;
  for (int y = y0; y < y1; ++y) {
    for (int x = x0; x < x1; ++x) values.push_back(luminance(light(x, y)));
  }
  if (values.empty()) return 0;
  const auto place = values.begin() + std::ptrdiff_t(values.size() / 20);
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

}  // namespace

Haze estimate_haze(const Image<LinearRgb>& light, const std::vector<Obstacle>& obstacles, double horizon_px) {
  constexpr double least_height_px = 10, most_per_m = 0.05;
  Haze haze{airlight_of(light, horizon_px), most_per_m};
  const double air = luminance(haze.airlight);
  int told = 0;
  for (const Obstacle& obstacle : obstacles) {
    if (!obstacle.on_ground || obstacle.box.height < least_height_px || air <= 0) continue;
    const double share = std::min(darkest_of(light, obstacle.box) / air, 0.95);
    haze.extinction_per_m = std::min(haze.extinction_per_m,
                                     -std::log(1 - share) / std::max(1.0, glm::length(obstacle.contact_m)));
    ++told;
  }
  if (told < 2) haze.extinction_per_m = 0;
  return haze;
}

void look_through(RenderedObject& object, const Haze& haze, double distance_m) {
  const auto arrives = float(std::exp(-haze.extinction_per_m * distance_m));
  for (Image<LinearRgb>* picture : {&object.with, &object.without}) {
    for (LinearRgb& light : *picture) {
      for (size_t c = 0; c < 3; ++c) light[c] = light[c] * arrives + haze.airlight[c] * (1 - arrives);
    }
  }
}

}  // namespace understudy
