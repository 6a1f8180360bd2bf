// SPDX-License-Identifier: Apache-2.0
#include "exporters/photo_json.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "exporters/json_scan.h"
#include "labels/annotate.h"
#include "labels/carried.h"
#include "labels/patch.h"
#include "labels/ring.h"

namespace understudy {
namespace {

using Replacements = std::map<std::string_view, std::string>;

std::string number_text(double number) {
  std::string text;
  append_number(text, number);
  return text;
}

std::string box_text(const RealBox& box) {
  return fmt::format("[{},{},{},{}]", number_text(box.x), number_text(box.y), number_text(box.width),
                     number_text(box.height));
}

std::string polygons_text(const Polygons& rings) {
  std::string text = "[";
  for (const RealRing& ring : rings) {
    text += text.size() > 1 ? ",[" : "[";
    for (const Point& p : ring) {
      if (text.back() != '[') text += ',';
      append_number(text, p.x);
      text += ',';
      append_number(text, p.y);
    }
    text += ']';
  }
  return text + "]";
}

/// Whether the RLE that stands in the file lists its runs as numbers; a new one is a compressed string.
bool lists_runs(std::string_view segmentation) {
  if (segmentation.empty() || segmentation[0] != '{') return false;
  for (const JsonMember& member : members_of(segmentation)) {
    if (member.key == "counts") return member.value.starts_with('[');
  }
  return false;
}

std::string rle_text(const Rle& rle, bool as_list) {
  const std::string counts =
      as_list ? fmt::format("[{}]", fmt::join(rle.counts, ",")) : quoted_json(compress_counts(rle));
  return fmt::format("{{\"size\":[{},{}],\"counts\":{}}}", rle.height_px, rle.width_px, counts);
}

std::string segmentation_text(const Segmentation& segmentation, std::string_view before) {
  if (const auto* rings = std::get_if<Polygons>(&segmentation)) return polygons_text(*rings);
  if (const auto* rle = std::get_if<Rle>(&segmentation)) return rle_text(*rle, lists_runs(before));
  return "[]";
}

std::string keypoints_text(const std::vector<Keypoint>& keypoints) {
  std::string text = "[";
  for (const Keypoint& k : keypoints) {
    if (text.size() > 1) text += ',';
    text += fmt::format("{},{},{}", number_text(k.x), number_text(k.y), k.visibility);
  }
  return text + "]";
}

/// Members that hold ids, which a copy has not: whoever gives it new ones writes `parent_id` anew.
bool is_of_ids(std::string_view key) {
  return key == "id" || key == "image_id" || key == "parent_id" || key == "occluders";
}

/// Whether a member is left out because it is no longer true.
using Stale = std::function<bool(std::string_view key)>;

bool holds(const std::vector<std::string>& keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// The object with these members in place of its own, where it has them.
std::string replaced(std::string_view json, const Replacements& replacements, std::string_view more, Ids ids,
                     const Stale& stale) {
  std::string text = ids == Ids::kept ? "{" : "";
  const auto separate = [&] {
    if (!text.empty() && text.back() != '{') text += ',';
  };
  for (const auto& [key, value] : members_of(json)) {
    if (ids == Ids::left && is_of_ids(key)) continue;
    const auto found = replacements.find(key);
    if (found == replacements.end() && stale && stale(key)) continue;
    separate();
    text +=
        fmt::format("\"{}\":{}", key, found == replacements.end() ? value : std::string_view(found->second));
  }
  if (!more.empty()) {
    separate();
    text += more;
  }
  return ids == Ids::kept ? text + "}" : text;
}

bool has_key(std::string_view json, std::string_view wanted) {
  for (const JsonMember& member : members_of(json)) {
    if (member.key == wanted) return true;
  }
  return false;
}

/// The provenance, with that which stands in its place already as `before`.
std::string with_before(std::string_view provenance, std::string_view json) {
  std::string text(provenance);
  for (const JsonMember& member : members_of(json)) {
    if (member.key == "provenance") text.insert(text.size() - 1, fmt::format(",\"before\":{}", member.value));
  }
  return text;
}

/// Replaces the member, or adds it at the end where the object has none.
void put(std::string_view json, std::string_view key, std::string value, Replacements& replacements,
         std::string& more) {
  if (has_key(json, key)) {
    replacements[key] = std::move(value);
  } else {
    more += fmt::format("{}\"{}\":{}", more.empty() ? "" : ",", key, value);
  }
}

/// That of what is seen of a defect now; nothing where the frame's size is not known.
void put_size(const PhotoObject& object, const Photo& photo, Replacements& replacements, std::string& more) {
  Rle mask;
  if (const auto* rle = std::get_if<Rle>(&object.segmentation)) mask = *rle;
  const auto* rings = std::get_if<Polygons>(&object.segmentation);
  if (rings != nullptr && photo.width_px > 0 && photo.height_px > 0)
    mask = rle_of(rasterize(*rings, photo.width_px, photo.height_px), photo.width_px, photo.height_px);
  if (mask.counts.empty()) return;
  const SizePx size = principal_size_px(mask);
  put(object.json, "size_px",
      fmt::format("{{\"length\":{},\"width\":{}}}", number_text(size.length), number_text(size.width)),
      replacements, more);
}

/// As docs/format.md has a defect.
void put_defect(const PhotoObject& object, const Photo& photo, Replacements& replacements,
                std::string& more) {
  const PaintedDefect& defect = *object.defect;
  put(object.json, "severity", number_text(defect.severity), replacements, more);
  put_size(object, photo, replacements, more);
  put(object.json, "contrast", number_text(defect.contrast), replacements, more);
  put(object.json, "mean_contrast", number_text(defect.mean_contrast), replacements, more);
}

/// Box, mask, area and keypoints as they are now.
Replacements labels_of(const PhotoObject& object) {
  Replacements replacements;
  if (object.box) replacements["bbox"] = box_text(*object.box);
  for (const JsonMember& member : members_of(object.json)) {
    if (member.key == "segmentation")
      replacements["segmentation"] = segmentation_text(object.segmentation, member.value);
  }
  replacements["area"] = number_text(object.area_px);
  if (object.added) replacements["category_id"] = fmt::format("{}", object.category);  // by name, not number
  if (!object.keypoints.empty() || has_key(object.json, "keypoints")) {  // empty: none that could be read
    const auto labelled = std::count_if(object.keypoints.begin(), object.keypoints.end(),
                                        [](const Keypoint& k) { return k.visibility > 0; });
    replacements["keypoints"] = keypoints_text(object.keypoints);
    replacements["num_keypoints"] = fmt::format("{}", labelled);
  }
  return replacements;
}

/// Whether its `camera` is this program's, with a focal length in pixels.
bool is_own_camera(std::string_view json) {
  for (const JsonMember& member : members_of(json)) {
    if (member.key == "camera") return member.value.starts_with('{') && has_key(member.value, "fx");
  }
  return false;
}

std::string list_text(const std::vector<int64_t>& ids) { return fmt::format("[{}]", fmt::join(ids, ",")); }

}  // namespace

void append_number(std::string& text, double number) {
  CHECK(std::isfinite(number), "a label is not a finite number");
  constexpr double largest_rounded = 1e11;  // beyond, doubles have no such digits
  const double rounded = std::abs(number) < largest_rounded ? std::round(number * 1e4) / 1e4 : number;
  fmt::format_to(std::back_inserter(text), "{}", rounded == 0 ? 0.0 : rounded);
}

std::string quoted_json(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string object_text(const PhotoObject& object, const Photo& photo, Ids ids) {
  // Of this program's own defects: how much they changed the picture that was.
  const bool was_measured = photo.pixels_changed && !object.defect && has_key(object.json, "size_px");
  const auto is_stale_contrast = [&](std::string_view key) {
    return was_measured && (key == "contrast" || key == "mean_contrast");
  };
  if (!object.changed && !object.added) {
    const bool as_it_is = ids == Ids::kept && !was_measured;
    return as_it_is ? object.json : replaced(object.json, {}, "", ids, is_stale_contrast);
  }
  Replacements replacements = labels_of(object);
  std::string more;
  if (!object.foreign_visibility && (object.visibility < 1 || has_key(object.json, "visibility")))
    put(object.json, "visibility", number_text(object.visibility), replacements, more);
  if (object.looseness > 1) put(object.json, "looseness", number_text(object.looseness), replacements, more);
  if (object.defect)
    put_defect(object, photo, replacements, more);
  else if (has_key(object.json, "size_px"))
    put_size(object, photo, replacements, more);
  if (!object.provenance.empty())
    put(object.json, "provenance", with_before(object.provenance, object.json), replacements, more);
  return replaced(object.json, replacements, more, ids, [&](std::string_view key) {
    if (is_stale_contrast(key) || key == "size_px") return true;
    if (holds(position_keys(), key)) return photo.moved || object.added;
    return !object.amodal_holds &&
           (holds(amodal_keys(), key) || (object.added && holds_in_its_photo_alone(key)));
  });
}

std::string image_text(const Photo& photo, const ImageFacts& facts, Ids ids) {
  const std::string_view file_name = facts.file_name, provenance = facts.provenance;
  if (file_name == photo.file_name && provenance.empty() && ids == Ids::kept) return photo.json;
  Replacements replacements;
  std::string more;
  if (file_name != photo.file_name || ids == Ids::left) {
    put(photo.json, "file_name", quoted_json(file_name), replacements, more);
  }
  if (!provenance.empty()) {
    put(photo.json, "width", fmt::format("{}", photo.width_px), replacements, more);
    put(photo.json, "height", fmt::format("{}", photo.height_px), replacements, more);
    put(photo.json, "provenance", with_before(provenance, photo.json), replacements, more);
    if (photo.federated_changed) {
      put(photo.json, "neg_category_ids", list_text(photo.federated->negative), replacements, more);
      put(photo.json, "not_exhaustive_category_ids", list_text(photo.federated->not_exhaustive), replacements,
          more);
    }
  }
  if (facts.has_good) put(photo.json, "good_file_name", quoted_json(file_name), replacements, more);
  return replaced(photo.json, replacements, more, ids, [&](std::string_view key) {
    // This program's own words: of a camera that would show it so, and of a twin that was not made again.
    return !provenance.empty() &&
           ((key == "camera" && photo.moved && is_own_camera(photo.json)) || key == "good_file_name");
  });
}

}  // namespace understudy
