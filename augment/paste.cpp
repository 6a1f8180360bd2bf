// SPDX-License-Identifier: Apache-2.0
#include "augment/paste.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "augment/cover.h"
#include "augment/mat.h"
#include "augment/remap.h"

namespace understudy {
namespace {

/// Opacity of each pixel of the outline's region: the mask, softened inwards so that no label grows.
Image<uint8_t> opacity_of(const MaskPatch& outline, double feather_px) {
  Image<uint8_t> opacity(outline.inside.width_px() + 2, outline.inside.height_px() + 2, 0);
  for (int y = 0; y < outline.inside.height_px(); ++y) {
    for (int x = 0; x < outline.inside.width_px(); ++x)
      opacity(x + 1, y + 1) = outline.inside(x, y) != 0 ? 255 : 0;
  }
  if (feather_px <= 0) return opacity;
  cv::Mat mask = mat_of(opacity), distance;
  cv::distanceTransform(mask, distance, cv::DIST_L2, 3);
  for (int y = 0; y < mask.rows; ++y) {
    for (int x = 0; x < mask.cols; ++x) {
      const double share = std::min(1.0, distance.at<float>(y, x) / (feather_px + 1));
      opacity(x, y) = uint8_t(std::lround(255 * share));
    }
  }
  return opacity;
}

/// `above`: what is to be seen in the outline's region.
void blend(Photo& photo, const MaskPatch& outline, const Image<Rgb8>& above, double feather_px) {
  const Image<uint8_t> opacity = opacity_of(outline, feather_px);
  for (int y = 0; y < outline.inside.height_px(); ++y) {
    for (int x = 0; x < outline.inside.width_px(); ++x) {
      const int share = opacity(x + 1, y + 1);
      Rgb8& below = photo.pixels(outline.x + x, outline.y + y);
      for (size_t c = 0; c < 3; ++c)
        below[c] = uint8_t((below[c] * (255 - share) + above(x, y)[c] * share + 127) / 255);
    }
  }
  photo.pixels_changed = true;
}

}  // namespace

bool paste_object(Photo& photo, Photo donor, const Homography& map, double feather_px,
                  const MirroredKeypoints& mirrored) {
  constexpr int64_t least_px = 16;
  Remap remap(donor.width_px, donor.height_px);
  remap.then(map, photo.width_px, photo.height_px);
  remap_labels(donor, remap, mirrored);
  const MaskPatch outline = outline_of(donor.objects[0], photo.width_px, photo.height_px);
  if (outline.area() < least_px) return false;
  // Of the picture only what is seen is resampled.
  remap.then(translation(-outline.x, -outline.y), outline.inside.width_px(), outline.inside.height_px());
  blend(photo, outline, remap_pixels(donor.pixels, remap, Border::edge), feather_px);
  cover_all(photo, outline);
  photo.objects.push_back(std::move(donor.objects[0]));
  return true;
}

}  // namespace understudy
