// SPDX-License-Identifier: Apache-2.0
#include "augment/weather.h"

#include <algorithm>
#include <cmath>

#include "augment/blend.h"
#include "augment/noise_field.h"

namespace understudy {
namespace {

constexpr double pi = 3.141592653589793;

double unit(uint64_t bits) { return double(bits >> 11) * 0x1p-53; }

void check_sizes(const Image<Rgb8>& image, const DepthImage& depth) {
  CHECK(image.width_px() == depth.width_px() && image.height_px() == depth.height_px(),
        "a depth image has the size of its photo");
}

// Mean light of the upper half: what drops and flakes gather from all around.
LinearRgb light_from_above(const Image<Rgb8>& image) {
  std::array<double, 3> sum{};
  const size_t count = std::max<size_t>(1, image.size() / 2), step = 1 + count / 20000;
  double n = 0;
  for (size_t i = 0; i < count && i < image.size(); i += step, ++n) {
    for (size_t c = 0; c < 3; ++c) sum[c] += light_of_level()[image[i][c]];
  }
  n = std::max(n, 1.0);
  return {float(sum[0] / n), float(sum[1] / n), float(sum[2] / n)};
}

Rgb8 encoded(const LinearRgb& light) {
  return {encode_light(light[0]), encode_light(light[1]), encode_light(light[2])};
}

LinearRgb scaled(const LinearRgb& light, float factor) {
  return {std::min(light[0] * factor, 1.0f), std::min(light[1] * factor, 1.0f),
          std::min(light[2] * factor, 1.0f)};
}

// Where something that falls is while the shutter is open: a capsule in the picture, at one depth.
struct Falling {
  double x, y, dx, dy;  ///< middle and way, in pixels
  double radius_px;
  double soft_px;  ///< how far its rim fades
  double opacity;
  float depth_m;
};

// Adds opacity to `cover`, where nothing is nearer: row by row, by the distance from the middle line.
void draw(Image<float>& cover, const DepthImage& depth, const Falling& thing) {
  const double reach = thing.radius_px + thing.soft_px, half_x = thing.dx / 2, half_y = thing.dy / 2;
  const double length2 = std::max(thing.dx * thing.dx + thing.dy * thing.dy, 1e-9);
  const auto inverse = float(1 / length2), fade = float(1 / std::max(thing.soft_px * 2, 1e-3));
  const double slope = half_y != 0 ? half_x / half_y : 0;
  const double margin = std::min(std::abs(half_x) + reach, reach * std::sqrt(1 + slope * slope) + 1);
  const int top = std::max(0, int(std::floor(thing.y - std::abs(half_y) - reach)));
  const int bottom = std::min(cover.height_px() - 1, int(thing.y + std::abs(half_y) + reach));
  for (int y = top; y <= bottom; ++y) {
    const auto py = float(y + 0.5 - thing.y);
    const double middle = thing.x + std::clamp(double(py), -std::abs(half_y), std::abs(half_y)) * slope;
    const int left = std::max(0, int(std::floor(middle - margin)));
    const int right = std::min(cover.width_px() - 1, int(middle + margin));
    for (int x = left; x <= right; ++x) {
      if (depth(x, y) < thing.depth_m) continue;
      const auto px = float(x + 0.5 - thing.x), dx = float(thing.dx), dy = float(thing.dy);
      const float t = std::clamp((px * dx + py * dy) * inverse, -0.5f, 0.5f);
      const float u = px - t * dx, v = py - t * dy;
      const float share = std::clamp((float(reach) - std::sqrt(u * u + v * v)) * fade, 0.0f, 1.0f);
      cover(x, y) += float(thing.opacity) * share * share * (3 - 2 * share);
    }
  }
}

/// A steep way through a picture is a cache line or two a row, none of which a processor guesses.
void prefetch([[maybe_unused]] const Image<float>& plane, [[maybe_unused]] int x, [[maybe_unused]] int y) {
#if defined(__GNUC__)
  if (x >= 0 && x < plane.width_px() && y < plane.height_px()) __builtin_prefetch(&plane(x, y), 1);
#endif
}

/// The same for a thin steep one: its distance from the middle line along the row, ends that fade; no roots.
void draw_streak(Image<float>& cover, const DepthImage& depth, float nearest_m, const Falling& streak) {
  const bool may_be_hidden = streak.depth_m > nearest_m;
  const double half_y = std::abs(streak.dy) / 2, slope = streak.dx / streak.dy;
  const auto upright = float(1 / std::sqrt(1 + slope * slope)), fade = float(0.5 / streak.soft_px);
  const auto reach = float(streak.radius_px + streak.soft_px);
  const int top = std::max(0, int(streak.y - half_y)),
            bottom = std::min(cover.height_px() - 1, int(streak.y + half_y));
  for (int y = top; y <= bottom; ++y) {
    const auto py = float(y + 0.5 - streak.y);
    const float whole = float(streak.opacity) * std::clamp(float(half_y) - std::abs(py) + 0.5f, 0.0f, 1.0f);
    const auto middle = float(streak.x + double(py) * slope);
    prefetch(cover, int(middle + 8 * float(slope)), y + 8);
    const int left = std::max(0, int(middle - reach / upright));
    const int right = std::min(cover.width_px() - 1, int(middle + reach / upright));
    for (int x = left; x <= right; ++x) {
      if (may_be_hidden && depth(x, y) < streak.depth_m) continue;
      const float share = (reach - std::abs(float(x) + 0.5f - middle) * upright) * fade;
      cover(x, y) += whole * std::clamp(share, 0.0f, 1.0f);
    }
  }
}

/// Of a share in [0, 1]; without a call, as it is asked for every pixel.
uint8_t nearest_level(float share) {
  constexpr float half = 0.5f;
  return uint8_t(share * 255 + half);
}

void lay_over(Image<Rgb8>& image, const Image<float>& cover, const LinearRgb& light, float gain = 1) {
  BlendTable table([&](int strength) {
    const float opacity = float(strength) / 255, kept = 1 - opacity;
    return BlendTable::Term{{kept, kept, kept}, {light[0] * opacity, light[1] * opacity, light[2] * opacity}};
  });
  for (size_t i = 0; i < image.size(); ++i) {
    if (cover[i] > 0) image[i] = table(image[i], nearest_level(std::min(gain * cover[i], 1.0f)));
  }
}

// Things in the wedge that the camera sees between two depths, as many in each cubic metre. Calls
// make(depth_m, x_px, y_px, random bits) for each.
template <typename Make>
void scatter(const Image<Rgb8>& image, double focal_px, double per_m3, double near_m, double until_m,
             const Stream& stream, const Make& make) {
  constexpr double border_px = 60;
  const double width = image.width_px() + 2 * border_px, height = image.height_px() + 2 * border_px;
  const double near3 = std::pow(near_m, 3), until3 = std::pow(until_m, 3);
  const double volume_m3 = width / focal_px * height / focal_px * (until3 - near3) / 3;
  constexpr double most = 300'000;
  const auto count = uint64_t(std::min(per_m3 * volume_m3, most));
  const uint64_t key = Stream(stream).bits64();
  for (uint64_t i = 0; i < count; ++i) {
    const uint64_t place = hash_number(key, 3 * i), size = hash_number(key, 3 * i + 1),
                   more = hash_number(key, 3 * i + 2);
    const double z = std::cbrt(near3 + (until3 - near3) * unit(more));
    make(z, double(place >> 32) * 0x1p-32 * width - border_px,
         double(place & 0xFFFFFFFF) * 0x1p-32 * height - border_px, size);
  }
}

}  // namespace

void add_fog(Image<Rgb8>& image, const DepthImage& depth, const PhotoFog& fog, const Stream& stream) {
  if (fog.beta_per_m <= 0 || image.empty()) return;
  check_sizes(image, depth);
  LinearRgb airlight;
  for (size_t c = 0; c < 3; ++c) airlight[c] = light_of_level()[fog.airlight[c]];
  BlendTable table([&](int strength) {
    const float fogged = float(strength) / 255, kept = 1 - fogged;
    return BlendTable::Term{{kept, kept, kept},
                            {airlight[0] * fogged, airlight[1] * fogged, airlight[2] * fogged}};
  });
  Image<float> patches;
  if (fog.patchiness > 0)
    patches = broad_noise(image.width_px(), image.height_px(), image.width_px() / 3.0, 4, 0.5, stream);
  const auto beta = float(fog.beta_per_m), patchiness = float(1.5 * fog.patchiness);
  const auto strength = [](float path) { return nearest_level(1 - std::exp(-path)); };
  if (patches.empty()) {
    for (size_t i = 0, end = 0; i < image.size(); i = end) {  // rows of one depth, and all of the sky
      end = i + 1;
      while (end < image.size() && depth[end] == depth[i]) ++end;
      table.apply(image.data() + i, end - i, strength(depth[i] * beta));
    }
    return;
  }
  for (size_t i = 0; i < image.size(); ++i) {
    const float path = depth[i] * beta * std::max(0.0f, 1 + patchiness * patches[i]);
    image[i] = table(image[i], strength(path));
  }
}

void add_rain(Image<Rgb8>& image, const DepthImage& depth, const Rain& rain, const Stream& stream) {
  if (rain.rate_mm_per_h <= 0 || image.empty()) return;
  check_sizes(image, depth);
  const LinearRgb above = light_from_above(image);
  add_fog(image, depth,
          {.beta_per_m = 0.312 * std::pow(rain.rate_mm_per_h, 0.67) / 1000, .airlight = encoded(above)},
          stream);
  constexpr double smallest_mm = 0.8, n0_per_m3_mm = 8000, largest_mm = 6;
  const double slope = 4.1 * std::pow(rain.rate_mm_per_h, -0.21);
  const double per_m3 = n0_per_m3_mm / slope * std::exp(-slope * smallest_mm);
  const double until_m = 2.5e-3 * rain.focal_px;  // farther, a drop is less than half a pixel wide
  const float nearest_m = *std::min_element(depth.begin(), depth.end());
  Image<float> cover(image.width_px(), image.height_px());
  scatter(image, rain.focal_px, per_m3, 0.4, std::max(until_m, 1.0), stream.child("drops"),
          [&](double z, double x, double y, uint64_t bits) {
            const double size_mm = std::min(smallest_mm - std::log(1 - unit(bits)) / slope, largest_mm);
            const double speed_mps = 9.65 - 10.3 * std::exp(-0.6 * size_mm);
            const double px_per_m = rain.focal_px / z, width_px = size_mm / 1000 * px_per_m;
            const double way_px = speed_mps * rain.exposure_s * px_per_m;
            const double rim_px = std::max(0.5, 0.5 * width_px);
            // A drop covers a point of its way for this part of the exposure, and a pixel by its width.
            const double opacity =
                std::min(1.0, size_mm / 1000 / (speed_mps * rain.exposure_s)) * std::min(1.0, width_px);
            draw_streak(
                cover, depth, nearest_m,
                {x, y, rain.wind_mps / speed_mps * way_px, way_px, width_px / 2, rim_px, opacity, float(z)});
          });
  // A drop shows the sky and lamps around, brighter than their mean; and what is seen of rain are its gusts.
  constexpr float gusts = 5;
  lay_over(image, cover, scaled(above, std::max(1.6f, 0.45f / std::max(above[1], 0.01f))), gusts);
}

void add_snow(Image<Rgb8>& image, const DepthImage& depth, const Snow& snow, const Stream& stream) {
  if (snow.flakes_per_m3 <= 0 || image.empty()) return;
  check_sizes(image, depth);
  const LinearRgb above = light_from_above(image);
  const float mean = (above[0] + above[1] + above[2]) / 3;
  add_fog(image, depth,
          {.beta_per_m = 6e-5 * snow.flakes_per_m3, .airlight = encoded(scaled({mean, mean, mean}, 1.1f))},
          stream);
  Image<float> cover(image.width_px(), image.height_px());
  const double until_m = 6e-3 * snow.focal_px;  // farther, they are finer than the veil shows
  scatter(
      image, snow.focal_px, snow.flakes_per_m3, 0.5, std::max(until_m, 1.0), stream.child("flakes"),
      [&](double z, double x, double y, uint64_t bits) {
        const double size_mm = 2 + 8 * std::pow(unit(bits), 2);
        const double swing = 2 * pi * double(bits & 0xFFFF) / 65536;
        const double fall_mps = 1 + 0.3 * std::sin(swing), drift_mps = snow.wind_mps + 0.5 * std::cos(swing);
        const double px_per_m = snow.focal_px / z, radius_px = size_mm / 2000 * px_per_m;
        const double defocus_px = 0.0015 * px_per_m;  // an iris of 3 mm, focused far away
        const double dx = drift_mps * snow.exposure_s * px_per_m, dy = fall_mps * snow.exposure_s * px_per_m;
        const double soft_px = std::max(0.5, defocus_px);
        const double seen = radius_px + soft_px / 2;
        const double smeared = pi * seen * seen + 2 * seen * std::hypot(dx, dy);
        const double opacity = std::min(0.95, 3 * pi * radius_px * radius_px / smeared);
        draw(cover, depth,
             {x, y, dx, dy, std::max(0.0, radius_px - soft_px / 2), soft_px, opacity, float(z)});
      });
  lay_over(image, cover, scaled({mean, mean, mean}, std::max(0.75f / std::max(mean, 0.02f), 1.3f)));
}

}  // namespace understudy
