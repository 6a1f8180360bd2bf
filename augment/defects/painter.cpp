// SPDX-License-Identifier: Apache-2.0
#include "augment/defects/painter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <vector>

#include <fmt/format.h>

#include "augment/defects/patch_source.h"

namespace understudy {
namespace {

constexpr float least_opacity = 0.25f;  ///< below, nothing is painted: a label ends where its paint does
constexpr int64_t least_px = 12;
constexpr std::array<double, 3> strengths{1, 1.6, 2.6};

int difference(const Rgb8& a, const Rgb8& b) {
  return std::max({std::abs(a[0] - b[0]), std::abs(a[1] - b[1]), std::abs(a[2] - b[2])});
}

PaintSite site_at(const Image<Rgb8>& photo, const MaskPatch& surface, const Image<Rgb8>& other,
                  const PaintOrder& order, const std::array<double, 2>& at) {
  const double reach = 0.75 * order.length_px + 4;
  const int x0 = std::max(0, int(at[0] - reach)), y0 = std::max(0, int(at[1] - reach));
  const int x1 = std::min(photo.width_px(), int(at[0] + reach) + 1);
  const int y1 = std::min(photo.height_px(), int(at[1] + reach) + 1);
  return {photo,      surface,         other,         x0, y0, x1 - x0, y1 - y0, at[0] - x0,
          at[1] - y0, order.length_px, order.severity};
}

/// Where the paint is to be seen.
MaskPatch mask_of(const PaintSite& site, const Paint& paint) {
  MaskPatch mask{site.x, site.y, Image<uint8_t>(site.width_px, site.height_px)};
  for (int y = 0; y < site.height_px; ++y) {
    for (int x = 0; x < site.width_px; ++x)
      mask.inside(x, y) = site.holds(x, y) && paint.opacity(x, y) >= least_opacity;
  }
  return tightened(std::move(mask));
}

/// The mask's pixels, painted.
Image<Rgb8> painted(const PaintSite& site, const Paint& paint, const MaskPatch& mask, double strength) {
  Image<Rgb8> result(mask.inside.width_px(), mask.inside.height_px());
  for (int y = 0; y < result.height_px(); ++y) {
    for (int x = 0; x < result.width_px(); ++x) {
      const int i = mask.x + x - site.x, j = mask.y + y - site.y;
      const Rgb8 before = site.pixel(i, j);
      for (size_t c = 0; c < 3; ++c) {
        const double change = strength * paint.opacity(i, j) * (paint.color(i, j)[c] - before[c]);
        result(x, y)[c] = uint8_t(std::lround(std::clamp(before[c] + change, 0.0, 255.0)));
      }
    }
  }
  return result;
}

double mean_contrast(const PaintSite& site, const MaskPatch& mask, const Image<Rgb8>& after) {
  int64_t sum = 0;
  for (int y = 0; y < after.height_px(); ++y) {
    for (int x = 0; x < after.width_px(); ++x) {
      if (mask.inside(x, y) != 0) sum += difference(after(x, y), site.photo(mask.x + x, mask.y + y));
    }
  }
  return double(sum) / 255 / double(mask.area());
}

void put(Image<Rgb8>& pixels, const MaskPatch& mask, const Image<Rgb8>& after) {
  for (int y = 0; y < after.height_px(); ++y) {
    for (int x = 0; x < after.width_px(); ++x) {
      if (mask.inside(x, y) != 0) pixels(mask.x + x, mask.y + y) = after(x, y);
    }
  }
}

}  // namespace

std::optional<MaskPatch> paint_defect(Image<Rgb8>& pixels, const MaskPatch& surface, const Image<Rgb8>& other,
                                      const PaintOrder& order, const Stream& stream, std::string& why) {
  constexpr uint64_t most_places = 6;
  double best_contrast = -1;
  for (uint64_t place = 0; place < most_places && best_contrast < 0; ++place) {
    const Stream here = stream.child(place);
    const PaintSite site =
        site_at(pixels, surface, other, order, surface_point(surface, here.child("place")));
    const Paint paint = order.kind.paint(site, here);
    const MaskPatch mask = mask_of(site, paint);
    if (mask.area() < least_px) continue;
    for (const double strength : strengths) {
      const Image<Rgb8> after = painted(site, paint, mask, strength);
      best_contrast = mean_contrast(site, mask, after);
      if (best_contrast < order.min_contrast) continue;
      put(pixels, mask, after);
      return mask;
    }
  }
  why = best_contrast < 0
            ? fmt::format("fewer than {} px at each of {} places", least_px, most_places)
            : fmt::format("a contrast of {:.3f}, {:.3f} was asked for", best_contrast, order.min_contrast);
  return std::nullopt;
}

PaintContrast contrast_of(const Image<Rgb8>& pixels, const Image<Rgb8>& before, const MaskPatch& mask) {
  constexpr size_t contrast_pixels = 16;
  std::vector<int> differences;
  for (int y = 0; y < mask.inside.height_px(); ++y) {
    for (int x = 0; x < mask.inside.width_px(); ++x) {
      const int px = mask.x + x, py = mask.y + y;
      if (mask.inside(x, y) != 0) differences.push_back(difference(pixels(px, py), before(px, py)));
    }
  }
  if (differences.empty()) return {};
  const size_t count = std::min(differences.size(), contrast_pixels);
  const auto plainest = differences.begin() + std::ptrdiff_t(count);
  std::partial_sort(differences.begin(), plainest, differences.end(), std::greater<>());
  const auto mean_until = [&](auto end) {
    return double(std::accumulate(differences.begin(), end, int64_t(0))) / 255 /
           double(end - differences.begin());
  };
  return {mean_until(plainest), mean_until(differences.end())};
}

}  // namespace understudy
