// SPDX-License-Identifier: Apache-2.0
#include "pipeline/insert/photo_camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/field_of_view.h"

namespace understudy {
namespace {

constexpr double degrees_per_rad = 180 / std::numbers::pi;

double fov_deg(double side_px, double focal_px) {
  return 2 * std::atan(side_px / 2 / focal_px) * degrees_per_rad;
}

}  // namespace

double horizontal_fov_deg(int width_px, int height_px, double longer_fov_deg) {
  return fov_deg(width_px, focal_length_px(std::max(width_px, height_px), longer_fov_deg));
}

double horizontal_fov_of_film(int width_px, int height_px, double focal_35mm) {
  const double film_diagonal_mm = std::hypot(36, 24);
  return fov_deg(width_px, focal_35mm / film_diagonal_mm * std::hypot(width_px, height_px));
}

Camera photo_camera(int width_px, int height_px, double horizontal_fov_deg, double horizon_px,
                    double camera_height_m) {
  const double focal_px = focal_length_px(width_px, horizontal_fov_deg);
  const double down = (height_px / 2.0 - horizon_px) / focal_px;  // tangent of the tilt
  const glm::dvec3 eye(0, 0, camera_height_m);
  return look_at(eye, eye + glm::dvec3(1, 0, -down), width_px, height_px, horizontal_fov_deg);
}

std::optional<glm::dvec2> ground_at(const Camera& camera, double x_px, double y_px) {
  const std::optional<Ray> ray = camera.ray(x_px, y_px);
  if (!ray || ray->direction.z > -1e-6) return std::nullopt;
  const glm::dvec3 at = ray->origin - ray->direction * (ray->origin.z / ray->direction.z);
  return glm::dvec2(at);
}

Camera cropped(Camera camera, int x, int y, int width_px, int height_px, int scale) {
  camera.width_px = width_px * scale;
  camera.height_px = height_px * scale;
  camera.cx = (camera.cx - x) * scale;
  camera.cy = (camera.cy - y) * scale;
  camera.fx *= scale;
  camera.fy *= scale;
  return camera;
}

}  // namespace understudy
