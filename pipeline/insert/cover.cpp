// SPDX-License-Identifier: Apache-2.0
#include "pipeline/insert/cover.h"

#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "labels/federated.h"

namespace understudy {
namespace {

/// What is written beside the new labels: those of before, for which nothing was hidden by us.
void keep_amodal(PhotoObject& object, const MaskPatch& whole, int width_px, int height_px) {
  nlohmann::ordered_json json = nlohmann::ordered_json::parse(object.json);
  if (json.erase("occluders") > 0) object.json = json.dump();  // there is one more, which has no id yet
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
  const PhotoObject before = object;
  const double share = cover_object(object, mask, width_px, height_px);
  if (share == 1) return share;
  PhotoObject whole = before;
  keep_amodal(whole, outline_of(before, width_px, height_px), width_px, height_px);
  object.json = std::move(whole.json);
  object.amodal_holds = true;
  return share;
}

}  // namespace

void cover_objects(Photo& photo, const MaskPatch& mask, const std::vector<bool>& behind,
                   double min_visibility) {
  std::vector<PhotoObject> kept;
  std::set<int64_t> seen_unlabelled;
  for (size_t i = 0; i < photo.objects.size(); ++i) {
    PhotoObject& object = photo.objects[i];
    const double share = behind[i] ? cover(object, mask, photo.width_px, photo.height_px) : 1;
    if (share > 0 && share >= min_visibility) {
      kept.push_back(std::move(object));
    } else {
      if (share > 0) seen_unlabelled.insert(object.category);
      photo.dropped.push_back({object.id, object.category, object.area_px, object.visibility,
                               share > 0 ? "min_visibility" : "hidden"});
    }
  }
  photo.objects = std::move(kept);
  for (const int64_t category : seen_unlabelled) not_all_labelled(photo, category);
}

}  // namespace understudy
