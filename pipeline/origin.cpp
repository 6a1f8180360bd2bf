// SPDX-License-Identifier: Apache-2.0
#include "pipeline/origin.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/files.h"
#include "base/random.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// As seen from the folder; as it is where no way leads there.
std::string seen_from(const fs::path& folder, const fs::path& path) {
  const fs::path from = fs::weakly_canonical(fs::absolute(folder)),
                 to = fs::weakly_canonical(fs::absolute(path));
  const fs::path way = to.lexically_relative(from);
  return (way.empty() ? to : way).generic_string();
}

std::string text_of(const fs::path& folder, const Origin& origin) {
  Json json{{"verb", origin.verb}};
  if (!origin.instances.empty()) {
    json["instances"] = seen_from(folder, origin.instances);
    json["images"] = seen_from(folder, origin.images);
    json["instances_hash"] = origin.instances_hash;
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

Origin origin_of(const std::string& verb, const fs::path& instances, const fs::path& images,
                 const CocoReader& reader) {
  return {verb, instances, images, hash_digits(reader.file_hash())};
}

std::string name_in_comment(const fs::path& file) {
  const std::string quoted =
      Json(file.filename().string()).dump(-1, ' ', false, Json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

std::string origin_comment(const Origin& origin, const CocoReader& reader) {
  return fmt::format("# {}: {} images and {} annotations of {} ({} bytes, hash {})\n", origin.verb,
                     reader.image_count(), reader.annotation_count(), name_in_comment(origin.instances),
                     reader.file_bytes(), origin.instances_hash);
}

void write_origin(const fs::path& folder, const Origin& origin) {
  const std::string text = text_of(folder, origin);
  const fs::path file = folder / "origin.json";
  if (!fs::exists(file) || read_file(file) != text) write_file_atomic(file, text);
}

bool is_of_photos(const fs::path& folder) {
  if (fs::exists(folder / "origin.json")) return read_origin(folder).verb != "generate";
  // What corrupt made keeps no records.
  return fs::exists(folder / "instances.json") && !fs::exists(folder / "records");
}

Origin read_origin(const fs::path& folder) {
  const fs::path file = folder / "origin.json";
  if (!fs::exists(file)) {
    throw UserError(folder.string() +
                    ": expected a dataset that this program made, found no origin.json in it");
  }
  const Json json = Json::parse(read_file(file), nullptr, false);
  const auto text = [&](const char* key) {
    if (!json.is_object() || !json.contains(key) || !json[key].is_string()) {
      throw UserError(file.string() + ": expected an object with the text '" + key + "'",
                      "run the command that made the dataset again, which writes this file anew");
    }
    return json[key].get<std::string>();
  };
  Origin origin{text("verb"), {}, {}, {}};
  if (!json.contains("instances")) return origin;
  origin.instances = (folder / text("instances")).lexically_normal();
  origin.images = (folder / text("images")).lexically_normal();
  origin.instances_hash = text("instances_hash");
  return origin;
}

}  // namespace understudy
