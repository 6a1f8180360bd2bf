// SPDX-License-Identifier: Apache-2.0
#include "labels/carried.h"

#include <algorithm>
#include <array>

#include "base/error.h"

namespace understudy {
namespace {

/// This program's words for the whole of an object, which a cover leaves as they are.
const std::vector<std::string>& keys_of_the_whole() {
  static const std::vector<std::string> keys = {"amodal_segmentation", "amodal_bbox",       "amodal_area",
                                                "truncation",          "truncation_capped", "parts"};
  return keys;
}

/// This program's own list of what hides an object: left out where that changes, as an unknown part of it.
constexpr std::string_view occluders = "occluders";

}  // namespace

const std::vector<std::string>& amodal_keys() {
  static const std::vector<std::string> keys = [] {
    std::vector<std::string> all = keys_of_the_whole();
    for (const char* key :
         {"occluders", "visible_mask", "invisible_mask", "visible_bbox", "occlude_rate", "inmodal_seg",
          "inmodal_bbox", "a_segm", "i_segm", "a_bbox", "i_bbox", "a_area", "i_area"}) {
      all.emplace_back(key);
    }
    return all;
  }();
  return keys;
}

const std::vector<std::string>& position_keys() {
  static const std::vector<std::string> keys = {
      "dp_x",     "dp_y",         "dp_I",          "dp_U",          "dp_V",
      "dp_masks", "foot_kpts",    "face_kpts",     "lefthand_kpts", "righthand_kpts",
      "face_box", "lefthand_box", "righthand_box", "rotated_bbox",  "rbox"};
  return keys;
}

bool outlasts_cover(std::string_view amodal_key) {
  const std::vector<std::string>& keys = keys_of_the_whole();
  return std::find(keys.begin(), keys.end(), amodal_key) != keys.end();
}

bool holds_in_its_photo_alone(std::string_view key) {
  constexpr std::array<std::string_view, 6> keys{"instance_id", "parent_id", "parent_instance_id",
                                                 "distance_m",  "size_px",   "contrast"};
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

void require_carried(const PhotoChange& change, const std::set<std::string, std::less<>>& annotation_keys,
                     const std::string& remedy) {
  for (const std::string& key : amodal_keys()) {
    if (annotation_keys.count(key) == 0) continue;
    const bool holds = outlasts_cover(key) || key == occluders;
    if (!change.moves_objects && !(change.covers_objects && !holds)) continue;
    throw UserError("the annotations have '" + key + "', which " + change.by +
                        " cannot carry: what is hidden is not in the photo",
                    remedy);
  }
}

void require_no_positions(const std::string& by, const std::set<std::string, std::less<>>& annotation_keys,
                          const std::string& remedy) {
  for (const std::string& key : position_keys()) {
    if (annotation_keys.count(key) == 0) continue;
    throw UserError(
        "the annotations have '" + key + "', which " + by + " cannot carry: it would stay where it was",
        remedy);
  }
}

}  // namespace understudy
