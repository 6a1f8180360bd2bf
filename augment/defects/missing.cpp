// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "augment/defects/blob.h"
#include "augment/defects/light.h"
#include "augment/defects/patch_source.h"
#include "augment/mat.h"
#include "augment/noise_field.h"

namespace understudy {
namespace {

/// What comes to light where the surface is gone.
constexpr std::array<LinearRgb, 4> grounds{
    {{0.30f, 0.30f, 0.31f}, {0.085f, 0.08f, 0.075f}, {0.14f, 0.085f, 0.055f}, {0.58f, 0.55f, 0.48f}}};

/// Brightness of the surface without its texture: the shape's shading, which stays.
Image<float> shading_of(const PaintSite& site) {
  Image<float> bright(site.width_px, site.height_px), weight = bright;
  for (int y = 0; y < site.height_px; ++y) {
    for (int x = 0; x < site.width_px; ++x) {
      weight(x, y) = site.holds(x, y);
      bright(x, y) = weight(x, y) * luminance(light_of(site.pixel(x, y)));
    }
  }
  const double sigma = std::max(2.0, 0.25 * site.length_px);
  cv::Mat b = mat_of(bright), w = mat_of(weight);
  cv::GaussianBlur(b, b, {}, sigma, 0, cv::BORDER_REPLICATE);
  cv::GaussianBlur(w, w, {}, sigma, 0, cv::BORDER_REPLICATE);
  for (size_t i = 0; i < bright.size(); ++i) bright[i] /= std::max(weight[i], 1e-3f);
  return bright;
}

/// Grain and blur of the photo, of somewhere else on the surface: how much brighter a pixel is than those
/// around.
Image<float> texture_of(const PaintSite& site, Stream stream) {
  const auto from = surface_point(site.surface, stream.child("from"));
  const Image<Rgb8> window =
      seen_through(site.photo, site, {from[0], from[1], stream.uniform(0, 6.28), stream.uniform(0.8, 1.2)});
  Image<float> bright(site.width_px, site.height_px), around(site.width_px, site.height_px);
  for (size_t i = 0; i < window.size(); ++i) bright[i] = luminance(light_of(window[i])) + 0.01f;
  cv::Mat wide = mat_of(around);
  cv::GaussianBlur(mat_of(bright), wide, {}, 2, 0, cv::BORDER_REFLECT);
  for (size_t i = 0; i < bright.size(); ++i) bright[i] = std::clamp(bright[i] / around[i], 0.7f, 1.4f);
  return bright;
}

/// The ground that differs most from the surface, or nearly.
LinearRgb ground_for(float surface, Stream stream) {
  std::array<double, grounds.size()> weights{};
  for (size_t i = 0; i < grounds.size(); ++i)
    weights[i] = std::pow(std::abs(std::log((luminance(grounds[i]) + 0.02) / (surface + 0.02))), 2) + 1e-3;
  return grounds[stream.weighted(weights.data(), weights.size())];
}

}  // namespace

Paint paint_missing(const PaintSite& site, const Stream& stream) {
  const BlobShape shape{0.6, 0.75, 3, 1.6};
  const Image<float> field = blob_field(site, shape, stream);
  const Image<float> shading = shading_of(site);
  const float level = std::max(0.02f, shading(std::clamp(int(site.centre_x), 0, site.width_px - 1),
                                              std::clamp(int(site.centre_y), 0, site.height_px - 1)));
  LinearRgb ground = ground_for(level, stream.child("ground"));
  if (is_grey(site)) ground = grey_of(ground);
  const Image<float> grain = fractal_noise(site.width_px, site.height_px, 14, 3, 0.6, stream.child("grain"));
  const Image<float> texture = texture_of(site, stream.child("texture"));
  const double radius = blob_radius_px(site, shape);
  const double depth_px = std::clamp(0.05 * site.length_px * (0.5 + site.severity), 1.5, 8.0);
  const double sun = stream.child("sun").uniform(3.4, 4.5);  // from above, more or less from the left
  Paint paint(site);
  for (int y = 0; y < site.height_px; ++y) {
    for (int x = 0; x < site.width_px; ++x) {
      const double inside_px = (1 - field(x, y)) * radius;
      paint.opacity(x, y) = float(std::clamp(inside_px / 1.4 + 0.5, 0.0, 1.0));
      // The step down is in shadow on the sun's side and bright on the other.
      const double gx = field(std::min(x + 1, site.width_px - 1), y) - field(std::max(x - 1, 0), y);
      const double gy = field(x, std::min(y + 1, site.height_px - 1)) - field(x, std::max(y - 1, 0));
      const double facing = (gx * std::cos(sun) + gy * std::sin(sun)) / std::max(1e-6, std::hypot(gx, gy));
      const double near_rim = smooth_step(depth_px, 0, inside_px);
      const double rim = 1 - near_rim * (facing > 0 ? 0.75 * facing : 0.9 * facing);
      const auto factor = float(std::clamp<double>(shading(x, y) / level, 0.3, 3) * (1 + 0.2 * grain(x, y)) *
                                texture(x, y) * rim);
      // Where the coat ends one looks at its own edge.
      const auto coat = float(smooth_step(1.2 + 0.3 * depth_px, 0.2, inside_px));
      const LinearRgb edge =
          changed(light_of(site.pixel(x, y)), float(facing > 0 ? 1 - 0.6 * facing : 1 - 0.25 * facing));
      LinearRgb light;
      for (size_t c = 0; c < 3; ++c) light[c] = ground[c] * factor * (1 - coat) + edge[c] * coat;
      paint.color(x, y) = pixel_of(light);
    }
  }
  return paint;
}

}  // namespace understudy
