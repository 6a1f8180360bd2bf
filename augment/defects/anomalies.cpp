// SPDX-License-Identifier: Apache-2.0
// Anomalies of the literature, which are like no real defect and teach what is normal.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>

#include "augment/defects/light.h"
#include "augment/defects/patch_source.h"
#include "augment/noise_field.h"
#include "augment/seamless.h"

namespace understudy {
namespace {

constexpr double pi = std::numbers::pi;

/// A rectangle about the defect's middle, or an ellipse.
struct Form {
  double half_length_px, half_width_px, angle_rad;
  bool round = false;

  bool holds(const PaintSite& site, int x, int y) const {
    const double dx = x + 0.5 - site.centre_x, dy = y + 0.5 - site.centre_y;
    const double along = (dx * std::cos(angle_rad) + dy * std::sin(angle_rad)) / half_length_px;
    const double across = (dy * std::cos(angle_rad) - dx * std::sin(angle_rad)) / half_width_px;
    return round ? std::hypot(along, across) < 1 : std::abs(along) < 1 && std::abs(across) < 1;
  }
};

/// Brighter or darker, and of more or less contrast.
void jitter(Image<Rgb8>& image, double most, Stream stream) {
  const double gain = 1 + stream.uniform(-most, most), offset = 255 * stream.uniform(-most, most) / 2;
  for (Rgb8& pixel : image) {
    for (uint8_t& level : pixel)
      level = uint8_t(std::lround(std::clamp((level - 128.0) * gain + 128 + offset, 0.0, 255.0)));
  }
}

int largest_difference(const Rgb8& a, const Rgb8& b) {
  return std::max({std::abs(a[0] - b[0]), std::abs(a[1] - b[1]), std::abs(a[2] - b[2])});
}

}  // namespace

/// V. Zavrtanik, M. Kristan, D. Skocaj, "DRAEM", ICCV 2021: another picture's texture where Perlin noise is
/// high, more or less opaque.
Paint paint_perlin(const PaintSite& site, const Stream& stream) {
  Stream draws = stream.child("perlin");
  const double longer = site.length_px / std::exp2(double(draws.uniform_int(0, 2)));
  const double shorter = std::max(3.0, longer / std::exp2(double(draws.uniform_int(0, 2))));
  const bool upright = draws.chance(0.5);
  const Image<float> noise =
      perlin_noise(site.width_px, site.height_px, std::max(3.0, upright ? shorter : longer),
                   std::max(3.0, upright ? longer : shorter), stream.child("noise"));
  Stream from = stream.child("texture");
  Paint paint(site);
  paint.color = seen_through(site.other, site,
                             {from.uniform(0, site.other.width_px()), from.uniform(0, site.other.height_px()),
                              from.uniform(0, 2 * pi), std::exp2(from.uniform(-0.5, 1))});
  jitter(paint.color, 0.3, stream.child("jitter"));
  const double opacity = draws.uniform(0.25, 0.6) + 0.4 * site.severity;
  for (int y = 0; y < site.height_px; ++y) {
    for (int x = 0; x < site.width_px; ++x) {
      const double far = 2 * site.distance_px(x, y) / site.length_px;
      const double height = noise(x, y) + 0.25 - 0.55 * far * far;
      paint.opacity(x, y) = float(opacity * smooth_step(0, 0.06, height));
    }
  }
  return paint;
}

/// C.-L. Li et al., "CutPaste", CVPR 2021: a piece of the same surface somewhere else, whole or as a scar.
Paint paint_cutpaste(const PaintSite& site, const Stream& stream) {
  Stream draws = stream.child("cutpaste");
  const bool scar = draws.chance(0.5);
  const double aspect = scar ? draws.uniform(4, 12) : std::exp(draws.uniform(0, std::log(3.3)));
  const double half = site.length_px / 2;
  const Form form{half, std::max(1.0, half / aspect), draws.uniform(0, 2 * pi)};
  const auto from = surface_point(site.surface, stream.child("from"));
  Paint paint(site);
  paint.color =
      seen_through(site.photo, site, {from[0], from[1], scar ? draws.uniform(-pi / 4, pi / 4) : 0.0, 1});
  jitter(paint.color, 0.1 + 0.15 * site.severity, stream.child("jitter"));
  for (int y = 0; y < site.height_px; ++y) {
    for (int x = 0; x < site.width_px; ++x) paint.opacity(x, y) = form.holds(site, x, y) ? 1.0f : 0.0f;
  }
  return paint;
}

/// H. Schlueter et al., "Natural synthetic anomalies", ECCV 2022: a patch of the same surface or of another
/// photo, scaled and cloned without an edge; what is labelled is what it changes.
Paint paint_poisson(const PaintSite& site, const Stream& stream) {
  Stream draws = stream.child("poisson");
  const double half = site.length_px / 2;
  const Form form{half, half / draws.uniform(1, 2.5), draws.uniform(0, pi), draws.chance(0.7)};
  const bool of_other = draws.chance(0.5);
  const Image<Rgb8>& source = of_other ? site.other : site.photo;
  auto from = surface_point(site.surface, stream.child("from"));
  if (of_other) from = {draws.uniform(0, source.width_px()), draws.uniform(0, source.height_px())};
  Image<Rgb8> patch =
      seen_through(source, site, {from[0], from[1], draws.uniform(0, 2 * pi), draws.uniform(0.7, 1.3)});
  jitter(patch, 0.3 * site.severity, stream.child("jitter"));
  Image<uint8_t> inside(site.width_px, site.height_px);
  Paint paint(site);
  for (int y = 0; y < site.height_px; ++y) {
    for (int x = 0; x < site.width_px; ++x) {
      inside(x, y) = form.holds(site, x, y) && site.holds(x, y);
      paint.color(x, y) = site.pixel(x, y);
    }
  }
  clone_seamlessly(paint.color, patch, inside);
  constexpr int least_levels = 6;
  for (int y = 0; y < site.height_px; ++y) {
    for (int x = 0; x < site.width_px; ++x)
      paint.opacity(x, y) = largest_difference(paint.color(x, y), site.pixel(x, y)) >= least_levels;
  }
  return paint;
}

}  // namespace understudy
