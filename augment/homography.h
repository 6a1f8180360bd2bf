// SPDX-License-Identifier: Apache-2.0
// Straight lines to straight lines: every map of the plane that keeps polygons polygons.
#pragma once

#include <array>

#include "labels/ring.h"

namespace understudy {

/// Row by row; (x, y, 1) to (X, Y, W), in edge coordinates. W > 0 is in front of the horizon.
struct Homography {
  std::array<double, 9> m{1, 0, 0, 0, 1, 0, 0, 0, 1};

  bool operator==(const Homography&) const = default;
  bool is_affine() const { return m[6] == 0 && m[7] == 0 && m[8] == 1; }
  double depth(Point p) const { return m[6] * p.x + m[7] * p.y + m[8]; }
  Point apply(Point p) const {
    const double w = depth(p);
    return {(m[0] * p.x + m[1] * p.y + m[2]) / w, (m[3] * p.x + m[4] * p.y + m[5]) / w};
  }
  /// The determinant must not be 0.
  Homography inverse() const;
};

/// First `first`, then `second`.
Homography composed(const Homography& first, const Homography& second);

Homography translation(double x, double y);
Homography scaling(double x, double y);
/// Clockwise on the screen, where y points down.
Homography rotation(double angle_deg);
/// x + y tan(a), y + x tan(b).
Homography shear(double x_deg, double y_deg);
/// Takes the corners (0, 0), (width, 0), (width, height), (0, height) to these four, which must be a convex
/// quadrilateral in this order.
Homography to_quadrilateral(double width, double height, const std::array<Point, 4>& corners);

}  // namespace understudy
