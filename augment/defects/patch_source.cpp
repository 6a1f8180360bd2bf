// SPDX-License-Identifier: Apache-2.0
#include "augment/defects/patch_source.h"

#include <algorithm>
#include <cmath>

namespace understudy {
namespace {

int mirrored(int i, int size) {
  const int period = 2 * size;
  const int at = ((i % period) + period) % period;
  return at < size ? at : period - 1 - at;
}

Rgb8 sample(const Image<Rgb8>& image, double x, double y) {
  const double fx = std::floor(x - 0.5), fy = std::floor(y - 0.5);
  const double tx = x - 0.5 - fx, ty = y - 0.5 - fy;
  const int x0 = mirrored(int(fx), image.width_px()), x1 = mirrored(int(fx) + 1, image.width_px());
  const int y0 = mirrored(int(fy), image.height_px()), y1 = mirrored(int(fy) + 1, image.height_px());
  Rgb8 result;
  for (size_t c = 0; c < 3; ++c) {
    const double top = image(x0, y0)[c] * (1 - tx) + image(x1, y0)[c] * tx;
    const double bottom = image(x0, y1)[c] * (1 - tx) + image(x1, y1)[c] * tx;
    result[c] = uint8_t(std::lround(top * (1 - ty) + bottom * ty));
  }
  return result;
}

}  // namespace

Image<Rgb8> seen_through(const Image<Rgb8>& source, const PaintSite& site, const PatchView& view) {
  const double c = std::cos(view.angle_rad) / view.scale, s = std::sin(view.angle_rad) / view.scale;
  Image<Rgb8> window(site.width_px, site.height_px);
  for (int y = 0; y < site.height_px; ++y) {
    for (int x = 0; x < site.width_px; ++x) {
      const double dx = x + 0.5 - site.centre_x, dy = y + 0.5 - site.centre_y;
      window(x, y) = sample(source, view.from_x + c * dx + s * dy, view.from_y + c * dy - s * dx);
    }
  }
  return window;
}

std::array<double, 2> surface_point(const MaskPatch& surface, Stream stream) {
  int64_t number = stream.uniform_int(0, std::max<int64_t>(0, surface.area() - 1));
  for (int y = 0; y < surface.inside.height_px(); ++y) {
    for (int x = 0; x < surface.inside.width_px(); ++x) {
      if (surface.inside(x, y) != 0 && number-- == 0) return {surface.x + x + 0.5, surface.y + y + 0.5};
    }
  }
  return {double(surface.x), double(surface.y)};
}

}  // namespace understudy
