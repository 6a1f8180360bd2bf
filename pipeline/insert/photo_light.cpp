// SPDX-License-Identifier: Apache-2.0
#include "pipeline/insert/photo_light.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "base/luminance.h"

namespace understudy {
namespace {

constexpr double pi = std::numbers::pi;
constexpr int map_width_px = 64, map_height_px = 32;

LinearRgb scaled(const LinearRgb& a, double factor) {
  return {float(a[0] * factor), float(a[1] * factor), float(a[2] * factor)};
}

/// Mean over a rectangle, cut to the image; the nearest pixels where it lies outside.
LinearRgb mean_light(const Image<LinearRgb>& light, double x0, double y0, double x1, double y1) {
  const auto first = [](double v, int size) { return std::clamp(int(std::floor(v)), 0, size - 1); };
  const int left = first(x0, light.width_px()), top = first(y0, light.height_px());
  const int right = std::max(left, first(x1 - 1, light.width_px()));
  const int bottom = std::max(top, first(y1 - 1, light.height_px()));
  std::array<double, 3> sum{};
  for (int y = top; y <= bottom; ++y) {
    for (int x = left; x <= right; ++x) {
      for (size_t c = 0; c < 3; ++c) sum[c] += light(x, y)[c];
    }
  }
  const double count = double(right - left + 1) * (bottom - top + 1);
  return {float(sum[0] / count), float(sum[1] / count), float(sum[2] / count)};
}

/// Where the direction of a row of the map is seen in the photo: the zenith in its top row, the horizon in
/// its horizon's, straight down in its last.
double photo_row(double v, double horizon_px, int height_px) {
  const double horizon = std::clamp(horizon_px, 0.02 * height_px, 0.98 * height_px);
  return v < 0.5 ? horizon * (v / 0.5) : horizon + (height_px - horizon) * (v - 0.5) / 0.5;
}

/// Column likewise: the photo's width is half the way around, the other half is its mirror image.
double photo_column(double u, int width_px) {
  return std::abs(std::fmod(u + 1.25, 1.0) - 0.5) * 2 * width_px;  // u 0.25 is to the left, 0.5 ahead
}

/// The map's horizontal neighbours, wrapped, averaged: only what is low in frequency is to be believed.
Image<LinearRgb> blurred(const Image<LinearRgb>& map, int radius_px) {
  Image<LinearRgb> result(map.width_px(), map.height_px());
  for (int y = 0; y < map.height_px(); ++y) {
    const bool above = y < map.height_px() / 2;
    const int low = above ? 0 : map.height_px() / 2;
    const int high = above ? map.height_px() / 2 - 1 : map.height_px() - 1;
    for (int x = 0; x < map.width_px(); ++x) {
      std::array<double, 3> sum{};
      int count = 0;
      for (int j = std::max(low, y - radius_px); j <= std::min(high, y + radius_px); ++j) {
        for (int i = -radius_px; i <= radius_px; ++i, ++count) {
          const LinearRgb& c = map((x + i + map.width_px()) % map.width_px(), j);
          for (size_t k = 0; k < 3; ++k) sum[k] += c[k];
        }
      }
      result(x, y) = {float(sum[0] / count), float(sum[1] / count), float(sum[2] / count)};
    }
  }
  return result;
}

Image<LinearRgb> environment_of(const LitPhoto& photo) {
  const int width = photo.light.width_px(), height = photo.light.height_px();
  Image<LinearRgb> map(map_width_px, map_height_px);
  for (int y = 0; y < map_height_px; ++y) {
    const double top = photo_row(double(y) / map_height_px, photo.horizon_px, height);
    const double bottom = photo_row(double(y + 1) / map_height_px, photo.horizon_px, height);
    for (int x = 0; x < map_width_px; ++x) {
      const double a = photo_column(double(x) / map_width_px, width);
      const double b = photo_column(double(x + 1) / map_width_px, width);
      map(x, y) = mean_light(photo.light, std::min(a, b), top, std::max(a, b), bottom);
    }
  }
  return blurred(map, 1);
}

/// What the part of the photo above the horizon says of the sky.
struct SkyLook {
  double seen = 0;      ///< share of that part that is sky
  double blueness = 1;  ///< blue by red
  double cut = 0;       ///< share of the sky that is cut to white
  double side = 0;      ///< -1 to 1: where its light is, right to left, against where its pixels are
};

SkyLook look_at_sky(const LitPhoto& photo, double ground) {
  const int width = photo.light.width_px();
  const int rows = std::clamp(int(photo.horizon_px), 0, photo.light.height_px());
  double sky = 0, red = 0, blue = 0, cut = 0, weight = 0, place = 0, lit_place = 0;
  for (int y = 0; y < rows; ++y) {
    for (int x = 0; x < width; ++x) {
      const LinearRgb& c = photo.light(x, y);
      const double bright = luminance(c);
      if (bright < std::max(1.3 * ground, 0.25) || c[2] < 0.9f * c[0]) continue;
      const double left = 1 - 2 * (x + 0.5) / width;
      sky += 1;
      red += c[0];
      blue += c[2];
      cut += bright > 3;
      weight += bright;
      place += left;
      lit_place += left * bright;
    }
  }
  if (sky < 0.02 * width * std::max(rows, 1)) return {};
  return {sky / (double(width) * rows), blue / std::max(red, 1e-9), cut / sky,
          lit_place / weight - place / sky};
}

/// Rules rather than a fit: each says in which photos it holds.
SunGuess guess_sun(const SkyLook& sky, double light_of_sky, Stream stream) {
  SunGuess guess;
  guess.elevation_deg = stream.uniform(32, 58);
  // Who takes photos by day mostly has the sun at the back.
  guess.azimuth_deg = 180 + stream.normal(0, 55);
  guess.share = 0.5;
  if (sky.seen == 0) return guess;
  const bool blue = sky.blueness > 1.6, grey = sky.blueness < 1.3;
  const double missing = std::clamp(1 - light_of_sky, 0.0, 0.8);  // what the sky alone does not explain
  if (blue) guess.share = std::max(0.75, missing);
  if (grey && sky.cut < 0.5) guess.share = 0.25 * missing;
  if (grey && sky.cut >= 0.5) guess.share = 0.2;
  guess.confidence = blue || (grey && sky.cut < 0.5) ? 0.5 : 0.2;
  constexpr double clearly = 0.06;
  if (std::abs(sky.side) > clearly) {
    guess.azimuth_deg = (sky.side > 0 ? 1 : -1) * stream.uniform(60, 110);
    guess.confidence += 0.2;
  }
  return guess;
}

glm::vec3 direction_of(const SunGuess& guess) {
  const double azimuth = guess.azimuth_deg * pi / 180, elevation = guess.elevation_deg * pi / 180;
  return {float(std::cos(elevation) * std::cos(azimuth)), float(std::cos(elevation) * std::sin(azimuth)),
          float(std::sin(elevation))};
}

/// The colour of a nearly grey ground is that of the light; a strong colour is the ground's own.
LinearRgb light_tint(const LinearRgb& ground) {
  const double grey = std::max(double(luminance(ground)), 1e-6);
  LinearRgb tint;
  double largest = 0;
  for (size_t c = 0; c < 3; ++c)
    largest = std::max(largest, std::abs(std::log(std::max(ground[c] / grey, 1e-3))));
  const double believed = 0.6 * std::exp(-std::pow(largest / 0.35, 2));
  for (size_t c = 0; c < 3; ++c) tint[c] = float(std::pow(std::max(ground[c] / grey, 1e-3), believed));
  return scaled(tint, 1 / luminance(tint));
}

}  // namespace

LinearRgb sky_irradiance(const Image<LinearRgb>& map) {
  std::array<double, 3> sum{};
  const double row = pi / map.height_px(), column = 2 * pi / map.width_px();
  for (int y = 0; y < map.height_px() / 2; ++y) {
    // Exact over the row's band: the integral of cos(t) sin(t) over the angle t from the zenith.
    const double low = std::sin(y * row), high = std::sin((y + 1) * row);
    const double weight = (high * high - low * low) / 2 * column;
    for (int x = 0; x < map.width_px(); ++x) {
      for (size_t c = 0; c < 3; ++c) sum[c] += weight * map(x, y)[c];
    }
  }
  return {float(sum[0]), float(sum[1]), float(sum[2])};
}

std::optional<LinearRgb> median_light(const Image<LinearRgb>& light, const Image<uint8_t>& chosen, int x0,
                                      int y0, int x1, int y1) {
  std::array<std::vector<float>, 3> values;
  for (int y = std::max(0, y0); y < std::min(y1, light.height_px()); ++y) {
    for (int x = std::max(0, x0); x < std::min(x1, light.width_px()); ++x) {
      if (!chosen(x, y)) continue;
      for (size_t c = 0; c < 3; ++c) values[c].push_back(light(x, y)[c]);
    }
  }
  if (values[0].size() < 16) return std::nullopt;
  LinearRgb median;
  for (size_t c = 0; c < 3; ++c) {
    const auto middle = values[c].begin() + std::ptrdiff_t(values[c].size() / 2);
    std::nth_element(values[c].begin(), middle, values[c].end());
    median[c] = *middle;
  }
  return median;
}

LinearRgb ground_light(const Image<LinearRgb>& light, const Image<uint8_t>& ground) {
  LinearRgb seen = median_light(light, ground, 0, 0, light.width_px(), light.height_px())
                       .value_or(LinearRgb{0.15f, 0.15f, 0.15f});
  for (float& c : seen) c = std::max(c, 0.002f);
  return seen;
}

PhotoLight estimate_light(const LitPhoto& photo, double albedo, const std::optional<SunGuess>& given,
                          const Stream& stream) {
  PhotoLight light;
  light.ground = photo.ground;
  Image<LinearRgb> map = environment_of(photo);
  const double sky = std::max(double(luminance(sky_irradiance(map))), 1e-6);
  const double wanted = pi * luminance(light.ground) / albedo;  // irradiance of the ground
  light.guess =
      given ? *given
            : guess_sun(look_at_sky(photo, luminance(light.ground)), sky / wanted, stream.child("sun"));
  const LinearRgb tint = light_tint(light.ground);
  const double share = std::clamp(light.guess.share, 0.0, 0.95);
  const double gain = wanted * (1 - share) / sky;
  for (LinearRgb& c : map) c = scaled(c, gain);
  light.sky.kind = Sky::Kind::hdri;
  light.sky.radiance = {1, 1, 1};
  light.sky.hdri = std::make_shared<const Image<LinearRgb>>(std::move(map));
  light.sun.direction = direction_of(light.guess);
  const double facing = wanted * share / std::max<double>(light.sun.direction.z, 0.05);
  light.sun.irradiance_klx = {float(facing * tint[0]), float(facing * tint[1]), float(facing * tint[2])};
  const LinearRgb irradiance = sky_irradiance(*light.sky.hdri);
  for (size_t c = 0; c < 3; ++c) {
    const double total = irradiance[c] + wanted * share * tint[c];
    light.ground_albedo[c] = float(std::clamp(pi * light.ground[c] / std::max(total, 1e-9), 0.02, 0.9));
  }
  return light;
}

}  // namespace understudy
