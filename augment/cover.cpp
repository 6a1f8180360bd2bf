// SPDX-License-Identifier: Apache-2.0
#include "augment/cover.h"

#include <algorithm>
#include <cmath>

#include "augment/remap_labels.h"
#include "labels/polygon.h"
#include "labels/ring.h"

namespace understudy {
namespace {

/// Rings where the mask has no hole and was drawn as rings before.
Segmentation segmentation_of(const MaskPatch& patch, bool rings_wanted, int width_px, int height_px) {
  Rle rle = rle_of(patch, width_px, height_px);
  if (!rings_wanted) return rle;
  const auto rings = polygons_of(rle);
  if (!rings) return rle;
  Polygons polygons;
  for (const Ring& ring : *rings) {
    RealRing real;
    for (size_t i = 0; i + 1 < ring.size(); i += 2) real.push_back({double(ring[i]), double(ring[i + 1])});
    polygons.push_back(std::move(real));
  }
  return polygons;
}

/// What is left of a box when whole strips of it are covered.
MaskPatch box_pixels(const RealBox& box, int width_px, int height_px) {
  const int x0 = std::clamp(int(std::floor(box.x)), 0, width_px),
            y0 = std::clamp(int(std::floor(box.y)), 0, height_px);
  const int x1 = std::clamp(int(std::ceil(box.x + box.width)), x0, width_px);
  const int y1 = std::clamp(int(std::ceil(box.y + box.height)), y0, height_px);
  if (x0 == x1 || y0 == y1) return {};
  return {x0, y0, Image<uint8_t>(x1 - x0, y1 - y0, 1)};
}

/// Box and area of an object without a mask, of which these pixels are left.
void shrink_box(PhotoObject& object, const MaskPatch& left) {
  const RealBox b = *object.box;
  const double x0 = std::max(b.x, double(left.x)), y0 = std::max(b.y, double(left.y));
  const double x1 = std::min(b.x + b.width, double(left.x + left.inside.width_px()));
  const double y1 = std::min(b.y + b.height, double(left.y + left.inside.height_px()));
  object.box = left.empty() ? RealBox{} : RealBox{x0, y0, x1 - x0, y1 - y0};
  object.area_px = object.box->width * object.box->height;
}

void hide_keypoints(PhotoObject& object, const MaskPatch& cover) {
  for (Keypoint& k : object.keypoints) {
    if (k.visibility != 2 || !cover.holds(int(std::lround(k.x)), int(std::lround(k.y)))) continue;
    k.visibility = 1;
    object.changed = true;
  }
}

}  // namespace

MaskPatch outline_of(const PhotoObject& object, int width_px, int height_px) {
  if (const auto* rings = std::get_if<Polygons>(&object.segmentation)) {
    return rasterize(*rings, width_px, height_px);
  }
  if (const auto* rle = std::get_if<Rle>(&object.segmentation)) return patch_of(*rle);
  return {};
}

double cover_object(PhotoObject& object, const MaskPatch& cover, int width_px, int height_px) {
  hide_keypoints(object, cover);
  const bool outlined = object.segmentation.index() != 0;
  MaskPatch left = outlined ? outline_of(object, width_px, height_px)
                            : box_pixels(object.box.value_or(RealBox{}), width_px, height_px);
  const int64_t before = left.area(), covered = overlap_px(left, cover);
  if (covered == 0) return 1;
  subtract(left, cover);
  left = tightened(std::move(left));
  const double share = double(before - covered) / double(before);
  object.changed = true;
  object.hidden = covered == before;
  object.visibility *= share;
  if (outlined) {
    object.segmentation = segmentation_of(left, object.segmentation.index() == 1, width_px, height_px);
    object.lobed = false;
    measure(object);
  } else {
    shrink_box(object, left);
  }
  return share;
}

void cover_all(Photo& photo, const MaskPatch& cover) {
  for (PhotoObject& object : photo.objects) cover_object(object, cover, photo.width_px, photo.height_px);
}

}  // namespace understudy
