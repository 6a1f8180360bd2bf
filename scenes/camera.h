// SPDX-License-Identifier: Apache-2.0
// Cameras, in double precision: the definition that renderer/shaders/camera.glsl mirrors.
// OpenCV's conventions: x right, y down, z forward; distortion equations of cv::projectPoints and
// cv::fisheye. Principal point and pixels in edge coordinates: pixel (i, j) has its centre at (i + 0.5, j +
// 0.5). OpenCV itself counts from the centre of the first pixel: its cx is ours minus 0.5. Sources: D. C.
// Brown, "Close-range camera calibration", 1971; J. Kannala and S. Brandt, "A generic camera model and
// calibration method for conventional, wide-angle, and fish-eye lenses", PAMI 2006.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include <glm/glm.hpp>

#include "scenes/instance.h"

namespace understudy {

enum class LensModel : uint32_t {
  pinhole = 0,
  brown_conrady = 1,   ///< distortion = k1 k2 p1 p2 k3
  kannala_brandt = 2,  ///< distortion = k1 k2 k3 k4: r = f * (theta + k1 theta^3 + ... + k4 theta^9)
  orthographic = 3,    ///< fx, fy in pixels per metre; for tests and survey views
};

std::string_view lens_model_name(LensModel model);

struct Ray {
  glm::dvec3 origin;
  glm::dvec3 direction;  ///< unit
};

struct Camera {
  LensModel model = LensModel::pinhole;
  int width_px = 640, height_px = 480;
  double fx = 500, fy = 500, cx = 320, cy = 240;  ///< px
  std::array<double, 5> distortion{};
  glm::dmat3 world_from_camera{
      1};  ///< rotation; columns are the camera's right, down and forward in the world
  glm::dvec3 position_m{0};
  Motion motion;                 ///< of the camera while the shutter is open
  double shutter_s = 0;          ///< exposure time; 0: no motion blur
  double aperture_radius_m = 0;  ///< thin lens; 0: all in focus
  double focus_distance_m = 10;  ///< plane in focus, along z

  /// Direction in camera space through a point of the image plane, px (orthographic: {x, y, 0} offset and {0,
  /// 0, 1}). Empty where the lens model cannot see: beyond the radius at which its distortion stops growing.
  std::optional<glm::dvec3> direction(double x_px, double y_px) const;

  /// World ray through (x_px, y_px) and the lens centre at mid-shutter: what labels are made of.
  std::optional<Ray> ray(double x_px, double y_px) const;

  /// Where a point of the world appears, px; empty behind the camera or where the lens cannot see.
  std::optional<glm::dvec2> project(const glm::dvec3& world_m) const;

  /// Largest angle from the axis that the distortion maps one to one, rad; pinhole: pi/2.
  double max_angle_rad() const;
};

/// A camera that stands at `eye` and looks at `target`, z up in the world, with this horizontal field of
/// view.
Camera look_at(glm::dvec3 eye, glm::dvec3 target, int width_px, int height_px, double horizontal_fov_deg);

}  // namespace understudy
