// SPDX-License-Identifier: Apache-2.0
// report.json of a dataset made from photos. Private to exporters/.
#pragma once

#include <map>
#include <optional>

#include "base/files.h"
#include "exporters/photo_dataset.h"
#include "exporters/record.h"

namespace understudy {

/// Lists go to the file as records come; counts follow at the end. Memory does not grow with the dataset.
class PhotoReport {
 public:
  PhotoReport(const std::filesystem::path& path, const CocoReader& input,
              const std::vector<PhotoCategory>& new_categories);

  /// `record`: empty where it is damaged.
  void add(uint64_t index, const std::optional<Json>& record);
  PhotoDatasetSummary commit();

 private:
  void list(const Json& item);
  std::string category_name(int64_t id) const;
  Json of_category(const std::map<int64_t, uint64_t>& counts) const;

  AtomicFile file_;
  const CocoReader& input_;
  const std::vector<PhotoCategory>& new_categories_;
  bool first_item_ = true;
  PhotoDatasetSummary summary_;
  std::map<std::string, uint64_t> faults_of_kind_;
  std::vector<uint64_t> damaged_;
};

}  // namespace understudy
