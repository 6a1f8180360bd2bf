// SPDX-License-Identifier: Apache-2.0
#include "exporters/report.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/unplaced.h"

namespace understudy {

ReportWriter::ReportWriter(std::filesystem::path path, const Taxonomy& taxonomy)
    : file_(std::move(path)), taxonomy_(taxonomy) {
  for (const Category& category : taxonomy_.categories) kept_of_category_[category.id.value] = 0;
}

const Category& ReportWriter::category_of(const Json& labelled) const {
  const auto id = labelled.at("category_id").get<uint32_t>();
  if (kept_of_category_.count(id) == 0) {
    throw UserError(fmt::format("a record names the category {}, which this dataset does not have", id),
                    "delete that record; its image will then be made again");
  }
  return taxonomy_.category(CategoryId(id));
}

void ReportWriter::count(const Json& record) {
  ++images_;
  ++images_of_device_[record.at("device")];
  for (const Json& annotation : record.at("annotations")) {
    ++annotations_;
    ++kept_of_category_[category_of(annotation).id.value];
    if (annotation.contains("contrast") && annotation.at("contrast") == 0)
      ++invisible_of_category_[category_of(annotation).name];
  }
  for (const auto& [what, count] : record.at("provenance").items())
    if (what.starts_with(unplaced_prefix))
      unplaced_[what.substr(unplaced_prefix.size())] += std::stoull(count.get<std::string>());
  for (const Json& dropped : record.at("dropped")) {
    ++dropped_;
    ++dropped_of_reason_[dropped.at("reason")][category_of(dropped).name];
  }
}

std::string ReportWriter::summary() const {
  Json of_category = Json::object();
  for (const Category& category : taxonomy_.categories) {
    of_category[category.name] = kept_of_category_.at(category.id.value);
  }
  const Json report{{"understudy", UNDERSTUDY_VERSION},
                    {"images", images_},
                    {"annotations", annotations_},
                    {"annotations_per_category", of_category},
                    {"dropped", dropped_},
                    {"dropped_per_reason", Json(dropped_of_reason_)},
                    {"unplaced", Json(unplaced_)},
                    {"defects_without_contrast", Json(invisible_of_category_)},
                    {"images_per_device", Json(images_of_device_)},
                    {"damaged_indices", damaged_}};
  const std::string text = report.dump(1, ' ', false, Json::error_handler_t::replace);
  return text.substr(0, text.size() - 2);  // without the closing "\n}": the list of dropped instances follows
}

void ReportWriter::add_dropped(const Json& record) {
  if (!summary_written_) {
    file_.append(summary() + ",\n \"dropped_instances\": [");
    summary_written_ = true;
  }
  for (const Json& dropped : record.at("dropped")) {
    Json item{{"index", record.at("index")}};
    for (const auto& [key, value] : dropped.items()) item[key] = value;
    item["category"] = category_of(dropped).name;
    file_.append((first_item_ ? "\n  " : ",\n  ") +
                 item.dump(-1, ' ', false, Json::error_handler_t::replace));
    first_item_ = false;
  }
}

void ReportWriter::commit() {
  if (!summary_written_) file_.append(summary() + ",\n \"dropped_instances\": [");
  file_.append("\n ]\n}\n");
  file_.commit();
}

}  // namespace understudy
