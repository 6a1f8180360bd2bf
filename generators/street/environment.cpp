// SPDX-License-Identifier: Apache-2.0
#include "generators/street/environment.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <mutex>
#include <vector>

#include <fmt/format.h>
#include <glm/gtc/constants.hpp>

#include "base/files.h"
#include "base/image_io.h"
#include "base/luminance.h"
#include "base/random.h"

namespace understudy {
namespace {

constexpr int most_width_px = 2048;
constexpr double tau = 2 * glm::pi<double>();

glm::dvec3 vector_of(const LinearRgb& c) { return {c[0], c[1], c[2]}; }

/// Means of blocks of whole pixels, as even as they can be.
Image<LinearRgb> averaged(const Image<LinearRgb>& map) {
  if (map.width_px() <= most_width_px) return map;
  const int width = most_width_px,
            height = std::max(1, int(int64_t(map.height_px()) * width / map.width_px()));
  Image<LinearRgb> result(width, height);
  const auto border = [](int i, int from, int to) { return int(int64_t(i) * from / to); };
  for (int y = 0; y < height; ++y) {
    const int top = border(y, map.height_px(), height), bottom = border(y + 1, map.height_px(), height);
    for (int x = 0; x < width; ++x) {
      const int left = border(x, map.width_px(), width), right = border(x + 1, map.width_px(), width);
      glm::dvec3 sum(0);
      for (int v = top; v < bottom; ++v)
        for (int u = left; u < right; ++u) sum += vector_of(map(u, v));
      sum /= double(bottom - top) * (right - left);
      result(x, y) = {float(sum.x), float(sum.y), float(sum.z)};
    }
  }
  return result;
}

/// Directions and solid angles of a map's pixels; see Sky::hdri.
struct Grid {
  int width, height;
  glm::dvec3 direction(int x, int y) const {
    const double azimuth = tau * (0.5 - (x + 0.5) / width), from_zenith = tau / 2 * (y + 0.5) / height;
    return {std::sin(from_zenith) * std::cos(azimuth), std::sin(from_zenith) * std::sin(azimuth),
            std::cos(from_zenith)};
  }
  double solid_angle(int y) const {
    return std::sin(tau / 2 * (y + 0.5) / height) * (tau / width) * (tau / 2 / height);
  }
};

double illuminance_of(const Image<LinearRgb>& map, const Grid& grid) {
  double sum = 0;
  for (int y = 0; y < grid.height / 2; ++y)
    for (int x = 0; x < grid.width; ++x)
      sum += luminance(map(x, y)) * grid.direction(x, y).z * grid.solid_angle(y);
  return sum;
}

/// The brightest spot: the pixels within `sun_reach_deg` of its middle that outshine what surrounds it.
struct Spot {
  glm::dvec3 middle{0, 0, 1}, irradiance{0};
  std::vector<std::pair<int, int>> pixels;
  LinearRgb around{};
  double radius_deg = 0;
};

constexpr double sun_reach_deg = 5, surrounding_deg = 9, outshines = 8;

Spot brightest_spot(const Image<LinearRgb>& map, const Grid& grid) {
  Spot spot;
  double most = -1;
  for (int y = 0; y < grid.height / 2; ++y) {
    for (int x = 0; x < grid.width; ++x) {
      if (luminance(map(x, y)) <= most) continue;
      most = luminance(map(x, y));
      spot.middle = grid.direction(x, y);
    }
  }
  const double inner = std::cos(glm::radians(sun_reach_deg)), outer = std::cos(glm::radians(surrounding_deg));
  std::vector<std::pair<int, int>> inside;
  std::vector<std::pair<double, LinearRgb>> ring;
  for (int y = 0; y < grid.height; ++y) {
    for (int x = 0; x < grid.width; ++x) {
      const double cosine = glm::dot(grid.direction(x, y), spot.middle);
      if (cosine >= inner)
        inside.emplace_back(x, y);
      else if (cosine >= outer)
        ring.emplace_back(luminance(map(x, y)), map(x, y));
    }
  }
  if (ring.empty()) return spot;
  std::nth_element(ring.begin(), ring.begin() + std::ptrdiff_t(ring.size() / 2), ring.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  const auto& [level, color] = ring[ring.size() / 2];
  spot.around = color;
  double area = 0;
  glm::dvec3 towards(0);
  for (const auto& [x, y] : inside) {
    if (luminance(map(x, y)) < outshines * level) continue;
    spot.pixels.emplace_back(x, y);
    spot.irradiance += (vector_of(map(x, y)) - vector_of(color)) * grid.solid_angle(y);
    towards += luminance(map(x, y)) * grid.solid_angle(y) * grid.direction(x, y);
    area += grid.solid_angle(y);
  }
  if (area > 0) spot.middle = glm::normalize(towards);
  spot.radius_deg = glm::degrees(std::sqrt(area / (tau / 2)));
  return spot;
}

/// The maps that were read, by path.
class Environments {
 public:
  const Environment& get(const std::string& path) {
    const std::lock_guard lock(mutex_);
    const auto found = all_.find(path);
    if (found != all_.end()) return found->second;
    const std::string bytes = read_file(path);
    Environment environment = environment_of(decode_hdr(bytes, path));
    environment.content_hash = hash_digits(hash_string(bytes));
    return all_.emplace(path, std::move(environment)).first->second;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, Environment> all_;
};

/// Sun and sky of the scene are the map's, turned and scaled as drawn.
void light_by(const Environment& environment, const Draw& draw, Scene& scene) {
  const double wanted_klx = draw.number("sky.hdri_klx"), turn_deg = draw.number("sky.hdri_rotation_deg");
  const bool scales = wanted_klx > 0 && environment.illuminance > 0;
  const auto scale = float(scales ? wanted_klx / environment.illuminance : 1);
  scene.sky.kind = Sky::Kind::hdri;
  scene.sky.hdri = environment.map;
  scene.sky.hdri_rotation_deg = float(turn_deg);
  scene.sky.radiance = glm::vec3(scale * float(draw.number("sky.brightness")));
  const float c = std::cos(glm::radians(float(turn_deg))), s = std::sin(glm::radians(float(turn_deg)));
  const glm::vec3 d = environment.sun_direction;
  scene.sun.direction = {c * d.x - s * d.y, s * d.x + c * d.y, d.z};
  scene.sun.irradiance_klx = environment.sun_irradiance * (scale * float(draw.number("sky.sun_brightness")));
  scene.sun.angular_radius_deg = environment.sun_radius_deg;
}

Environments& environments() {
  static Environments all;
  return all;
}

}  // namespace

Environment environment_of(const Image<LinearRgb>& map) {
  constexpr double least_share = 0.05;  // of the ground's light that a sun has
  Image<LinearRgb> rest = averaged(map);
  const Grid grid{rest.width_px(), rest.height_px()};
  Environment environment;
  environment.illuminance = illuminance_of(rest, grid);
  const Spot spot = brightest_spot(rest, grid);
  if (luminance(spot.irradiance) * spot.middle.z > least_share * environment.illuminance) {
    environment.sun_direction = glm::vec3(spot.middle);
    environment.sun_irradiance = glm::vec3(spot.irradiance);
    // A map's pixels and its lens make suns wider than they are.
    environment.sun_radius_deg = float(std::clamp(spot.radius_deg, 0.27, 1.0));
    for (const auto& [x, y] : spot.pixels) rest(x, y) = spot.around;
  }
  environment.map = std::make_shared<const Image<LinearRgb>>(std::move(rest));
  return environment;
}

void read_environments(const ParameterSet& parameters) {
  parameters.check_names("sky.hdri", [](const std::string& path) { environments().get(path); });
}

void set_environment(const Draw& draw, Scene& scene) {
  const std::string path = draw.name("sky.hdri");
  if (path.empty()) return;
  const Environment& environment = environments().get(path);
  light_by(environment, draw, scene);
  // What the recipe drew for a computed sky is not what is seen.
  const bool has_sun = environment.sun_irradiance != glm::vec3(0);
  scene.provenance["sky.sun_elevation_deg"] =
      has_sun ? fmt::format("{:.2f}", glm::degrees(std::asin(scene.sun.direction.z))) : "none";
  scene.provenance["sky.hdri"] = std::filesystem::path(path).filename().string();
  scene.provenance["sky.hdri_hash"] = environment.content_hash;
  scene.provenance["sky.hdri_rotation_deg"] = fmt::format("{:.2f}", draw.number("sky.hdri_rotation_deg"));
  scene.provenance["sky.hdri_klx"] = fmt::format("{:.5f}", draw.number("sky.hdri_klx"));
}

}  // namespace understudy
