// SPDX-License-Identifier: Apache-2.0
#include "exporters/record.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <limits>

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "base/random.h"

namespace understudy {

namespace {

constexpr std::string_view head = "{\"checksum\":\"", middle = "\",\"record\":", tail = "}\n";
constexpr size_t checksum_size = 16;

double finite(double value) {
  CHECK(std::isfinite(value), "a label is not a finite number");
  return value;
}

/// What was measured no finer than a float: written with the few digits that tell floats apart.
double few_digits(double value) {
  const std::string text = fmt::format("{}", float(finite(value)));
  double result = 0;
  std::from_chars(text.data(), text.data() + text.size(), result);
  return result;
}

Json box_json(const Box& box) { return Json::array({box.x, box.y, box.width, box.height}); }

Json rle_json(const Rle& rle) {
  return Json{{"size", {rle.height_px, rle.width_px}}, {"counts", compress_counts(rle)}};
}

template <typename Vector>
Json vector_json(const Vector& v) {
  return Json::array({finite(v[0]), finite(v[1]), finite(v[2])});
}

Json camera_json(const Camera& camera) {
  Json distortion = Json::array(), rotation = Json::array();
  for (double d : camera.distortion) distortion.push_back(finite(d));
  for (int row = 0; row < 3; ++row) {  // glm counts columns first
    const glm::dmat3& m = camera.world_from_camera;
    rotation.push_back(Json::array({finite(m[0][row]), finite(m[1][row]), finite(m[2][row])}));
  }
  return Json{{"model", lens_model_name(camera.model)},
              {"fx", finite(camera.fx)},
              {"fy", finite(camera.fy)},
              {"cx", finite(camera.cx)},
              {"cy", finite(camera.cy)},
              {"distortion", distortion},
              {"rotation", rotation},
              {"position_m", vector_json(camera.position_m)},
              {"linear_mps", vector_json(camera.motion.linear_mps)},
              {"angular_radps", vector_json(camera.motion.angular_radps)},
              {"shutter_s", finite(camera.shutter_s)},
              {"aperture_radius_m", finite(camera.aperture_radius_m)},
              {"focus_distance_m", finite(camera.focus_distance_m)}};
}

/// Sizes are written with what a rule can tell apart: micrometres.
double micrometres(double mm) { return std::round(finite(mm) * 1000) / 1000; }

void add_defect(const DefectLabel& defect, Json& json) {
  if (defect.parent != background) json["parent_instance_id"] = defect.parent.value;
  json["severity"] = few_digits(defect.facts.severity);
  json["size_mm"] = Json{{"length", micrometres(defect.facts.length_mm)},
                         {"width", micrometres(defect.facts.width_mm)},
                         {"depth", micrometres(defect.facts.depth_mm)}};
  json["size_px"] = Json{{"length", finite(defect.size_px.length)}, {"width", finite(defect.size_px.width)}};
  if (defect.contrast) json["contrast"] = few_digits(*defect.contrast);
}

Json annotation_json(const Annotation& a) {
  Json occluders = Json::array();
  for (const Occluder& occluder : a.occluders) {
    occluders.push_back(Json{{"instance_id", occluder.instance.value}, {"pixels", occluder.hidden_px}});
  }
  Json json{{"instance_id", a.instance.value},
            {"category_id", a.category.value},
            {"bbox", box_json(a.box)},
            {"area", a.area_px},
            {"segmentation", rle_json(a.visible)},
            {"visibility", finite(a.visibility)},
            {"truncation", finite(a.truncation)},
            {"truncation_capped", a.truncation_capped},
            {"amodal_bbox", box_json(a.amodal_box)},
            {"amodal_area", a.amodal_area_px},
            {"amodal_segmentation", rle_json(a.amodal)},
            {"occluders", occluders},
            {"distance_m", few_digits(a.distance_m)},
            {"parts", Json(a.part_px)},
            {"provenance", Json(a.provenance)}};
  if (a.defect) add_defect(*a.defect, json);
  return json;
}

Json dropped_json(const Dropped& dropped) {
  return Json{{"instance_id", dropped.instance.value},
              {"category_id", dropped.category.value},
              {"visible_px", dropped.visible_px},
              {"visibility", finite(dropped.visibility)},
              {"reason", dropped.reason}};
}

/// A real number where an integer belongs is converted by those who read it, which is undefined where it does
/// not fit: none that was written is as large as an int may be, and counts from 0 on are never real.
bool may_be_real(std::string_view key, double value) {
  constexpr std::string_view unsigned_keys[] = {"index",       "seed",        "bytes",
                                                "instance_id", "category_id", "parent_instance_id"};
  return std::abs(value) < double(std::numeric_limits<int>::max()) &&
         std::find(std::begin(unsigned_keys), std::end(unsigned_keys), key) == std::end(unsigned_keys);
}

}  // namespace

std::string file_stem(uint64_t index) { return fmt::format("{:06}", index); }

std::string checksum_of(std::string_view bytes) { return hash_digits(hash_string(bytes)); }

std::string frame_record(const Json& record) {
  const std::string body = record.dump(-1, ' ', false, Json::error_handler_t::replace);
  return fmt::format("{}{}{}{}{}", head, checksum_of(body), middle, body, tail);
}

std::string write_record(const Sample& sample, const std::string& device) {
  Json annotations = Json::array(), dropped = Json::array();
  for (const Annotation& a : sample.annotations.kept) annotations.push_back(annotation_json(a));
  for (const Dropped& d : sample.annotations.dropped) dropped.push_back(dropped_json(d));
  Json record{{"format", record_format},
              {"index", sample.key.index},
              {"seed", sample.key.seed},
              {"file_name", file_stem(sample.key.index) + "." + sample.extension},
              {"bytes", sample.encoded.size()},
              {"hash", checksum_of(sample.encoded)},
              {"width", sample.width_px},
              {"height", sample.height_px},
              {"device", device},
              {"camera", camera_json(sample.camera)},
              {"provenance", Json(sample.provenance)},
              {"annotations", annotations},
              {"dropped", dropped}};
  if (!sample.good.empty()) {
    record["good"] = Json{{"file_name", record.at("file_name")},
                          {"bytes", sample.good.size()},
                          {"hash", checksum_of(sample.good)}};
  }
  return frame_record(record);
}

std::optional<Json> read_record(std::string_view text) {
  const size_t before = head.size() + checksum_size + middle.size();
  if (text.size() < before + tail.size()) return std::nullopt;
  const std::string_view body = text.substr(before, text.size() - before - tail.size());
  const bool framed = text.starts_with(head) && text.ends_with(tail) &&
                      text.substr(head.size() + checksum_size, middle.size()) == middle;
  if (!framed || text.substr(head.size(), checksum_size) != checksum_of(body)) return std::nullopt;
  // Nothing that was written nests deeper than this; whatever walks a record may recurse.
  constexpr int most_depth = 16;
  bool odd = false;
  std::string key;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::key) key = parsed.get_ref<const std::string&>();
    odd = odd || depth > most_depth ||
          (event == Json::parse_event_t::value && parsed.is_number_float() &&
           !may_be_real(key, parsed.get<double>()));
    return !odd;
  };
  Json record = Json::parse(body, watch, false);
  if (odd || !record.is_object() || record.value("format", 0) != record_format) return std::nullopt;
  return record;
}

std::optional<Json> whole_record(const std::filesystem::path& folder, uint64_t index) {
  std::optional<Json> record = read_record(read_file(folder / "records" / (file_stem(index) + ".json")));
  if (!record || record->at("index") != index) return std::nullopt;
  const auto has_size = [&](const std::filesystem::path& images, const Json& image) {
    const std::filesystem::path name = image.at("file_name").get<std::string>();
    std::error_code error;
    const auto bytes = std::filesystem::file_size(images / name.filename(), error);
    return name.stem() == file_stem(index) && !error && bytes == image.at("bytes").get<uint64_t>();
  };
  if (!has_size(folder / "images", *record)) return std::nullopt;
  if (record->contains("good") && !has_size(folder / "good", record->at("good"))) return std::nullopt;
  return record;
}

bool image_is_whole(const std::filesystem::path& folder, const Json& record) {
  const auto is_whole = [](const std::filesystem::path& images, const Json& image) {
    return checksum_of(read_file(images / image.at("file_name").get<std::string>())) ==
           image.at("hash").get<std::string>();
  };
  return is_whole(folder / "images", record) &&
         (!record.contains("good") || is_whole(folder / "good", record.at("good")));
}

}  // namespace understudy
