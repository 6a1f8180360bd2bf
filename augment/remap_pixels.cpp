// SPDX-License-Identifier: Apache-2.0
// OpenCV counts pixel indices, so its maps are ours between two half-pixel shifts.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "augment/mat.h"
#include "augment/rearrange.h"
#include "augment/remap.h"
#include "augment/resample.h"
#include "augment/shrink.h"
#include "augment/wide.h"
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

/// A stretch of a row of the target.
struct Stretch {
  int x, y, count;
};

/// Where its pixels come from, through a map of the target's pixel indices to the source's.
UNDERSTUDY_WIDE void affine_positions(const cv::Matx33d& m, Stretch to, int32_t* from_x, int32_t* from_y) {
  const double x0 = m(0, 1) * to.y + m(0, 2), y0 = m(1, 1) * to.y + m(1, 2), dx = m(0, 0), dy = m(1, 0);
  const auto is_near = [](double begin, double end) {
    return std::max(std::abs(begin), std::abs(end)) < farthest_px;
  };
  const int last = to.x + to.count;
  if (is_near(x0 + dx * to.x, x0 + dx * last) && is_near(y0 + dy * to.x, y0 + dy * last)) {
    // The same numbers: to multiply by a power of two is exact.
    const double fx0 = x0 * 65536, fy0 = y0 * 65536, fdx = dx * 65536, fdy = dy * 65536;
    for (int i = 0; i < to.count; ++i) {
      from_x[i] = int32_t(fx0 + fdx * (to.x + i));
      from_y[i] = int32_t(fy0 + fdy * (to.x + i));
    }
    return;
  }
  for (int i = 0; i < to.count; ++i) {
    from_x[i] = fixed_px(x0 + dx * (to.x + i));
    from_y[i] = fixed_px(y0 + dy * (to.x + i));
  }
}

UNDERSTUDY_WIDE void projective_positions(const cv::Matx33d& m, Stretch to, int32_t* from_x,
                                          int32_t* from_y) {
  const double x0 = m(0, 1) * to.y + m(0, 2), y0 = m(1, 1) * to.y + m(1, 2), w0 = m(2, 1) * to.y + m(2, 2);
  for (int i = 0; i < to.count; ++i) {
    const double w = w0 + m(2, 0) * (to.x + i);
    const double scale = w > 0 ? 1 / w : 1e9;  // beyond the horizon nothing is
    from_x[i] = fixed_px((x0 + m(0, 0) * (to.x + i)) * scale);
    from_y[i] = fixed_px((y0 + m(1, 0) * (to.x + i)) * scale);
  }
}

/// Of places in edge coordinates, times `scale`.
UNDERSTUDY_WIDE void scaled_positions(const Point* places, Point scale, int count, int32_t* from_x,
                                      int32_t* from_y) {
  for (int i = 0; i < count; ++i) {
    from_x[i] = fixed_px(places[i].x * scale.x - 0.5);
    from_y[i] = fixed_px(places[i].y * scale.y - 0.5);
  }
}

/// Resamples a stretch of a row through the whole map, of a source that has been scaled by `shrunk`.
class RowWarp {
 public:
  static constexpr int most_px = 128;

  RowWarp(const Image<Rgb8>& source, const Remap& remap, Point shrunk, Border border)
      : source_(source), remap_(remap), shrunk_(shrunk), border_(border), map_(remap.homography()) {
    if (map_) inverse_ = on_indices(composed(map_->inverse(), scaling(shrunk.x, shrunk.y)));
  }

  void resample(Stretch to, Image<Rgb8>& out) {
    if (map_ && map_->is_affine()) {
      affine_positions(inverse_, to, from_x_.data(), from_y_.data());
    } else if (map_) {
      projective_positions(inverse_, to, from_x_.data(), from_y_.data());
    } else {
      remap_.sources_of({to.x + 0.5, to.y + 0.5}, to.count, places_.data());
      scaled_positions(places_.data(), shrunk_, to.count, from_x_.data(), from_y_.data());
    }
    const int rest = out.width_px() - to.x - to.count;  // is resampled later, so it may be overwritten
    sample_row(source_, {from_x_.data(), from_y_.data(), to.count, rest}, border_, &out(to.x, to.y));
  }

 private:
  const Image<Rgb8>& source_;
  const Remap& remap_;
  Point shrunk_;
  Border border_;
  std::optional<Homography> map_;
  cv::Matx33d inverse_;
  std::array<Point, most_px> places_;
  std::array<int32_t, most_px> from_x_, from_y_;
};

Image<Rgb8> warped(const Image<Rgb8>& source, const Remap& remap, Point shrunk, Border border) {
  Image<Rgb8> out(remap.width_px(), remap.height_px());
  // Tiles so small that what they need of the source stays near, however it is turned: few pages, few lines.
  constexpr int rows = 16;
  RowWarp warp(source, remap, shrunk, border);
  for (int y0 = 0; y0 < out.height_px(); y0 += rows) {
    const int y1 = std::min(y0 + rows, out.height_px());
    for (int x = 0; x < out.width_px(); x += RowWarp::most_px) {
      const int count = std::min(RowWarp::most_px, out.width_px() - x);
      for (int y = y0; y < y1; ++y) warp.resample({x, y, count}, out);
    }
  }
  return out;
}

/// Whether making the photo smaller was all there is to do.
bool is_all(const Remap& remap, Point shrunk, const Image<Rgb8>& smaller) {
  const std::optional<Homography> map = remap.homography();
  if (!map || !map->is_affine()) return false;
  const double w = smaller.width_px(), h = smaller.height_px();
  if (remap.width_px() != w || remap.height_px() != h) return false;
  const Homography rest = composed(map->inverse(), scaling(shrunk.x, shrunk.y));
  for (const Point corner : {Point{0, 0}, Point{w, h}, Point{0, h}}) {
    const Point there = rest.apply(corner);
    if (std::hypot(there.x - corner.x, there.y - corner.y) > 1e-6) return false;
  }
  return true;
}

/// The photo with its width and height scaled by areas.
Image<Rgb8> shrunk_by_areas(const Image<Rgb8>& image, Point scale) {
  const auto size = [](int whole_px, double s) {
    return s < least_scale ? std::max(1, int(std::lround(whole_px * s))) : whole_px;
  };
  return shrunk_by_area(image, size(image.width_px(), scale.x), size(image.height_px(), scale.y));
}

}  // namespace

Image<Rgb8> remap_pixels(const Image<Rgb8>& image, const Remap& remap, Border border) {
  CHECK(image.width_px() == remap.source_width_px() && image.height_px() == remap.source_height_px(),
        "a map for a frame of another size");
  if (remap.is_lattice()) return move_pixels(image, remap, border);
  if (std::max(image.width_px(), image.height_px()) >= int(farthest_px))
    throw UserError("a photo of 32,000 pixels or more along a side cannot be resampled",
                    "cut it into tiles, or leave out the steps that move things");
  const Point scale = shrinking(remap);
  if (scale.x >= least_scale && scale.y >= least_scale) return warped(image, remap, {1, 1}, border);
  Image<Rgb8> smaller = shrunk_by_areas(image, scale);
  const Point shrunk{double(smaller.width_px()) / image.width_px(),
                     double(smaller.height_px()) / image.height_px()};
  return is_all(remap, shrunk, smaller) ? std::move(smaller) : warped(smaller, remap, shrunk, border);
}

Image<Rgb8> remap_pixels(Image<Rgb8>&& image, const Remap& remap, Border border) {
  const std::optional<Homography> map = remap.homography();
  const Homography mirrored{{-1, 0, double(image.width_px()), 0, 1, 0, 0, 0, 1}};
  const bool in_place =
      map == mirrored && remap.width_px() == image.width_px() && remap.height_px() == image.height_px();
  if (!in_place) return remap_pixels(image, remap, border);
  mirror_rows(image);
  return std::move(image);
}

Image<float> remap_plane(const Image<float>& plane, const Remap& remap) {
  Image<float> result(remap.width_px(), remap.height_px(), 0);
  for (int y = 0; y < remap.height_px(); ++y) {
    for (int x = 0; x < remap.width_px(); ++x) {
      const Point from = remap.source_of({x + 0.5, y + 0.5});
      const bool inside =
          from.x >= 0 && from.y >= 0 && from.x < plane.width_px() && from.y < plane.height_px();
      if (inside) result(x, y) = plane(int(from.x), int(from.y));
    }
  }
  return result;
}

}  // namespace understudy
