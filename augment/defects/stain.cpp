// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>

#include "augment/defects/blob.h"
#include "augment/defects/light.h"
#include "augment/noise_field.h"

namespace understudy {
namespace {

/// Light that passes, and light that the dried matter sends back.
struct Liquid {
  LinearRgb passes, sends;
};
constexpr std::array<Liquid, 5> liquids{{
    {{0.36f, 0.27f, 0.16f}, {0, 0, 0}},                 // oil
    {{0.46f, 0.27f, 0.16f}, {0.014f, 0.007f, 0.002f}},  // rust water
    {{0.30f, 0.30f, 0.32f}, {0.004f, 0.004f, 0.004f}},  // soot
    {{0.45f, 0.45f, 0.44f}, {0.36f, 0.36f, 0.33f}},     // lime
    {{0.60f, 0.52f, 0.34f}, {0.010f, 0.008f, 0}},       // coffee
}};

/// Small drops beside it.
void splash(const PaintSite& site, Image<float>& opacity, Stream stream) {
  const auto count = stream.chance(0.35) ? stream.uniform_int(1, 5) : 0;
  for (int64_t i = 0; i < count; ++i) {
    const double angle = stream.uniform(0, 6.2832), far = site.length_px * stream.uniform(0.4, 0.62);
    const double radius = std::max(0.8, site.length_px * stream.uniform(0.008, 0.035));
    const double cx = site.centre_x + far * std::cos(angle), cy = site.centre_y + far * std::sin(angle);
    const double strength = stream.uniform(0.6, 1);
    for (int y = std::max(0, int(cy - radius - 1)); y < std::min(site.height_px, int(cy + radius + 2)); ++y) {
      for (int x = std::max(0, int(cx - radius - 1)); x < std::min(site.width_px, int(cx + radius + 2));
           ++x) {
        const double depth = radius - std::hypot(x + 0.5 - cx, y + 0.5 - cy);
        opacity(x, y) = std::max(opacity(x, y), float(strength * std::clamp(depth + 0.5, 0.0, 1.0)));
      }
    }
  }
}

}  // namespace

Paint paint_stain(const PaintSite& site, const Stream& stream) {
  Stream draws = stream.child("stain");
  Liquid liquid = liquids[size_t(draws.uniform_int(0, int64_t(liquids.size()) - 1))];
  if (is_grey(site)) {
    for (LinearRgb* light : {&liquid.passes, &liquid.sends}) *light = grey_of(*light);
  }
  const Image<float> field = blob_field(site, {0.55, 1.1, 2, 1.8}, stream);
  const double period = std::max(3.0, 0.35 * site.length_px);
  const Image<float> cloudy =
      fractal_noise(site.width_px, site.height_px, period, 3, 0.6, stream.child("cloudy"));
  const double body = 0.4 + 0.4 * site.severity, rim = draws.uniform(0.05, 0.4);
  const double softness = draws.uniform(0.1, 0.5);
  Paint paint(site);
  for (int y = 0; y < site.height_px; ++y) {
    for (int x = 0; x < site.width_px; ++x) {
      const double f = field(x, y);
      // What dries is carried to the rim.
      const double ring = rim * std::exp(-std::pow((f - 0.93) / 0.07, 2));
      const double density = body * (1 + 0.45 * cloudy(x, y)) + ring;
      paint.opacity(x, y) = float(std::clamp(density, 0.0, 0.95) * smooth_step(1, 1 - softness, f));
    }
  }
  splash(site, paint.opacity, stream.child("splash"));
  for (int y = 0; y < site.height_px; ++y) {
    for (int x = 0; x < site.width_px; ++x) {
      LinearRgb light = light_of(site.pixel(x, y));
      for (size_t c = 0; c < 3; ++c) light[c] = light[c] * liquid.passes[c] + liquid.sends[c];
      paint.color(x, y) = pixel_of(light);
    }
  }
  return paint;
}

}  // namespace understudy
