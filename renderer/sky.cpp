// SPDX-License-Identifier: Apache-2.0
#include "renderer/sky.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/luminance.h"

namespace understudy {
namespace {

constexpr float pi = std::numbers::pi_v<float>;
constexpr int analytic_width = 512, analytic_height = 256;
constexpr int map_width_limit = 128, map_height_limit = 64;

glm::vec3 linear_from_xyy(float x, float y, float luminance_y) {
  const float X = luminance_y * x / y, Z = luminance_y * (1 - x - y) / y, Y = luminance_y;
  return {3.2406f * X - 1.5372f * Y - 0.4986f * Z, -0.9689f * X + 1.8758f * Y + 0.0415f * Z,
          0.0557f * X - 0.2040f * Y + 1.0570f * Z};
}

/// The five coefficients of Perez' distribution, linear in turbidity (Preetham's appendix A.2).
struct Perez {
  float a, b, c, d, e;
  float at(float cos_theta, float gamma, float cos_gamma) const {
    return (1 + a * std::exp(b / cos_theta)) * (1 + c * std::exp(d * gamma) + e * cos_gamma * cos_gamma);
  }
};

struct ClearSky {
  Perez luminance, x, y;
  glm::vec3 zenith;  ///< Y in kcd/m^2, x, y, each divided by the distribution towards the zenith
  glm::vec3 sun;
  float dimming = 1;

  ClearSky(glm::vec3 sun_direction, float turbidity) : sun(sun_direction) {
    const float t = std::clamp(turbidity, 1.9f, 8.f);
    constexpr float lowest_rad = 2 * pi / 180;
    const float elevation = std::asin(std::clamp(sun.z, -1.f, 1.f));
    // Civil twilight loses about a factor e in luminance with each 1.5 degrees of depression.
    if (elevation < lowest_rad) {
      dimming = std::exp((elevation - lowest_rad) / (1.5f * pi / 180));
      const float flat = std::sqrt(std::max(1e-8f, sun.x * sun.x + sun.y * sun.y));
      sun = {sun.x / flat * std::cos(lowest_rad), sun.y / flat * std::cos(lowest_rad), std::sin(lowest_rad)};
    }
    const float theta = std::acos(std::clamp(sun.z, 0.f, 1.f));
    luminance = {0.1787f * t - 1.4630f, -0.3554f * t + 0.4275f, -0.0227f * t + 5.3251f, 0.1206f * t - 2.5771f,
                 -0.0670f * t + 0.3703f};
    x = {-0.0193f * t - 0.2592f, -0.0665f * t + 0.0008f, -0.0004f * t + 0.2125f, -0.0641f * t - 0.8989f,
         -0.0033f * t + 0.0452f};
    y = {-0.0167f * t - 0.2608f, -0.0950f * t + 0.0092f, -0.0079f * t + 0.2102f, -0.0441f * t - 1.6537f,
         -0.0109f * t + 0.0529f};
    const float chi = (4.f / 9 - t / 120) * (pi - 2 * theta);
    const glm::vec3 powers{theta * theta * theta, theta * theta, theta};
    const float zenith_y = (4.0453f * t - 4.9710f) * std::tan(chi) - 0.2155f * t + 2.4192f;
    const float zenith_cx = t * t * glm::dot(powers, {0.00166f, -0.00375f, 0.00209f}) +
                            t * (glm::dot(powers, {-0.02903f, 0.06377f, -0.03202f}) + 0.00394f) +
                            glm::dot(powers, {0.11693f, -0.21196f, 0.06052f}) + 0.25886f;
    const float zenith_cy = t * t * glm::dot(powers, {0.00275f, -0.00610f, 0.00317f}) +
                            t * (glm::dot(powers, {-0.04214f, 0.08970f, -0.04153f}) + 0.00516f) +
                            glm::dot(powers, {0.15346f, -0.26756f, 0.06670f}) + 0.26688f;
    const float cos_theta = std::cos(theta);
    zenith = {std::max(zenith_y, 0.05f) / luminance.at(1, theta, cos_theta),
              zenith_cx / x.at(1, theta, cos_theta), zenith_cy / y.at(1, theta, cos_theta)};
  }

  glm::vec3 radiance(glm::vec3 direction) const {
    const float cos_theta = std::max(direction.z, 0.02f);
    const float cos_gamma = std::clamp(glm::dot(direction, sun), -1.f, 1.f);
    // Within 4 degrees of the sun the model's glow rises without measure; the disc itself is a light of its
    // own.
    const float gamma = std::max(std::acos(cos_gamma), 4 * pi / 180);
    const float value = zenith.x * luminance.at(cos_theta, gamma, cos_gamma);
    const float chroma_x = zenith.y * x.at(cos_theta, gamma, cos_gamma);
    const float chroma_y = zenith.z * y.at(cos_theta, gamma, cos_gamma);
    return dimming * glm::max(linear_from_xyy(chroma_x, chroma_y, value), glm::vec3(0));
  }
};

uint32_t hash_cell(int x, int y, uint32_t seed) {
  uint32_t h = uint32_t(x) * 0x9E3779B1u ^ uint32_t(y) * 0x85EBCA77u ^ seed;
  h = (h ^ (h >> 15)) * 0x2C1B3C6Du;
  h = (h ^ (h >> 12)) * 0x297A2D39u;
  return h ^ (h >> 15);
}

float value_noise(glm::vec2 p, uint32_t seed) {
  const glm::vec2 cell = glm::floor(p), f = p - cell, s = f * f * (3.f - 2.f * f);
  const auto corner = [&](int dx, int dy) {
    return float(hash_cell(int(cell.x) + dx, int(cell.y) + dy, seed) >> 8) / float(1 << 24);
  };
  return glm::mix(glm::mix(corner(0, 0), corner(1, 0), s.x), glm::mix(corner(0, 1), corner(1, 1), s.x), s.y);
}

/// How much of the sky is cloud in this direction: a flat layer of fractal noise, seen in perspective.
float cloud_cover(glm::vec3 direction, float cloudiness, uint32_t seed) {
  if (cloudiness <= 0) return 0;
  if (cloudiness >= 1) return 1;
  glm::vec2 p = 1.6f * glm::vec2(direction) / (direction.z + 0.12f);
  float sum = 0, weight = 0.5f;
  for (int octave = 0; octave < 5; ++octave, weight *= 0.5f, p = 2.03f * p + 17.f) {
    sum += weight * value_noise(p, seed + uint32_t(octave));
  }
  const float threshold = 0.72f - 0.56f * cloudiness;
  const float sharp = std::clamp((sum - threshold) / 0.18f, 0.f, 1.f);
  const float detail = sharp * sharp * (3 - 2 * sharp);
  // A veil as well: clouds at the horizon merge, and the mean cover follows the parameter.
  return glm::mix(detail, cloudiness, 0.35f);
}

glm::vec3 texel_direction(int x, int y, int width, int height) {
  const float theta = pi * (float(y) + 0.5f) / float(height);
  const float phi = 2 * pi * (0.5f - (float(x) + 0.5f) / float(width));
  return {std::sin(theta) * std::cos(phi), std::sin(theta) * std::sin(phi), std::cos(theta)};
}

void fill_analytic(SkyTable& table, const Sky& sky, const Sun& sun, const Key& key) {
  table.width = analytic_width, table.height = analytic_height;
  table.radiance.resize(size_t(table.width) * table.height);
  const ClearSky clear(sun.direction, sky.turbidity);
  const float cloudiness = std::clamp(sky.cloudiness, 0.f, 1.f);
  const uint32_t seed = uint32_t(hash_bytes(&key, sizeof key));
  glm::vec3 irradiance(0);
  for (int y = 0; y < table.height / 2; ++y) {
    const float theta = pi * (float(y) + 0.5f) / float(table.height);
    const float solid_angle = 2 * pi * pi / float(table.width * table.height) * std::sin(theta);
    for (int x = 0; x < table.width; ++x) {
      const glm::vec3 direction = texel_direction(x, y, table.width, table.height);
      glm::vec3 radiance = cloudiness < 1 ? clear.radiance(direction) : glm::vec3(0);
      if (cloudiness > 0) {
        const float cover = cloud_cover(direction, cloudiness, seed);
        const glm::vec3 overcast = overcast_sky_radiance(direction, sun.direction);
        // Broken clouds are lit by the sun from the side and are brighter than a closed layer.
        radiance = glm::mix(radiance, overcast * glm::mix(1.8f, 1.f, cloudiness), cover);
      }
      table.radiance[size_t(y) * table.width + x] = radiance * sky.radiance;
      irradiance += radiance * sky.radiance * (solid_angle * direction.z);
    }
  }
  irradiance += sun.irradiance_klx * std::max(sun.direction.z, 0.f);
  const glm::vec3 ground = sky.ground_albedo * irradiance / pi;
  std::fill(table.radiance.begin() + ptrdiff_t(table.radiance.size() / 2), table.radiance.end(), ground);
}

/// The environment turned by whole texels' fractions: rotation is a shift of columns, done here once and not
/// per look-up.
void fill_hdri(SkyTable& table, const Sky& sky) {
  const Image<LinearRgb>& image = *sky.hdri;
  table.width = image.width_px(), table.height = image.height_px();
  table.radiance.resize(image.size());
  const float shift = -sky.hdri_rotation_deg / 360 * float(table.width);
  const float whole = std::floor(shift), fraction = shift - whole;
  for (int y = 0; y < table.height; ++y) {
    for (int x = 0; x < table.width; ++x) {
      const auto texel = [&](int column) {
        const int wrapped = ((column % table.width) + table.width) % table.width;
        const LinearRgb& c = image(wrapped, y);
        return glm::vec3(c[0], c[1], c[2]);
      };
      const int column = x - int(whole);
      table.radiance[size_t(y) * table.width + x] =
          sky.radiance * glm::mix(texel(column), texel(column - 1), fraction);
    }
  }
}

/// Luminance times solid angle per cell, each cell raised to the largest of its neighbourhood's mean, so that
/// no bilinear value is far above the density with which it is drawn.
std::vector<float> importance(const SkyTable& table, int width, int height) {
  std::vector<float> mean(size_t(width) * height, 0), count(mean.size(), 0);
  for (int y = 0; y < table.height; ++y) {
    for (int x = 0; x < table.width; ++x) {
      const size_t cell = size_t(y * height / table.height) * width + size_t(x) * width / table.width;
      mean[cell] += luminance(table.radiance[size_t(y) * table.width + x]);
      count[cell] += 1;
    }
  }
  for (size_t i = 0; i < mean.size(); ++i) mean[i] /= std::max(count[i], 1.f);
  std::vector<float> weights(mean.size());
  double total = 0;
  for (int y = 0; y < height; ++y) {
    const float sine = std::sin(pi * (float(y) + 0.5f) / float(height));
    for (int x = 0; x < width; ++x) {
      float value = mean[size_t(y) * width + x];
      for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
          const int row = std::clamp(y + dy, 0, height - 1), column = (x + dx + width) % width;
          value = std::max(value, 0.5f * mean[size_t(row) * width + column]);
        }
      }
      weights[size_t(y) * width + x] = value * sine;
      total += weights[size_t(y) * width + x];
    }
  }
  for (int y = 0; y < height; ++y) {
    const float sine = std::sin(pi * (float(y) + 0.5f) / float(height));
    for (int x = 0; x < width; ++x) {
      // A tenth is spread evenly: a dark cell beside a bright one can still be drawn.
      weights[size_t(y) * width + x] += float(0.1 * total) * sine / float(width * height);
      if (total <= 0) weights[size_t(y) * width + x] = sine;
    }
  }
  return weights;
}

}  // namespace

glm::vec3 clear_sky_radiance(glm::vec3 direction, glm::vec3 sun_direction, float turbidity) {
  return ClearSky(sun_direction, turbidity).radiance(direction);
}

glm::vec3 overcast_sky_radiance(glm::vec3 direction, glm::vec3 sun_direction) {
  const float sun_sine = std::max(sun_direction.z, 0.f);
  const float twilight = sun_direction.z < 0 ? std::exp(sun_direction.z / 0.026f) : 1.f;
  const float zenith = 9 / (7 * pi) * (0.3f + 21 * sun_sine) * twilight;
  return glm::vec3(0.97f, 1.f, 1.06f) * zenith * (1 + 2 * std::max(direction.z, 0.f)) / 3.f;
}

SkyTable build_sky(const Sky& sky, const Sun& sun, const Key& key) {
  SkyTable table;
  if (sky.kind == Sky::Kind::analytic) {
    fill_analytic(table, sky, sun, key);
  } else if (sky.kind == Sky::Kind::hdri) {
    CHECK(sky.hdri && !sky.hdri->empty(), "a sky of kind hdri needs an image");
    fill_hdri(table, sky);
  } else {
    table.width = 2, table.height = 2;
    table.radiance.assign(4, sky.radiance);
  }
  table.map_width = std::min(table.width, map_width_limit);
  table.map_height = std::min(table.height, map_height_limit);
  table.map = build_alias_table(importance(table, table.map_width, table.map_height));
  // A diffuse surface samples a smooth sky well by itself; an environment may hide a sun in a few texels.
  table.sample_probability = sky.kind == Sky::Kind::hdri       ? 0.5f
                             : sky.kind == Sky::Kind::analytic ? 0.15f
                                                               : 0.f;

  double solid_angle = 0;
  glm::dvec3 sum(0), upper(0);
  for (int y = 0; y < table.height; ++y) {
    const double weight = std::sin(std::numbers::pi * (y + 0.5) / table.height);
    for (int x = 0; x < table.width; ++x) {
      const glm::dvec3 radiance(table.radiance[size_t(y) * table.width + x]);
      sum += weight * radiance;
      if (2 * y < table.height) upper += weight * radiance;
      solid_angle += weight;
    }
  }
  table.mean = glm::vec3(sum / solid_angle);
  table.mean_upper = glm::vec3(2.0 * upper / solid_angle);
  return table;
}

}  // namespace understudy
