// SPDX-License-Identifier: Apache-2.0
#include "pipeline/insert/cover.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace understudy {
namespace {

RealBox box_of(const MaskPatch& patch) {
  return {double(patch.x), double(patch.y), double(patch.inside.width_px()),
          double(patch.inside.height_px())};
}

/// All pixels that the box reaches into.
MaskPatch filled(const RealBox& box, int width_px, int height_px) {
  const int x0 = std::clamp(int(std::floor(box.x)), 0, width_px),
            y0 = std::clamp(int(std::floor(box.y)), 0, height_px);
  const int x1 = std::clamp(int(std::ceil(box.x + box.width)), x0, width_px);
  const int y1 = std::clamp(int(std::ceil(box.y + box.height)), y0, height_px);
  if (x0 == x1 || y0 == y1) return {};
  return {x0, y0, Image<uint8_t>(x1 - x0, y1 - y0, 1)};
}

RealBox common(const RealBox& a, const RealBox& b) {
  const double x0 = std::max(a.x, b.x), y0 = std::max(a.y, b.y);
  return {x0, y0, std::min(a.x + a.width, b.x + b.width) - x0, std::min(a.y + a.height, b.y + b.height) - y0};
}

/// What is written beside the new labels: those of before, for which nothing was hidden by us.
void keep_amodal(PhotoObject& object, const MaskPatch& whole, int width_px, int height_px) {
  nlohmann::ordered_json json = nlohmann::ordered_json::parse(object.json);
  object.amodal_holds = true;
  if (json.contains("amodal_segmentation") || json.contains("amodal_bbox")) return;
  if (!std::holds_alternative<std::monostate>(object.segmentation)) {
    json["amodal_segmentation"] = {{"size", {height_px, width_px}},
                                   {"counts", compress_counts(rle_of(whole, width_px, height_px))}};
    json["amodal_area"] = whole.area();
  }
  if (object.box) {
    json["amodal_bbox"] = {object.box->x, object.box->y, object.box->width, object.box->height};
  }
  object.json = json.dump();
}

/// Returns the share that is left.
double cover(PhotoObject& object, const MaskPatch& mask, int width_px, int height_px) {
  const bool outlined = !std::holds_alternative<std::monostate>(object.segmentation);
  MaskPatch whole = outlined ? outline_of(object, width_px, height_px)
                             : filled(object.box.value_or(RealBox{}), width_px, height_px);
  const int64_t before = whole.area();
  if (before == 0 || overlap_px(whole, mask) == 0) return 1;
  MaskPatch left = whole;
  subtract(left, mask);
  left = tightened(std::move(left));
  const double share = double(left.area()) / double(before);
  keep_amodal(object, whole, width_px, height_px);
  object.changed = true;
  object.visibility *= share;
  if (outlined) {
    object.segmentation = rle_of(left, width_px, height_px);
    object.area_px = double(left.area());
    if (object.box) object.box = box_of(left);
  } else if (!left.empty()) {
    object.box = common(*object.box, box_of(left));
    object.area_px *= share;
  }
  for (Keypoint& k : object.keypoints) {
    if (k.visibility == 2 && mask.holds(int(std::lround(k.x)), int(std::lround(k.y)))) k.visibility = 1;
  }
  return share;
}

}  // namespace

MaskPatch outline_of(const PhotoObject& object, int width_px, int height_px) {
  if (const auto* rings = std::get_if<Polygons>(&object.segmentation))
    return rasterize(*rings, width_px, height_px);
  if (const auto* rle = std::get_if<Rle>(&object.segmentation)) return patch_of(*rle);
  return {};
}

void cover_objects(Photo& photo, const MaskPatch& mask, const std::vector<bool>& behind,
                   double min_visibility) {
  std::vector<PhotoObject> kept;
  for (size_t i = 0; i < photo.objects.size(); ++i) {
    PhotoObject& object = photo.objects[i];
    const double share = behind[i] ? cover(object, mask, photo.width_px, photo.height_px) : 1;
    if (share > 0 && share >= min_visibility) {
      kept.push_back(std::move(object));
    } else {
      photo.dropped.push_back({object.id, object.category, object.area_px, object.visibility,
                               share > 0 ? "min_visibility" : "hidden"});
    }
  }
  photo.objects = std::move(kept);
}

}  // namespace understudy
