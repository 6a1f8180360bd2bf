// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/viewpoint.h"

#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "base/field_of_view.h"

namespace understudy::inspection {
namespace {

/// Parallel rays are the same from anywhere before the subject.
double orthographic_distance_m(double radius_m) { return std::max(1.0, 3 * radius_m); }

/// Columns right, down, forward; `toward`: unit, from the subject to the camera. Straight down, x points
/// right.
glm::dmat3 orientation(const glm::dvec3& toward, double azimuth_rad, double roll_rad) {
  const glm::dvec3 forward = -toward;
  const glm::dvec3 level{-std::sin(azimuth_rad), std::cos(azimuth_rad), 0};
  const glm::dvec3 down = glm::normalize(glm::cross(forward, level));
  const glm::dvec3 right = glm::normalize(level * std::cos(roll_rad) - down * std::sin(roll_rad));
  return glm::dmat3(right, glm::cross(forward, right), forward);
}

}  // namespace

Camera plan_camera(const Draw& draw, const Subject& subject, int width_px, int height_px) {
  Camera camera;
  camera.width_px = width_px;
  camera.height_px = height_px;
  camera.cx = width_px / 2.0;
  camera.cy = height_px / 2.0;
  const double elevation = glm::radians(draw.number("camera.elevation_deg"));
  const double azimuth = glm::radians(draw.number("camera.azimuth_deg"));
  const glm::dvec3 toward{std::cos(elevation) * std::cos(azimuth), std::cos(elevation) * std::sin(azimuth),
                          std::sin(elevation)};
  camera.world_from_camera = orientation(toward, azimuth, glm::radians(draw.number("camera.roll_deg")));
  camera.fx = camera.fy = focal_length_px(width_px, draw.number("camera.fov_deg"));
  const double half_px = 0.5 * draw.number("camera.size_in_frame") * std::min(width_px, height_px);
  // A sphere of radius r at distance d is seen under the half angle asin(r / d).
  double distance = subject.radius_m / std::sin(std::atan(half_px / camera.fx));
  if (draw.boolean("camera.orthographic")) {
    camera.model = LensModel::orthographic;
    camera.fx = camera.fy = half_px / subject.radius_m;  // px per metre
    distance = orthographic_distance_m(subject.radius_m);
  }
  if (const double fixed = draw.number("camera.distance_m"); fixed > 0) distance = fixed;
  camera.position_m = subject.centre_m + distance * toward;
  camera.aperture_radius_m = draw.number("camera.aperture_radius_m");
  camera.focus_distance_m = distance * (1 + draw.number("camera.focus_error"));
  return camera;
}

}  // namespace understudy::inspection
