// SPDX-License-Identifier: Apache-2.0
#include "augment/defects/stroke.h"

#include <algorithm>
#include <cmath>

namespace understudy {

StrokeField::StrokeField(int width_px, int height_px)
    : depth_(width_px, height_px, -1e9f), side_(width_px, height_px) {}

void StrokeField::draw(const std::vector<StrokePoint>& stroke) {
  for (size_t i = 1; i < stroke.size(); ++i) draw_segment(stroke[i - 1], stroke[i]);
}

float StrokeField::coverage(int x, int y) const { return std::clamp(depth_(x, y) + 0.5f, 0.0f, 1.0f); }

void StrokeField::draw_segment(const StrokePoint& a, const StrokePoint& b) {
  const double reach = std::max(a.radius_px, b.radius_px) + 1;
  const int x0 = std::max(0, int(std::floor(std::min(a.x, b.x) - reach)));
  const int x1 = std::min(depth_.width_px() - 1, int(std::ceil(std::max(a.x, b.x) + reach)));
  const int y0 = std::max(0, int(std::floor(std::min(a.y, b.y) - reach)));
  const int y1 = std::min(depth_.height_px() - 1, int(std::ceil(std::max(a.y, b.y) + reach)));
  const double dx = b.x - a.x, dy = b.y - a.y, length = std::max(1e-9, std::hypot(dx, dy));
  for (int y = y0; y <= y1; ++y) {
    for (int x = x0; x <= x1; ++x) {
      const double px = x + 0.5 - a.x, py = y + 0.5 - a.y;
      const double t = std::clamp((px * dx + py * dy) / (length * length), 0.0, 1.0);
      const double radius = a.radius_px + t * (b.radius_px - a.radius_px);
      const auto depth = float(radius - std::hypot(px - t * dx, py - t * dy));
      if (depth <= depth_(x, y)) continue;
      depth_(x, y) = depth;
      side_(x, y) = float(std::clamp((px * dy - py * dx) / length / std::max(radius, 0.5), -1.0, 1.0));
    }
  }
}

}  // namespace understudy
