// SPDX-License-Identifier: Apache-2.0
#include "augment/homography.h"

#include <cmath>
#include <numbers>

#include "base/error.h"

namespace understudy {
namespace {

double radians(double deg) { return deg * std::numbers::pi / 180; }

}  // namespace

Homography Homography::inverse() const {
  const auto& a = m;
  Homography r{{a[4] * a[8] - a[5] * a[7], a[2] * a[7] - a[1] * a[8], a[1] * a[5] - a[2] * a[4],
                a[5] * a[6] - a[3] * a[8], a[0] * a[8] - a[2] * a[6], a[2] * a[3] - a[0] * a[5],
                a[3] * a[7] - a[4] * a[6], a[1] * a[6] - a[0] * a[7], a[0] * a[4] - a[1] * a[3]}};
  const double determinant = a[0] * r.m[0] + a[1] * r.m[3] + a[2] * r.m[6];
  CHECK(determinant != 0, "a map that flattens the plane");
  for (double& value : r.m) value /= determinant;
  return r;
}

Homography composed(const Homography& first, const Homography& second) {
  Homography r{{0, 0, 0, 0, 0, 0, 0, 0, 0}};
  for (size_t i = 0; i < 3; ++i) {
    for (size_t j = 0; j < 3; ++j) {
      for (size_t k = 0; k < 3; ++k) r.m[3 * i + j] += second.m[3 * i + k] * first.m[3 * k + j];
    }
  }
  return r;
}

Homography translation(double x, double y) { return {{1, 0, x, 0, 1, y, 0, 0, 1}}; }
Homography scaling(double x, double y) { return {{x, 0, 0, 0, y, 0, 0, 0, 1}}; }

Homography rotation(double angle_deg) {
  const double c = std::cos(radians(angle_deg)), s = std::sin(radians(angle_deg));
  return {{c, -s, 0, s, c, 0, 0, 0, 1}};
}

Homography shear(double x_deg, double y_deg) {
  return {{1, std::tan(radians(x_deg)), 0, std::tan(radians(y_deg)), 1, 0, 0, 0, 1}};
}

// P. Heckbert, "Fundamentals of texture mapping and image warping", 1989, section 2.2.3: square to
// quadrilateral in closed form.
Homography to_quadrilateral(double width, double height, const std::array<Point, 4>& q) {
  const double dx1 = q[1].x - q[2].x, dx2 = q[3].x - q[2].x, sx = q[0].x - q[1].x + q[2].x - q[3].x;
  const double dy1 = q[1].y - q[2].y, dy2 = q[3].y - q[2].y, sy = q[0].y - q[1].y + q[2].y - q[3].y;
  const double determinant = dx1 * dy2 - dx2 * dy1;
  CHECK(determinant != 0, "a quadrilateral without an inside");
  const double g = (sx * dy2 - dx2 * sy) / determinant, h = (dx1 * sy - sx * dy1) / determinant;
  const Homography from_unit{{q[1].x - q[0].x + g * q[1].x, q[3].x - q[0].x + h * q[3].x, q[0].x,
                              q[1].y - q[0].y + g * q[1].y, q[3].y - q[0].y + h * q[3].y, q[0].y, g, h, 1}};
  return composed(scaling(1 / width, 1 / height), from_unit);
}

}  // namespace understudy
