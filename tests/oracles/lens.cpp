// SPDX-License-Identifier: Apache-2.0
#include "tests/oracles/lens.h"

#include <cmath>
#include <functional>
#include <numbers>

namespace understudy::oracle {
namespace {

/// Brown-Conrady's radial terms: undistorted to distorted radius.
double stretched_radius(const std::array<double, 5>& k, double r) {
  return r + k[0] * std::pow(r, 3) + k[1] * std::pow(r, 5) + k[4] * std::pow(r, 7);
}

/// Kannala-Brandt: angle to distorted radius.
double fisheye_radius(const std::array<double, 5>& k, double angle) {
  return angle + k[0] * std::pow(angle, 3) + k[1] * std::pow(angle, 5) + k[2] * std::pow(angle, 7) +
         k[3] * std::pow(angle, 9);
}

/// First x in [0, limit] at which `f` stops growing, by a march of small steps and golden refinement of the
/// last.
double end_of_growth(const std::function<double(double)>& f, double limit) {
  constexpr int steps = 20000;
  const double step = limit / steps;
  for (int i = 1; i < steps; ++i) {
    if (f((i + 1) * step) > f(i * step)) continue;
    double low = (i - 1) * step, high = (i + 1) * step;
    for (int third = 0; third < 200; ++third) {
      const double a = low + (high - low) / 3, b = high - (high - low) / 3;
      (f(a) < f(b) ? low : high) = f(a) < f(b) ? a : b;
    }
    return (low + high) / 2;
  }
  return limit;
}

/// x in [0, limit] with f(x) = target, for a function that grows there; empty beyond.
std::optional<double> invert_growing(const std::function<double(double)>& f, double limit, double target) {
  if (target > f(limit)) return std::nullopt;
  double low = 0, high = limit;
  for (int halving = 0; halving < 80; ++halving) {
    const double middle = (low + high) / 2;
    (f(middle) < target ? low : high) = middle;
  }
  return (low + high) / 2;
}

glm::dvec2 distort(const std::array<double, 5>& k, const glm::dvec2& p, double tangential) {
  const double r = glm::length(p);
  const double radial = r > 0 ? stretched_radius(k, r) / r : 1;
  const double p1 = k[2] * tangential, p2 = k[3] * tangential;
  return {p.x * radial + 2 * p1 * p.x * p.y + p2 * (r * r + 2 * p.x * p.x),
          p.y * radial + p1 * (r * r + 2 * p.y * p.y) + 2 * p2 * p.x * p.y};
}

/// One Newton step towards distort(p) = target, the Jacobian by central differences.
glm::dvec2 newton_step(const std::array<double, 5>& k, const glm::dvec2& p, double tangential,
                       const glm::dvec2& target) {
  constexpr double h = 1e-6;
  const glm::dvec2 x_step(h, 0), y_step(0, h);
  const glm::dvec2 dx = (distort(k, p + x_step, tangential) - distort(k, p - x_step, tangential)) / (2 * h);
  const glm::dvec2 dy = (distort(k, p + y_step, tangential) - distort(k, p - y_step, tangential)) / (2 * h);
  const glm::dvec2 miss = target - distort(k, p, tangential);
  const double determinant = dx.x * dy.y - dy.x * dx.y;
  return p + glm::dvec2(miss.x * dy.y - miss.y * dy.x, dx.x * miss.y - dx.y * miss.x) / determinant;
}

}  // namespace

Lens::Lens(const Camera& camera) : camera_(camera) {
  const auto& k = camera.distortion;
  if (camera.model == LensModel::brown_conrady) {
    widest_ = end_of_growth([&](double r) { return stretched_radius(k, r); }, 20);
  }
  if (camera.model == LensModel::kannala_brandt) {
    widest_ = end_of_growth([&](double angle) { return fisheye_radius(k, angle); }, std::numbers::pi);
  }
}

std::optional<glm::dvec3> Lens::brown_conrady(const glm::dvec2& distorted) const {
  const auto& k = camera_.distortion;
  const double length = glm::length(distorted);
  const auto r = invert_growing([&](double x) { return stretched_radius(k, x); }, widest_, length);
  if (!r) return std::nullopt;
  glm::dvec2 p = length > 0 ? distorted * (*r / length) : distorted;
  if (k[2] != 0 || k[3] != 0) {
    constexpr int stages = 8;
    for (int stage = 1; stage <= stages; ++stage) {
      const int steps = stage == stages ? 8 : 2;
      for (int i = 0; i < steps; ++i) p = newton_step(k, p, double(stage) / stages, distorted);
    }
    if (!(glm::length(p) <= widest_)) return std::nullopt;
  }
  return glm::normalize(glm::dvec3(p, 1));
}

std::optional<glm::dvec3> Lens::kannala_brandt(const glm::dvec2& distorted) const {
  const double length = glm::length(distorted);
  if (length == 0) return glm::dvec3(0, 0, 1);
  const auto radius = [&](double angle) { return fisheye_radius(camera_.distortion, angle); };
  const auto angle = invert_growing(radius, widest_, length);
  if (!angle) return std::nullopt;
  return glm::dvec3(distorted * (std::sin(*angle) / length), std::cos(*angle));
}

std::optional<CentreRay> Lens::ray(double x_px, double y_px) const {
  const glm::dvec2 plane((x_px - camera_.cx) / camera_.fx, (y_px - camera_.cy) / camera_.fy);
  const glm::dmat3& axes = camera_.world_from_camera;
  std::optional<glm::dvec3> direction;
  switch (camera_.model) {
    case LensModel::pinhole:
      direction = glm::normalize(glm::dvec3(plane, 1));
      break;
    case LensModel::brown_conrady:
      direction = brown_conrady(plane);
      break;
    case LensModel::kannala_brandt:
      direction = kannala_brandt(plane);
      break;
    case LensModel::orthographic:
      return CentreRay{axes[0] * plane.x + axes[1] * plane.y, axes[2]};
  }
  if (!direction) return std::nullopt;
  return CentreRay{glm::dvec3(0), axes * *direction};
}

}  // namespace understudy::oracle
