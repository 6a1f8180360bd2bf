// SPDX-License-Identifier: Apache-2.0
#include "exporters/photo_report.h"

#include <fmt/format.h>

namespace understudy {
namespace {

std::string to_text(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

PhotoReport::PhotoReport(const std::filesystem::path& path, const CocoReader& input,
                         const std::vector<PhotoCategory>& new_categories)
    : file_(path), input_(input), new_categories_(new_categories) {
  file_.append("{\"list\": [");
  for (const LabelFault& fault : input.faults()) {
    ++faults_of_kind_[fault.kind];
    ++summary_.faults;
    Json entry{{"odd", fault.kind}, {"detail", fault.detail}};
    if (fault.annotation != 0) entry["annotation_id"] = fault.annotation;
    list(entry);
  }
}

void PhotoReport::list(const Json& item) {
  file_.append((first_item_ ? "\n  " : ",\n  ") + to_text(item));
  first_item_ = false;
}

std::string PhotoReport::category_name(int64_t id) const {
  for (const auto* categories : {&input_.categories(), &new_categories_}) {
    for (const PhotoCategory& category : *categories) {
      if (category.id == id) return category.name;
    }
  }
  return fmt::format("{}", id);
}

Json PhotoReport::of_category(const std::map<int64_t, uint64_t>& counts) const {
  Json json = Json::object();
  for (const auto& [id, count] : counts) json[category_name(id)] = count;
  return json;
}

void PhotoReport::add(uint64_t index, const std::optional<Json>& record) {
  if (!record) {
    damaged_.push_back(index);
    return;
  }
  const Json& file = record->at("source_file");
  if (record->contains("skipped")) {
    ++summary_.skipped;
    list(Json{{"skipped", file}, {"index", index}, {"why", record->at("skipped")}});
    return;
  }
  ++summary_.images;
  for (const Json& annotation : record->at("annotations")) {
    ++summary_.annotations;
    ++summary_.annotations_of_category[annotation.at("category_id")];
  }
  for (const Json& dropped : record->at("dropped")) {
    ++summary_.dropped;
    ++summary_.dropped_of_reason[dropped.at("reason")];
    Json item{{"dropped", dropped.at("reason")}, {"index", index}, {"file", file}};
    for (const auto& [key, value] : dropped.items()) {
      if (key != "reason") item[key] = value;
    }
    item["category"] = category_name(dropped.at("category_id"));
    list(item);
  }
  for (const Json& note : record->at("notes")) {
    ++summary_.notes_of_kind[note.at("kind")];
    list(Json{{"note", note.at("kind")}, {"index", index}, {"file", file}, {"detail", note.at("detail")}});
  }
  if (!record->at("keeps_id")) return;  // what is odd in the input is told once
  for (const Json& fault : record->at("faults")) {
    ++summary_.faults;
    ++faults_of_kind_[fault.at("kind")];
    list(Json{{"odd", fault.at("kind")},
              {"file", file},
              {"annotation_id", fault.at("annotation_id")},
              {"detail", fault.at("detail")}});
  }
}

PhotoDatasetSummary PhotoReport::commit() {
  const Json summary{{"understudy", UNDERSTUDY_VERSION},
                     {"images_before", input_.image_count()},
                     {"images", summary_.images},
                     {"skipped", summary_.skipped},
                     {"annotations_before", input_.annotation_count()},
                     {"annotations", summary_.annotations},
                     {"annotations_per_category_before", of_category(input_.annotations_of_category())},
                     {"annotations_per_category", of_category(summary_.annotations_of_category)},
                     {"dropped", summary_.dropped},
                     {"dropped_per_reason", Json(summary_.dropped_of_reason)},
                     {"notes_per_kind", Json(summary_.notes_of_kind)},
                     {"odd", Json(faults_of_kind_)},
                     {"damaged_indices", damaged_}};
  file_.append("\n ],\n \"summary\": " + to_text(summary) + "\n}\n");
  file_.commit();
  return summary_;
}

}  // namespace understudy
