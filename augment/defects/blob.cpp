// SPDX-License-Identifier: Apache-2.0
#include "augment/defects/blob.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "augment/noise_field.h"

namespace understudy {

double blob_radius_px(const PaintSite& site, const BlobShape& shape) {
  return std::max(2.0, site.length_px / 2 / (1 + 0.3 * shape.ragged));
}

Image<float> blob_field(const PaintSite& site, const BlobShape& shape, const Stream& stream) {
  Stream draws = stream.child("blob");
  const double angle = draws.uniform(0, std::numbers::pi), stretched = draws.uniform(1, shape.most_stretched);
  const double radius = blob_radius_px(site, shape);
  const double c = std::cos(angle) / radius, s = std::sin(angle) / radius;
  const Image<float> noise =
      fractal_noise(site.width_px, site.height_px, std::max(3.0, shape.period * radius), shape.octaves, 0.55,
                    stream.child("outline"));
  Image<float> field(site.width_px, site.height_px);
  for (int y = 0; y < site.height_px; ++y) {
    for (int x = 0; x < site.width_px; ++x) {
      const double dx = x + 0.5 - site.centre_x, dy = y + 0.5 - site.centre_y;
      const double along = c * dx + s * dy, across = (c * dy - s * dx) * stretched;
      field(x, y) = float(std::hypot(along, across) + shape.ragged * noise(x, y));
    }
  }
  return field;
}

}  // namespace understudy
