// SPDX-License-Identifier: Apache-2.0
#include "exporters/photo_record.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "base/random.h"
#include "exporters/photo_json.h"

namespace understudy {
namespace {

Json faults_json(const Photo& photo) {
  Json list = Json::array();
  for (const LabelFault& fault : photo.faults) {
    list.push_back(Json{{"kind", fault.kind}, {"annotation_id", fault.annotation}, {"detail", fault.detail}});
  }
  return list;
}

Json dropped_json(const Photo& photo) {
  Json list = Json::array();
  for (const PhotoDropped& d : photo.dropped) {
    list.push_back(Json{{"annotation_id", d.annotation},
                        {"category_id", d.category},
                        {"visible_px", d.visible_px},
                        {"visibility", d.visibility},
                        {"reason", d.reason}});
  }
  return list;
}

/// The annotation that the file names as `parent_id`; 0: none.
int64_t named_parent(const PhotoObject& object) {
  if (object.added || object.json.find("\"parent_id\"") == std::string::npos) return 0;
  const Json json = Json::parse(object.json, nullptr, false);
  const auto found = json.is_object() ? json.find("parent_id") : json.end();
  return found != json.end() && found->is_number_integer() ? found->get<int64_t>() : 0;
}

/// Number, among the photo's objects, of the one that an object is a part of.
std::optional<size_t> parent_of(const PhotoObject& object, const Photo& photo) {
  const uint64_t handle = object.defect ? object.defect->on : 0;
  const int64_t id = named_parent(object);
  for (size_t i = 0; i < photo.objects.size(); ++i) {
    const PhotoObject& other = photo.objects[i];
    if (handle != 0 ? other.handle == handle : id != 0 && other.id == id && !other.added) return i;
  }
  return std::nullopt;
}

Json notes_json(const Photo& photo) {
  Json list = Json::array();
  for (const PhotoNote& note : photo.notes)
    list.push_back(Json{{"kind", note.kind}, {"detail", note.detail}});
  return list;
}

Json head(uint64_t index, const Photo& photo) {
  return Json{{"format", record_format},
              {"index", index},
              {"source_id", photo.id},
              {"source_file", photo.file_name},
              {"source_hash", hash_digits(photo.file_hash)},
              {"faults", faults_json(photo)}};
}

}  // namespace

std::string write_photo_record(const PhotoOutput& output) {
  const Ids ids = output.copy == 0 ? Ids::kept : Ids::left;
  Json annotations = Json::array();
  for (const PhotoObject& object : output.photo.objects) {
    const bool keeps = ids == Ids::kept && !object.added;
    annotations.push_back(Json{{"category_id", object.category},
                               {"position", keeps ? Json(object.position) : Json()},
                               {"text", object_text(object, output.photo, keeps ? Ids::kept : Ids::left)}});
    if (keeps) annotations.back()["id"] = object.id;
    if (const auto parent = parent_of(object, output.photo)) annotations.back()["parent"] = *parent;
  }
  Json record = head(output.index, output.photo);
  record["file_name"] = output.file_name;
  record["bytes"] = output.encoded.size();
  record["hash"] = checksum_of(output.encoded);
  record["keeps_id"] = ids == Ids::kept;
  record["changed"] = !output.provenance.empty();
  if (!output.good.empty()) {
    record["good"] = Json{
        {"file_name", output.file_name}, {"bytes", output.good.size()}, {"hash", checksum_of(output.good)}};
  }
  record["image"] =
      image_text(output.photo, {output.file_name, output.provenance, !output.good.empty()}, ids);
  record["annotations"] = annotations;
  record["dropped"] = dropped_json(output.photo);
  record["notes"] = notes_json(output.photo);
  return frame_record(record);
}

std::string write_skipped_record(uint64_t index, const Photo& photo, const std::string& reason) {
  Json record = head(index, photo);
  record["skipped"] = reason;
  return frame_record(record);
}

std::string image_entry(const Json& record, int64_t id) {
  const std::string& text = record.at("image").get_ref<const std::string&>();
  return record.at("keeps_id") ? text : fmt::format("{{\"id\":{}{}{}}}", id, text.empty() ? "" : ",", text);
}

bool keeps_id(const Json& annotation) { return !annotation.at("position").is_null(); }

std::vector<std::string> annotation_entries(const Json& record, int64_t image_id,
                                            const std::vector<int64_t>& ids) {
  std::vector<std::string> entries;
  for (const Json& annotation : record.at("annotations")) {
    const std::string& text = annotation.at("text").get_ref<const std::string&>();
    if (keeps_id(annotation)) {
      entries.push_back(text);
      continue;
    }
    const std::string parent =
        annotation.contains("parent")
            ? fmt::format("\"parent_id\":{},", ids.at(annotation.at("parent").get<size_t>()))
            : "";
    entries.push_back(
        fmt::format("{{\"id\":{},\"image_id\":{},{}{}}}", ids.at(entries.size()), image_id, parent, text));
  }
  return entries;
}

std::optional<Json> whole_photo_record(const std::filesystem::path& folder, uint64_t index) {
  std::optional<Json> record = read_record(read_file(folder / "records" / (file_stem(index) + ".json")));
  if (!record || record->at("index") != index || record->contains("skipped")) return record;
  std::error_code error;
  const auto has_size = [&](const char* within, const Json& file) {
    const auto bytes =
        std::filesystem::file_size(folder / within / file.at("file_name").get<std::string>(), error);
    return !error && bytes == file.at("bytes").get<uint64_t>();
  };
  if (!has_size("images", *record)) return std::nullopt;
  if (record->contains("good") && !has_size("good", record->at("good"))) return std::nullopt;
  return record;
}

}  // namespace understudy
