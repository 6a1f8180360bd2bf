// SPDX-License-Identifier: Apache-2.0
// OpenCV counts pixel indices, so its maps are ours between two half-pixel shifts.
#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "augment/mat.h"
#include "augment/remap.h"
#include "base/error.h"

namespace understudy {
namespace {

constexpr uint8_t grey = 114;

int border_mode(Border border) {
  return border == Border::edge      ? cv::BORDER_REPLICATE
         : border == Border::reflect ? cv::BORDER_REFLECT
                                     : cv::BORDER_CONSTANT;
}

cv::Scalar border_color(Border border) {
  return border == Border::grey ? cv::Scalar(grey, grey, grey) : cv::Scalar(0, 0, 0);
}

/// The part of the source that is seen, turned, and put where it goes.
Image<Rgb8> move_pixels(const Image<Rgb8>& image, const Remap& remap, Border border) {
  const Homography map = *remap.homography(), inverse = map.inverse();
  const Point a = inverse.apply({0, 0}),
              b = inverse.apply({double(remap.width_px()), double(remap.height_px())});
  const int x0 = int(std::min(a.x, b.x)), x1 = int(std::max(a.x, b.x));
  const int y0 = int(std::min(a.y, b.y)), y1 = int(std::max(a.y, b.y));
  cv::Mat seen = mat_of(image);
  const int left = std::max(0, -x0), right = std::max(0, x1 - image.width_px());
  const int top = std::max(0, -y0), bottom = std::max(0, y1 - image.height_px());
  if (left + right + top + bottom > 0) {
    cv::copyMakeBorder(seen, seen, top, bottom, left, right, border_mode(border) | cv::BORDER_ISOLATED,
                       border_color(border));
  }
  seen = seen(cv::Rect(x0 + left, y0 + top, x1 - x0, y1 - y0));
  const auto& m = map.m;
  Image<Rgb8> result(remap.width_px(), remap.height_px());
  cv::Mat out = mat_of(result);
  const bool turned = m[0] == 0;
  cv::Mat upright;
  if (turned) {
    cv::transpose(seen, upright);
    seen = upright;
  }
  const bool mirror_x = (turned ? m[1] : m[0]) < 0, mirror_y = (turned ? m[3] : m[4]) < 0;
  if (mirror_x || mirror_y) {
    cv::flip(seen, out, mirror_x && mirror_y ? -1 : mirror_x ? 1 : 0);
  } else {
    seen.copyTo(out);
  }
  return result;
}

cv::Matx33d on_indices(const Homography& map) {
  const Homography m = composed(composed(translation(0.5, 0.5), map), translation(-0.5, -0.5));
  return {m.m[0], m.m[1], m.m[2], m.m[3], m.m[4], m.m[5], m.m[6], m.m[7], m.m[8]};
}

/// By how much the map shrinks steps along x and y of the source, about the frame's middle.
Point shrinking(const Remap& remap) {
  const Point middle = remap.source_of({remap.width_px() / 2.0, remap.height_px() / 2.0});
  const auto length = [&](double dx, double dy) {
    const auto a = remap.target_of({middle.x - dx, middle.y - dy}),
               b = remap.target_of({middle.x + dx, middle.y + dy});
    return a && b ? std::hypot(b->x - a->x, b->y - a->y) / 2 : 1.0;
  };
  return {length(1, 0), length(0, 1)};
}

/// Below this scale bilinear resampling would skip pixels.
constexpr double least_scale = 0.7;

void warp_pixels(const cv::Mat& source, cv::Mat& out, const Remap& remap, const Homography& shrunk,
                 Border border) {
  const int mode = border_mode(border);
  if (const auto map = remap.homography()) {
    const cv::Matx33d inverse = on_indices(composed(map->inverse(), shrunk));
    if (map->is_affine()) {
      cv::warpAffine(source, out, inverse.get_minor<2, 3>(0, 0), out.size(),
                     cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, mode, border_color(border));
    } else {
      cv::warpPerspective(source, out, inverse, out.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, mode,
                          border_color(border));
    }
    return;
  }
  cv::Mat2f from(out.size());
  for (int y = 0; y < out.rows; ++y) {
    for (int x = 0; x < out.cols; ++x) {
      const Point p = shrunk.apply(remap.source_of({x + 0.5, y + 0.5}));
      from(y, x) = {float(p.x - 0.5), float(p.y - 0.5)};
    }
  }
  cv::remap(source, out, from, cv::noArray(), cv::INTER_LINEAR, mode, border_color(border));
}

}  // namespace

Image<Rgb8> remap_pixels(const Image<Rgb8>& image, const Remap& remap, Border border) {
  CHECK(image.width_px() == remap.source_width_px() && image.height_px() == remap.source_height_px(),
        "a map for a frame of another size");
  if (remap.is_lattice()) return move_pixels(image, remap, border);
  Image<Rgb8> result(remap.width_px(), remap.height_px());
  cv::Mat out = mat_of(result);
  const Point scale = shrinking(remap);
  cv::Mat source = mat_of(image);
  Homography shrunk;
  if (scale.x < least_scale || scale.y < least_scale) {
    const cv::Size size(
        scale.x < least_scale ? std::max(1, int(std::lround(image.width_px() * scale.x))) : image.width_px(),
        scale.y < least_scale ? std::max(1, int(std::lround(image.height_px() * scale.y)))
                              : image.height_px());
    shrunk = scaling(double(size.width) / image.width_px(), double(size.height) / image.height_px());
    cv::Mat smaller;
    cv::resize(source, smaller, size, 0, 0, cv::INTER_AREA);
    source = smaller;
  }
  warp_pixels(source, out, remap, shrunk, border);
  return result;
}

}  // namespace understudy
