// SPDX-License-Identifier: Apache-2.0
// The judge's own camera: pixel to ray in double precision, by other methods than scenes/camera.cpp and
// camera.glsl. Radial terms are inverted by bisection on the stretch where they grow, tangential terms by
// continuation from there.
#pragma once

#include <optional>

#include "scenes/camera.h"

namespace understudy::oracle {

/// Ray relative to the camera's position: world axes, origin 0 (orthographic: a point of the plane through
/// the camera).
struct CentreRay {
  glm::dvec3 origin;
  glm::dvec3 direction;  ///< unit
};

/// One camera's lens. Holds a reference to the camera.
class Lens {
 public:
  explicit Lens(const Camera& camera);

  /// Empty where the lens cannot see: beyond the radius (or angle) at which its radial terms stop growing.
  std::optional<CentreRay> ray(double x_px, double y_px) const;

 private:
  std::optional<glm::dvec3> brown_conrady(const glm::dvec2& distorted) const;
  std::optional<glm::dvec3> kannala_brandt(const glm::dvec2& distorted) const;

  const Camera& camera_;
  double widest_ = 0;  ///< undistorted radius (Brown-Conrady) or angle (Kannala-Brandt) at the end of growth
};

}  // namespace understudy::oracle
