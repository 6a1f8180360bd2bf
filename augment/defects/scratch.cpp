// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numbers>

#include "augment/defects/kind.h"
#include "augment/defects/light.h"
#include "augment/defects/stroke.h"
#include "augment/noise_field.h"

namespace understudy {
namespace {

/// A slightly bent line that begins and ends thin.
std::vector<StrokePoint> scratch_line(const PaintSite& site, double angle, double offset_px, Stream stream) {
  const double length = site.length_px * stream.uniform(0.55, 1), sag = length * stream.normal(0, 0.04);
  const double shift = site.length_px * stream.uniform(-0.12, 0.12);
  const double radius = std::clamp(
      stream.uniform(0.4, 0.8) * (0.7 + site.severity) * std::pow(site.length_px / 120, 0.4), 0.45, 3.0);
  std::vector<StrokePoint> line;
  constexpr int pieces = 40;
  for (int i = 0; i <= pieces; ++i) {
    const double t = double(i) / pieces;
    const double along = (t - 0.5) * length + shift, across = offset_px + sag * 4 * t * (1 - t);
    const double thin = std::sqrt(std::sin(std::numbers::pi * std::clamp(t, 0.01, 0.99)));
    line.push_back({site.centre_x + along * std::cos(angle) - across * std::sin(angle),
                    site.centre_y + along * std::sin(angle) + across * std::cos(angle), radius * thin});
  }
  return line;
}

float mean_luminance(const PaintSite& site) {
  double sum = 0, count = 0;
  for (int y = 0; y < site.height_px; ++y) {
    for (int x = 0; x < site.width_px; ++x) {
      if (site.holds(x, y)) sum += luminance(light_of(site.pixel(x, y))), ++count;
    }
  }
  return count > 0 ? float(sum / count) : 0;
}

}  // namespace

Paint paint_scratch(const PaintSite& site, const Stream& stream) {
  Stream draws = stream.child("scratch");
  const double angle = draws.uniform(0, 2 * std::numbers::pi);
  const int lines = 1 + int(draws.uniform_int(0, site.severity > 0.5 ? 3 : 1));
  StrokeField field(site.width_px, site.height_px);
  for (int i = 0; i < lines; ++i) {
    const double offset = i == 0 ? 0 : draws.normal(0, 0.035 * site.length_px);
    field.draw(scratch_line(site, angle + draws.normal(0, 0.02), offset, stream.child(uint64_t(i))));
  }
  // A groove has a bright and a dark flank; dark surfaces show it brighter than themselves, bright ones
  // darker.
  const bool brightens = mean_luminance(site) < 0.3f;
  const auto strength = float(0.45 + 0.55 * site.severity);
  const Image<float> pressure = perlin_noise(site.width_px, site.height_px, 18, 18, stream.child("pressure"));
  Paint paint(site);
  for (int y = 0; y < site.height_px; ++y) {
    for (int x = 0; x < site.width_px; ++x) {
      const float pressed = std::clamp(0.85f + 0.5f * pressure(x, y), 0.35f, 1.0f);
      paint.opacity(x, y) = field.coverage(x, y) * pressed;
      const LinearRgb light = light_of(site.pixel(x, y));
      const float flank = 0.5f * field.side(x, y);
      const float factor = brightens ? 1 + strength * (1.2f + flank) : 1 - strength * (0.55f - 0.35f * flank);
      paint.color(x, y) = pixel_of(changed(light, factor, brightens ? 0.16f * strength : 0));
    }
  }
  return paint;
}

}  // namespace understudy
