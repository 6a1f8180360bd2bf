// SPDX-License-Identifier: Apache-2.0
#include "exporters/coco_parse.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <optional>

#include <fmt/format.h>
#include <simdjson.h>

#include "base/error.h"

namespace understudy {

namespace dom = simdjson::dom;

struct CocoParser::State {
  explicit State(const JsonScan& of) : scan(of) {}
  const JsonScan& scan;
  dom::parser parser;
  std::string_view text;  ///< the element being read

  dom::element parse(std::string_view value) {
    text = value;
    dom::element element;
    const auto error = parser.parse(value.data(), value.size()).get(element);
    if (error != simdjson::SUCCESS) {
      const bool no_number = value.find("NaN") != value.npos || value.find("Infinity") != value.npos;
      scan.fail(scan.place(value), fmt::format("no valid JSON: {}", simdjson::error_message(error)),
                no_number ? "NaN and Infinity are no numbers there: leave such keys out, or write null" : "");
    }
    return element;
  }

  dom::object object(std::string_view value, const char* what) {
    dom::object object;
    if (parse(value).get(object) != simdjson::SUCCESS) fail(fmt::format("expected {}: an object", what));
    return object;
  }

  [[noreturn]] void fail(const std::string& what, const std::string& hint = "") const {
    scan.fail(scan.place(text), what, hint);
  }

  int64_t integer(dom::element value, const char* key, const char* what) const {
    int64_t number = 0;
    if (value.get(number) == simdjson::SUCCESS) return number;
    double real = 0;
    if (value.get(real) == simdjson::SUCCESS && real == std::floor(real) && std::abs(real) < 9e15)
      return int64_t(real);
    fail(fmt::format("expected {} whose '{}' is a whole number of 64 bits", what, key));
  }
};

namespace {

std::optional<double> number_of(dom::element value) {
  double number = 0;
  if (value.get(number) != simdjson::SUCCESS) return std::nullopt;
  return number;
}

/// All numbers of a list; empty where something else is in it.
std::optional<std::vector<double>> numbers_of(dom::element value) {
  dom::array array;
  if (value.get(array) != simdjson::SUCCESS) return std::nullopt;
  std::vector<double> numbers;
  for (dom::element item : array) {
    const auto number = number_of(item);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

/// Collects what is odd about one annotation.
struct Faults {
  std::vector<LabelFault>& list;
  int64_t annotation;
  void add(const char* kind, std::string detail) const {
    list.push_back({kind, annotation, std::move(detail)});
  }
};

Segmentation polygons_from(dom::array array, const Faults& faults) {
  Polygons rings;
  size_t number = 0;
  for (dom::element item : array) {
    ++number;
    const auto flat = numbers_of(item);
    if (!flat) {
      faults.add("segmentation", fmt::format("ring {} is no list of numbers", number));
    } else if (flat->size() == 4) {
      faults.add("ring_of_4_numbers",
                 fmt::format("ring {}: two points, which COCO's readers take for a box", number));
    } else if (flat->size() % 2 != 0 || flat->size() < 6) {
      faults.add("ring_length", fmt::format("ring {} has {} numbers; expected an even count of 6 or more",
                                            number, flat->size()));
    } else {
      RealRing ring;
      for (size_t i = 0; i < flat->size(); i += 2) ring.push_back({(*flat)[i], (*flat)[i + 1]});
      rings.push_back(std::move(ring));
    }
  }
  if (rings.empty()) return {};
  return rings;
}

/// The sizes that masks can have: what an image may have.
bool is_size(const std::optional<std::vector<double>>& size) {
  if (!size || size->size() != 2) return false;
  for (const double n : *size) {
    if (n < 1 || n > 65536 || n != std::floor(n)) return false;
  }
  return (*size)[0] * (*size)[1] <= double(uint64_t(1) << 28);
}

std::optional<Rle> uncompressed(dom::element counts, uint32_t height_px, uint32_t width_px) {
  const auto numbers = numbers_of(counts);
  if (!numbers) return std::nullopt;
  Rle rle{height_px, width_px, {}};
  double sum = 0;
  for (const double n : *numbers) {
    sum += n;
    if (n < 0 || n != std::floor(n) || sum > double(height_px) * width_px) return std::nullopt;
    rle.counts.push_back(uint32_t(n));
  }
  if (sum != double(height_px) * width_px) return std::nullopt;
  return rle;
}

Segmentation rle_from(dom::object object, const Faults& faults) {
  dom::element size_value, counts;
  std::optional<std::vector<double>> size;
  if (object["size"].get(size_value) == simdjson::SUCCESS) size = numbers_of(size_value);
  if (!is_size(size) || object["counts"].get(counts) != simdjson::SUCCESS) {
    faults.add("rle", "expected {\"size\": [height, width], \"counts\": ...}");
    return {};
  }
  const auto height_px = uint32_t((*size)[0]), width_px = uint32_t((*size)[1]);
  std::string_view text;
  if (counts.get(text) == simdjson::SUCCESS) {
    try {
      return decompress_counts(text, height_px, width_px);
    } catch (const UserError& error) {
      faults.add("rle", error.what());
      return {};
    }
  }
  std::optional<Rle> rle = uncompressed(counts, height_px, width_px);
  if (!rle) {
    faults.add("rle", fmt::format("the counts do not fill {} x {} pixels", width_px, height_px));
    return {};
  }
  return std::move(*rle);
}

Segmentation segmentation_from(dom::element value, const Faults& faults) {
  dom::array array;
  dom::object object;
  if (value.get(array) == simdjson::SUCCESS) return polygons_from(array, faults);
  if (value.get(object) == simdjson::SUCCESS) return rle_from(object, faults);
  if (!value.is_null()) faults.add("segmentation", "neither a list of rings nor an RLE");
  return {};
}

std::optional<RealBox> box_from(dom::element value, const Faults& faults) {
  const auto numbers = numbers_of(value);
  if (!numbers || numbers->size() != 4) {
    if (!value.is_null()) faults.add("bbox", "expected [x, y, width, height]");
    return std::nullopt;
  }
  return RealBox{(*numbers)[0], (*numbers)[1], (*numbers)[2], (*numbers)[3]};
}

std::vector<Keypoint> keypoints_from(dom::element value, const Faults& faults) {
  const auto numbers = numbers_of(value);
  if (!numbers || numbers->size() % 3 != 0) {
    faults.add("keypoints", "expected [x, y, v, x, y, v, ...]");
    return {};
  }
  std::vector<Keypoint> keypoints;
  for (size_t i = 0; i < numbers->size(); i += 3) {
    const double v = (*numbers)[i + 2];
    if (v != 0 && v != 1 && v != 2) {
      faults.add("keypoints", fmt::format("a visibility of {}; expected 0, 1 or 2", v));
      return {};
    }
    keypoints.push_back({(*numbers)[i], (*numbers)[i + 1], int(v)});
  }
  return keypoints;
}

/// Names that the other side's may have: of left_eye, Right-Arm, LEFT_EYE, eye.left one, of L_Eye, ear_l,
/// LHip likewise.
std::vector<std::string> other_sides(const std::string& name) {
  std::vector<std::string> others;
  for (const auto& [one, other] : {std::pair{"left", "right"}, {"Left", "Right"}, {"LEFT", "RIGHT"}}) {
    for (const auto& [from, to] : {std::pair{one, other}, {other, one}}) {
      const size_t at = name.find(from);
      if (at == std::string::npos) continue;
      others.push_back(name.substr(0, at) + to + name.substr(at + std::string_view(from).size()));
    }
  }
  const auto is_word = [&](size_t i) {
    return i < name.size() && std::isalnum(static_cast<unsigned char>(name[i])) != 0;
  };
  const auto is_capital = [&](size_t i) { return i < name.size() && name[i] >= 'A' && name[i] <= 'Z'; };
  for (size_t i = 0; i < name.size(); ++i) {
    const size_t side = std::string_view("lrLR").find(name[i]);
    const bool stands_alone = !is_word(i + 1) || (is_capital(i) && is_capital(i + 1));
    if (side == std::string_view::npos || (i > 0 && is_word(i - 1)) || !stands_alone) continue;
    others.push_back(name);
    others.back()[i] = "rlRL"[side];
  }
  return others;
}

/// Place in the list of the other side of keypoint i; of what has none, i itself.
size_t counterpart(const std::vector<std::string>& names, size_t i) {
  for (const std::string& other : other_sides(names[i])) {
    const auto found = std::find(names.begin(), names.end(), other);
    if (found != names.end()) return size_t(found - names.begin());
  }
  return i;
}

/// Two change places where each is the other's counterpart.
std::vector<int> mirrored(const std::vector<std::string>& names) {
  std::vector<int> pairs;
  for (size_t i = 0; i < names.size(); ++i) {
    const size_t other = counterpart(names, i);
    pairs.push_back(int(counterpart(names, other) == i ? other : i));
  }
  return pairs;
}

/// One of LVIS's lists of an image.
void append_ids(dom::element value, Photo& photo, std::vector<int64_t> FederatedLists::*list) {
  if (!photo.federated) photo.federated.emplace();
  const auto fault = [&] {
    photo.faults.push_back({"category_list", 0, "expected a list of ids of categories"});
  };
  dom::array ids;
  if (value.get(ids) != simdjson::SUCCESS) return fault();
  for (dom::element item : ids) {
    int64_t id = 0;
    if (item.get(id) != simdjson::SUCCESS) return fault();
    ((*photo.federated).*list).push_back(id);
  }
}

}  // namespace

CocoParser::CocoParser(const JsonScan& scan) : state_(new State(scan)) {}
CocoParser::~CocoParser() = default;

void CocoParser::check(std::string_view value) { state_->parse(value); }

AnnotationHead CocoParser::annotation_head(std::string_view element,
                                           std::set<std::string, std::less<>>& keys) {
  constexpr const char* what = "an annotation";
  AnnotationHead head;
  bool has_id = false, has_image = false;
  for (const auto& [key, value] : state_->object(element, what)) {
    if (keys.find(key) == keys.end()) keys.emplace(key);
    if (key == "id") head.id = state_->integer(value, "id", what), has_id = true;
    if (key == "image_id") head.image = state_->integer(value, "image_id", what), has_image = true;
    if (key == "category_id") head.category = state_->integer(value, "category_id", what);
    if (key == "segments_info" || key == "regions") {
      state_->fail(fmt::format("this is a {} file, which has one entry per image",
                               key == "regions" ? "COCOA" : "panoptic"),
                   "convert it to COCO instances first");
    }
  }
  if (!has_id) state_->fail("expected an annotation with an 'id'");
  if (!has_image) state_->fail("expected an annotation with an 'image_id'");
  return head;
}

int64_t CocoParser::image_id(std::string_view element, std::set<std::string, std::less<>>& keys) {
  std::optional<int64_t> id;
  for (const auto& [key, value] : state_->object(element, "an image")) {
    if (keys.find(key) == keys.end()) keys.emplace(key);
    if (key == "id") id = state_->integer(value, "id", "an image");
  }
  if (!id) state_->fail("expected an image with an 'id'");
  return *id;
}

Photo CocoParser::image(std::string_view element) {
  Photo photo;
  photo.json = element;
  std::string url;
  const auto size = [&](dom::element value, int& size_px, const char* what) {
    const auto number = number_of(value);
    if (number && *number >= 1 && *number <= 65536)
      size_px = int(*number);
    else
      photo.faults.push_back({"image_size", 0, fmt::format("{} is no size of an image", what)});
  };
  for (const auto& [key, value] : state_->object(element, "an image")) {
    std::string_view text;
    if (key == "id") photo.id = state_->integer(value, "id", "an image");
    if (key == "file_name" && value.get(text) == simdjson::SUCCESS) photo.file_name = text;
    if (key == "coco_url" && value.get(text) == simdjson::SUCCESS) url = text;
    if (key == "width") size(value, photo.width_px, "width");
    if (key == "height") size(value, photo.height_px, "height");
    if (key == "neg_category_ids") append_ids(value, photo, &FederatedLists::negative);
    if (key == "not_exhaustive_category_ids") append_ids(value, photo, &FederatedLists::not_exhaustive);
  }
  if (photo.file_name.empty() && !url.empty()) {  // LVIS: the last folder and the name
    const size_t slash = url.find_last_of('/'),
                 before = slash == 0 || slash == std::string::npos ? slash : url.find_last_of('/', slash - 1);
    photo.file_name = before == std::string::npos ? url : url.substr(before + 1);
  }
  if (photo.file_name.empty()) state_->fail("expected an image with a 'file_name'");
  const std::filesystem::path path = photo.file_name;
  bool leaves = path.is_absolute() || photo.file_name.find('\0') != std::string::npos;
  for (const auto& part : path) leaves = leaves || part == "..";
  if (leaves) state_->fail("the 'file_name' leaves the folder of images", "give it relative to that folder");
  return photo;
}

PhotoCategory CocoParser::category(std::string_view element) {
  PhotoCategory category;
  std::optional<int64_t> id;
  std::vector<std::string> keypoints;
  for (const auto& [key, value] : state_->object(element, "a category")) {
    std::string_view text;
    dom::array array;
    if (key == "id") id = state_->integer(value, "id", "a category");
    if (key == "name" && value.get(text) == simdjson::SUCCESS) category.name = text;
    if (key != "keypoints" || value.get(array) != simdjson::SUCCESS) continue;
    for (dom::element item : array) {
      if (item.get(text) == simdjson::SUCCESS) keypoints.emplace_back(text);
    }
  }
  if (!id) state_->fail("expected a category with an 'id'");
  category.id = *id;
  category.mirrored_keypoint = mirrored(keypoints);
  // COCO's own persons: nose, then eyes, ears, shoulders, elbows, wrists, hips, knees, ankles, left ones
  // first.
  if (keypoints.empty() && category.name == "person") {
    category.mirrored_keypoint = {0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15};
  }
  return category;
}

PhotoObject CocoParser::annotation(std::string_view element, std::vector<LabelFault>& fault_list) {
  PhotoObject object;
  object.json = element;
  std::optional<double> area;
  const dom::object json = state_->object(element, "an annotation");
  for (const auto& [key, value] : json) {
    if (key == "id") object.id = state_->integer(value, "id", "an annotation");
  }
  const Faults faults{fault_list, object.id};
  for (const auto& [key, value] : json) {
    bool truth = false;
    if (key == "category_id") object.category = state_->integer(value, "category_id", "an annotation");
    if (key == "iscrowd")
      object.crowd = value.get(truth) == simdjson::SUCCESS ? truth : number_of(value).value_or(0) != 0;
    if (key == "bbox") object.box = box_from(value, faults);
    if (key == "area") area = number_of(value);
    if (key == "segmentation") object.segmentation = segmentation_from(value, faults);
    if (key == "keypoints") object.keypoints = keypoints_from(value, faults);
    if (key == "visibility") {
      const std::optional<double> share = number_of(value);
      object.foreign_visibility = !share || *share < 0 || *share > 1;
      if (!object.foreign_visibility)
        object.visibility = *share;
      else
        faults.add("visibility", "no share from 0 to 1: kept, and what is left to be seen is not written");
    }
    if (key == "looseness") object.looseness = std::max(number_of(value).value_or(1), 1.0);
  }
  if (const auto* rings = std::get_if<Polygons>(&object.segmentation))
    object.lobed = std::any_of(rings->begin(), rings->end(), has_lobes);
  object.area_px = area.value_or(object.box ? object.box->width * object.box->height : 0);
  if (object.box && (object.box->width <= 0 || object.box->height <= 0)) {
    faults.add("empty_box", fmt::format("{} x {} px", object.box->width, object.box->height));
  }
  return object;
}

}  // namespace understudy
