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

/// Grows a crack tip by tip: it wanders, sometimes turns sharply, tapers and branches.
class Growth {
 public:
  Growth(const PaintSite& site, StrokeField& field)
      : site_(site), field_(field), step_px_(std::max(1.5, site.length_px / 70)) {
    const double width = 0.005 + 0.012 * site.severity;
    radius_px_ = std::clamp(0.5 * width * site.length_px, 0.55, 5.0);
  }

  void grow(double x, double y, double heading, double length_px, double share, int generation,
            const Stream& stream) {
    Stream draws = stream.child("way");
    std::vector<StrokePoint> way;
    const int steps = int(length_px / step_px_);
    const double bearing = heading;
    double drift = 0;
    for (int i = 0; i <= steps; ++i) {
      const double along = double(i) / std::max(1, steps);
      const double ragged = draws.uniform(0.65, 1.25), taper = 1 - 0.8 * std::pow(along, 1.5);
      way.push_back({x, y, std::max(0.35, radius_px_ * share * taper * ragged)});
      if (!site_.holds(int(std::floor(x)), int(std::floor(y)))) break;
      // It wanders off its bearing and comes back to it: stress has a direction.
      drift = 0.6 * drift + draws.normal(0, 0.1) - 0.09 * (heading - bearing);
      heading += drift + (draws.chance(0.2) ? draws.normal(0, 0.45) : 0);
      x += step_px_ * std::cos(heading);
      y += step_px_ * std::sin(heading);
      const bool branches = generation < 2 && i > 1 && draws.chance(0.015 + 0.05 * site_.severity);
      if (!branches) continue;
      const double turn = (draws.chance(0.5) ? 1 : -1) * draws.uniform(0.45, 1.2);
      grow(x, y, heading + turn, length_px * (1 - along) * draws.uniform(0.2, 0.6), share * taper * 0.75,
           generation + 1, stream.child(uint64_t(i)));
    }
    field_.draw(way);
  }

 private:
  const PaintSite& site_;
  StrokeField& field_;
  double step_px_, radius_px_ = 1;
};

}  // namespace

Paint paint_crack(const PaintSite& site, const Stream& stream) {
  StrokeField field(site.width_px, site.height_px);
  Growth growth(site, field);
  Stream draws = stream.child("crack");
  const double heading = draws.uniform(0, 2 * std::numbers::pi), half = site.length_px / 2;
  growth.grow(site.centre_x, site.centre_y, heading, half, 1, 0, stream.child("one"));
  growth.grow(site.centre_x, site.centre_y, heading + std::numbers::pi + draws.normal(0, 0.3), half, 1, 0,
              stream.child("other"));
  // An opening is dark, but for what light and dust fall into it.
  const auto darkest = float(0.30 - 0.22 * site.severity);
  const Image<float> dust = perlin_noise(site.width_px, site.height_px, 7, 7, stream.child("dust"));
  Paint paint(site);
  for (int y = 0; y < site.height_px; ++y) {
    for (int x = 0; x < site.width_px; ++x) {
      paint.opacity(x, y) = field.coverage(x, y);
      const float kept = std::clamp(darkest * (1 + 0.8f * dust(x, y)), 0.02f, 0.6f);
      paint.color(x, y) = pixel_of(changed(light_of(site.pixel(x, y)), kept));
    }
  }
  return paint;
}

}  // namespace understudy
