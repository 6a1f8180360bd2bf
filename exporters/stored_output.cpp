// SPDX-License-Identifier: Apache-2.0
#include "exporters/stored_output.h"

#include <algorithm>

#include "base/error.h"
#include "base/files.h"
#include "exporters/dataset_reader.h"
#include "exporters/record.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;

/// Whether an image is called so. A file name that is a number wins over the id.
bool is_called(const Photo& image, const std::string& name) {
  return image.file_name == name || std::to_string(image.id) == name;
}

StoredOutput output_of(const Json& record, std::string text) {
  StoredOutput output{record.at("index"), record.at("file_name"), record.at("hash"), "", "", "", "", 0,
                      std::move(text)};
  output.annotations = record.at("annotations").size();
  if (record.contains("good")) output.good_hash = record.at("good").at("hash");
  if (!record.contains("source_file")) return output;
  output.source_file = record.at("source_file");
  output.source_hash = record.at("source_hash");
  if (!record.at("changed").get<bool>()) return output;
  const std::string& members = record.at("image").get_ref<const std::string&>();
  const Json image = Json::parse(members.starts_with('{') ? members : "{" + members + "}");
  output.provenance = image.at("provenance").dump();
  return output;
}

fs::path record_path(const fs::path& folder, uint64_t index) {
  return folder / "records" / (file_stem(index) + ".json");
}

[[noreturn]] void fail_damaged(const fs::path& folder, uint64_t index) {
  throw UserError(record_path(folder, index).string() + ": the record is damaged",
                  "delete it and run the command that made the dataset again");
}

}  // namespace

size_t find_image(const CocoReader& reader, const std::string& name) {
  size_t found = reader.image_count();
  for (size_t i = 0; i < reader.image_count(); ++i) {
    const Photo image = reader.read_image(i);
    if (!is_called(image, name)) continue;
    found = i;
    if (image.file_name == name) break;
  }
  if (found < reader.image_count()) return found;
  throw UserError("no image of the dataset has the id or file name '" + name + "'");
}

StoredOutput read_output(const fs::path& folder, uint64_t index) try {
  std::string text = read_file(record_path(folder, index));
  const std::optional<Json> record = read_record(text);
  if (!record || record->at("index") != index || record->contains("skipped")) fail_damaged(folder, index);
  return output_of(*record, std::move(text));
} catch (const Json::exception&) {  // its checksum holds: another program, or version, wrote it
  fail_damaged(folder, index);
}

StoredOutput find_output(const fs::path& folder, const std::string& name) {
  const CocoReader reader(folder / "instances.json");
  const size_t place = find_image(reader, name);
  const std::string file_name = reader.read_image(place).file_name;
  // Images stand in the order of their records; those of skipped images lie between, so it is here or further
  // on.
  const std::vector<uint64_t> indices = stored_indices(folder);
  for (size_t i = 0; i < indices.size(); ++i) {
    const uint64_t index = indices[(place + i) % indices.size()];
    const std::optional<Json> record = read_record(read_file(record_path(folder, index)));
    if (record && record->value("file_name", "") == file_name) return read_output(folder, index);
  }
  throw UserError((folder / "records").string() + ": there is no record of " + file_name,
                  "run the command that made the dataset again");
}

}  // namespace understudy
