// SPDX-License-Identifier: Apache-2.0
#include "pipeline/provenance.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/random.h"

namespace understudy {
namespace {

using Json = nlohmann::ordered_json;

std::string quoted(const std::string& text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string parent_json(const Parent& parent) {
  const std::string license = parent.license.empty() ? "" : ",\"license\":" + parent.license;
  const std::string dataset = parent.dataset.empty() ? "" : ",\"dataset\":" + quoted(parent.dataset);
  const std::string depth = parent.depth_file.empty()
                                ? ""
                                : fmt::format(",\"depth\":{{\"file\":{},\"hash\":\"{}\"}}",
                                              quoted(parent.depth_file), parent.depth_hash);
  return fmt::format("{{\"image_id\":{},\"file\":{},\"hash\":\"{}\"{}{}{}}}", parent.id, quoted(parent.file),
                     parent.hash, license, dataset, depth);
}

}  // namespace

Parent parent_of(const Photo& photo) {
  Parent parent{.id = photo.id, .file = photo.file_name, .hash = hash_digits(photo.file_hash)};
  const Json entry = Json::parse(photo.json, nullptr, false);
  if (entry.is_object() && entry.contains("license")) parent.license = entry["license"].dump();
  return parent;
}

void Provenance::add_parent(const Parent& parent) {
  if (std::find(parents.begin(), parents.end(), parent) == parents.end()) parents.push_back(parent);
}

std::string Provenance::to_json() const {
  std::string list;
  for (const Parent& parent : parents) list += (list.empty() ? "" : ",") + parent_json(parent);
  return fmt::format("{{\"verb\":\"{}\",\"parents\":[{}],\"copy\":{},\"seed\":{},\"index\":{},\"steps\":{}}}",
                     verb, list, copy, seed, index, steps);
}

}  // namespace understudy
