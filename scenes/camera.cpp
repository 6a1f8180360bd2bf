// SPDX-License-Identifier: Apache-2.0
// Lens models and their inverses. Sources in camera.h. Inversion: Newton's method, kept inside the interval
// in which the radial distortion grows, so that it finds the one root that a lens can mean.
#include "scenes/camera.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/error.h"
#include "base/field_of_view.h"

namespace understudy {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double evaluate(const std::vector<double>& coefficients, double x) {
  double sum = 0;
  for (size_t i = coefficients.size(); i-- > 0;) sum = sum * x + coefficients[i];
  return sum;
}

/// Sign changes of a polynomial in (0, limit), ascending: its derivative's roots cut it into monotone pieces.
std::vector<double> positive_roots(std::vector<double> coefficients, double limit) {
  while (!coefficients.empty() && coefficients.back() == 0) coefficients.pop_back();
  if (coefficients.size() < 2) return {};
  std::vector<double> derivative(coefficients.size() - 1);
  for (size_t i = 1; i < coefficients.size(); ++i) derivative[i - 1] = coefficients[i] * double(i);
  std::vector<double> cuts = positive_roots(derivative, limit);
  cuts.insert(cuts.begin(), 0.0);
  cuts.push_back(limit);
  std::vector<double> roots;
  for (size_t i = 0; i + 1 < cuts.size(); ++i) {
    double low = cuts[i], high = cuts[i + 1];
    const bool rising = evaluate(coefficients, high) > 0;
    if ((evaluate(coefficients, low) > 0) == rising) continue;
    for (int step = 0; step < 200 && low < high; ++step) {
      const double middle = 0.5 * (low + high);
      if (middle <= low || middle >= high) break;
      ((evaluate(coefficients, middle) > 0) == rising ? high : low) = middle;
    }
    roots.push_back(low);
  }
  return roots;
}

/// x (1 + c[0] x^2 + c[1] x^4 + ...) and its derivative.
struct OddPolynomial {
  std::array<double, 4> c{};
  double value(double x) const {
    const double s = x * x;
    return x * (1 + s * (c[0] + s * (c[1] + s * (c[2] + s * c[3]))));
  }
  double slope(double x) const {
    const double s = x * x;
    return 1 + s * (3 * c[0] + s * (5 * c[1] + s * (7 * c[2] + s * 9 * c[3])));
  }
  /// Where the slope first reaches zero, at most `limit`.
  double last_growing(double limit) const {
    if (*std::min_element(c.begin(), c.end()) >= 0) return limit;
    const double cap = std::min(limit, 1e4);
    const auto roots = positive_roots({1, 3 * c[0], 5 * c[1], 7 * c[2], 9 * c[3]}, cap * cap);
    return roots.empty() ? limit : std::min(limit, std::sqrt(roots.front()));
  }
  /// The x in [0, high] with value(x) = y; empty where there is none.
  std::optional<double> inverse(double y, double high) const {
    if (std::isfinite(high) && y > value(high)) return std::nullopt;
    double low = 0;
    double upper = std::isfinite(high) ? high : std::max(1.0, 2 * y);
    while (value(upper) < y) upper *= 2;
    double x = std::min(y, upper);
    for (int step = 0; step < 100; ++step) {
      const double error = value(x) - y;
      (error > 0 ? upper : low) = x;
      double next = x - error / slope(x);
      if (!(next >= low && next <= upper)) next = 0.5 * (low + upper);
      if (std::abs(next - x) <= 1e-16 * x) return next;
      x = next;
    }
    return x;
  }
};

OddPolynomial radial_polynomial(const Camera& camera) {
  const auto& k = camera.distortion;
  if (camera.model == LensModel::kannala_brandt) return {{k[0], k[1], k[2], k[3]}};
  return {{k[0], k[1], k[4], 0}};
}

/// Largest undistorted radius (Brown-Conrady, tan of the angle) or angle (Kannala-Brandt) that is seen.
double last_seen(const Camera& camera) {
  const double limit = camera.model == LensModel::kannala_brandt ? kPi : kInfinity;
  return radial_polynomial(camera).last_growing(limit);
}

glm::dvec2 brown_conrady_distort(const Camera& camera, const glm::dvec2& p) {
  const auto& k = camera.distortion;
  const double s = glm::dot(p, p);
  const double radial = 1 + s * (k[0] + s * (k[1] + s * k[4]));
  return {p.x * radial + 2 * k[2] * p.x * p.y + k[3] * (s + 2 * p.x * p.x),
          p.y * radial + k[2] * (s + 2 * p.y * p.y) + 2 * k[3] * p.x * p.y};
}

/// Jacobian of brown_conrady_distort; symmetric: {dx/dx, dx/dy = dy/dx, dy/dy}.
glm::dvec3 brown_conrady_jacobian(const Camera& camera, const glm::dvec2& p) {
  const auto& k = camera.distortion;
  const double s = glm::dot(p, p);
  const double radial = 1 + s * (k[0] + s * (k[1] + s * k[4]));
  const double slope = 2 * (k[0] + s * (2 * k[1] + s * 3 * k[4]));
  return {radial + slope * p.x * p.x + 2 * k[2] * p.y + 6 * k[3] * p.x,
          slope * p.x * p.y + 2 * k[2] * p.x + 2 * k[3] * p.y,
          radial + slope * p.y * p.y + 6 * k[2] * p.y + 2 * k[3] * p.x};
}

std::optional<glm::dvec2> brown_conrady_undistort(const Camera& camera, const glm::dvec2& target) {
  const double r_distorted = glm::length(target);
  const double limit = last_seen(camera);
  const OddPolynomial radial = radial_polynomial(camera);
  // Tangential distortion moves the edge of what is seen a little: start inside it and let Newton's method
  // decide.
  const double start = radial.inverse(r_distorted, limit).value_or(limit);
  glm::dvec2 p = r_distorted > 0 ? target * (start / r_distorted) : target;
  for (int step = 0; step < 30; ++step) {
    const glm::dvec2 error = brown_conrady_distort(camera, p) - target;
    const glm::dvec3 j = brown_conrady_jacobian(camera, p);
    const double determinant = j.x * j.z - j.y * j.y;
    if (!(determinant > 0)) break;
    const glm::dvec2 move((error.x * j.z - error.y * j.y) / determinant,
                          (error.y * j.x - error.x * j.y) / determinant);
    p -= move;
    if (glm::length(move) <= 1e-15 * (1 + glm::length(p))) break;
  }
  const double remaining = glm::length(brown_conrady_distort(camera, p) - target);
  if (!(remaining <= 1e-10 * (1 + r_distorted)) || !(glm::length(p) <= limit)) return std::nullopt;
  return p;
}

std::optional<glm::dvec3> kannala_brandt_direction(const Camera& camera, const glm::dvec2& target) {
  const double r = glm::length(target);
  if (r == 0) return glm::dvec3(0, 0, 1);
  const auto theta = radial_polynomial(camera).inverse(r, last_seen(camera));
  if (!theta) return std::nullopt;
  return glm::dvec3(target * (std::sin(*theta) / r), std::cos(*theta));
}

}  // namespace

std::string_view lens_model_name(LensModel model) {
  switch (model) {
    case LensModel::pinhole:
      return "pinhole";
    case LensModel::brown_conrady:
      return "brown_conrady";
    case LensModel::kannala_brandt:
      return "kannala_brandt";
    case LensModel::orthographic:
      return "orthographic";
  }
  CHECK(false, "unknown lens model");
}

std::optional<glm::dvec3> Camera::direction(double x_px, double y_px) const {
  const glm::dvec2 target((x_px - cx) / fx, (y_px - cy) / fy);
  switch (model) {
    case LensModel::pinhole:
      return glm::normalize(glm::dvec3(target, 1));
    case LensModel::brown_conrady: {
      const auto point = brown_conrady_undistort(*this, target);
      if (!point) return std::nullopt;
      return glm::normalize(glm::dvec3(*point, 1));
    }
    case LensModel::kannala_brandt:
      return kannala_brandt_direction(*this, target);
    case LensModel::orthographic:
      return glm::dvec3(0, 0, 1);
  }
  CHECK(false, "unknown lens model");
}

std::optional<Ray> Camera::ray(double x_px, double y_px) const {
  const auto in_camera = direction(x_px, y_px);
  if (!in_camera) return std::nullopt;
  glm::dvec3 origin = position_m;
  if (model == LensModel::orthographic)
    origin += world_from_camera * glm::dvec3((x_px - cx) / fx, (y_px - cy) / fy, 0);
  return Ray{origin, glm::normalize(world_from_camera * *in_camera)};
}

std::optional<glm::dvec2> Camera::project(const glm::dvec3& world_m) const {
  const glm::dvec3 p = glm::transpose(world_from_camera) * (world_m - position_m);
  const double r = std::hypot(p.x, p.y);
  glm::dvec2 image(0);
  if (model == LensModel::kannala_brandt) {
    const double theta = std::atan2(r, p.z);
    if (theta > last_seen(*this) || (r == 0 && p.z <= 0)) return std::nullopt;
    if (r > 0) image = glm::dvec2(p) * (radial_polynomial(*this).value(theta) / r);
  } else {
    if (p.z <= 0) return std::nullopt;
    image = model == LensModel::orthographic ? glm::dvec2(p) : glm::dvec2(p) / p.z;
    if (model == LensModel::brown_conrady) {
      if (r / p.z > last_seen(*this)) return std::nullopt;
      image = brown_conrady_distort(*this, image);
    }
  }
  return glm::dvec2(image.x * fx + cx, image.y * fy + cy);
}

double Camera::max_angle_rad() const {
  switch (model) {
    case LensModel::pinhole:
      return kPi / 2;
    case LensModel::brown_conrady:
      return std::atan(last_seen(*this));
    case LensModel::kannala_brandt:
      return last_seen(*this);
    case LensModel::orthographic:
      return 0;
  }
  CHECK(false, "unknown lens model");
}

Camera look_at(glm::dvec3 eye, glm::dvec3 target, int width_px, int height_px, double horizontal_fov_deg) {
  CHECK(eye != target, "a camera must look somewhere");
  Camera camera;
  camera.width_px = width_px;
  camera.height_px = height_px;
  camera.fx = camera.fy = focal_length_px(width_px, horizontal_fov_deg);
  camera.cx = width_px / 2.0;
  camera.cy = height_px / 2.0;
  camera.position_m = eye;
  const glm::dvec3 forward = glm::normalize(target - eye);
  glm::dvec3 right = glm::cross(forward, glm::dvec3(0, 0, 1));
  right = glm::length(right) > 1e-9 ? glm::normalize(right) : glm::dvec3(1, 0, 0);
  camera.world_from_camera = glm::dmat3(right, glm::cross(forward, right), forward);
  return camera;
}

}  // namespace understudy
