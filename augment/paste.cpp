// SPDX-License-Identifier: Apache-2.0
#include "augment/paste.h"

#include <algorithm>

#include "augment/cover.h"
#include "augment/remap.h"
#include "augment/seamless.h"
#include "labels/federated.h"

namespace understudy {
namespace {

/// The mask with so many pixels around it, as far as the frame goes.
MaskPatch widened(const MaskPatch& mask, int margin_px, int width_px, int height_px) {
  const int x0 = std::max(0, mask.x - margin_px), y0 = std::max(0, mask.y - margin_px);
  const int x1 = std::min(width_px, mask.x + mask.inside.width_px() + margin_px);
  const int y1 = std::min(height_px, mask.y + mask.inside.height_px() + margin_px);
  MaskPatch wide{x0, y0, Image<uint8_t>(x1 - x0, y1 - y0)};
  for (int y = 0; y < mask.inside.height_px(); ++y) {
    std::copy_n(&mask.inside(0, y), mask.inside.width_px(), &wide.inside(mask.x - x0, mask.y - y0 + y));
  }
  return wide;
}

/// `above`: what is to be seen in the region.
void blend(Image<Rgb8>& pixels, const MaskPatch& region, const Image<Rgb8>& above, const EdgeLook& edge) {
  const Image<uint8_t> opacity = edge_opacity(region.inside, edge);
  for (int y = 0; y < opacity.height_px(); ++y) {
    for (int x = 0; x < opacity.width_px(); ++x) {
      const int share = opacity(x, y);
      Rgb8& below = pixels(region.x + x, region.y + y);
      for (size_t c = 0; c < 3; ++c)
        below[c] = uint8_t((below[c] * (255 - share) + above(x, y)[c] * share + 127) / 255);
    }
  }
}

void put_seamlessly(Image<Rgb8>& pixels, const MaskPatch& region, const Image<Rgb8>& above) {
  const int w = region.inside.width_px(), h = region.inside.height_px();
  Image<Rgb8> window(w, h);
  for (int y = 0; y < h; ++y) std::copy_n(&pixels(region.x, region.y + y), w, &window(0, y));
  clone_seamlessly(window, above, region.inside);
  for (int y = 0; y < h; ++y) std::copy_n(&window(0, y), w, &pixels(region.x, region.y + y));
}

}  // namespace

bool paste_object(Photo& photo, Photo donor, const Homography& map, const EdgeLook& edge,
                  const MirroredKeypoints& mirrored, const std::vector<size_t>& in_front) {
  constexpr int64_t least_px = 16;
  Remap remap(donor.width_px, donor.height_px);
  remap.then(map, photo.width_px, photo.height_px);
  remap_labels(donor, remap, mirrored);
  for (const size_t i : in_front) {
    cover_object(donor.objects[0], outline_of(photo.objects[i], photo.width_px, photo.height_px),
                 photo.width_px, photo.height_px);
  }
  const MaskPatch outline = outline_of(donor.objects[0], photo.width_px, photo.height_px);
  if (outline.area() < least_px) return false;
  const MaskPatch region = widened(outline, edge_reach_px(edge), photo.width_px, photo.height_px);
  // Of the picture only what is seen is resampled.
  remap.then(translation(-region.x, -region.y), region.inside.width_px(), region.inside.height_px());
  const Image<Rgb8> above = remap_pixels(donor.pixels, remap, Border::edge);
  if (edge.blend == Blend::poisson) {
    put_seamlessly(photo.pixels, region, above);
  } else {
    blend(photo.pixels, region, above, edge);
  }
  photo.pixels_changed = true;
  cover_all(photo, outline);
  unite_federated(photo, donor);
  photo.objects.push_back(std::move(donor.objects[0]));
  return true;
}

}  // namespace understudy
