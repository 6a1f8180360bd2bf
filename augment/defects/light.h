// SPDX-License-Identifier: Apache-2.0
// Colours of pixels in linear light, for painters.
#pragma once

#include <cstdlib>

#include "augment/blend.h"
#include "augment/defects/kind.h"
#include "base/luminance.h"

namespace understudy {

inline LinearRgb light_of(const Rgb8& pixel) {
  const auto& light = light_of_level();
  return {light[pixel[0]], light[pixel[1]], light[pixel[2]]};
}

inline Rgb8 pixel_of(const LinearRgb& light) {
  return {encode_light(light[0]), encode_light(light[1]), encode_light(light[2])};
}

/// light * factor + added, per channel.
inline LinearRgb changed(const LinearRgb& light, float factor, float added = 0) {
  return {light[0] * factor + added, light[1] * factor + added, light[2] * factor + added};
}

inline LinearRgb grey_of(const LinearRgb& light) {
  const float grey = luminance(light);
  return {grey, grey, grey};
}

/// Whether the photo has next to no colour around the defect: paint must have none then.
inline bool is_grey(const PaintSite& site) {
  constexpr int little = 6;  // levels
  int64_t coloured = 0;
  for (int y = 0; y < site.height_px; ++y) {
    for (int x = 0; x < site.width_px; ++x) {
      const Rgb8& p = site.pixel(x, y);
      coloured += std::abs(p[0] - p[1]) > little || std::abs(p[2] - p[1]) > little;
    }
  }
  return coloured * 50 < int64_t(site.width_px) * site.height_px;
}

/// 0 below a, 1 above b, smooth between (a may be the greater one).
inline double smooth_step(double a, double b, double x) {
  const double t = (x - a) / (b - a), s = t < 0 ? 0 : t > 1 ? 1 : t;
  return s * s * (3 - 2 * s);
}

}  // namespace understudy
