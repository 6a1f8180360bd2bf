// SPDX-License-Identifier: Apache-2.0
// report.json: what a dataset holds and what was dropped from it, and why. Private to exporters/.
#pragma once

#include <filesystem>
#include <map>
#include <vector>

#include "base/files.h"
#include "exporters/record.h"

namespace understudy {

/// First count() for every record, then add_dropped() for every record in the same order, then commit().
/// Memory grows with the number of classes, reasons and devices only.
class ReportWriter {
 public:
  ReportWriter(std::filesystem::path path, const Taxonomy& taxonomy);

  void count(const Json& record);
  /// Indices of records whose image or record is not whole: their images are not in instances.json.
  void set_damaged(std::vector<uint64_t> indices) { damaged_ = std::move(indices); }
  void add_dropped(const Json& record);
  void commit();

 private:
  /// Throws UserError where the category is not one of the dataset.
  const Category& category_of(const Json& labelled) const;
  std::string summary() const;

  AtomicFile file_;
  const Taxonomy& taxonomy_;
  std::vector<uint64_t> damaged_;
  uint64_t images_ = 0, annotations_ = 0, dropped_ = 0;
  std::map<uint32_t, uint64_t> kept_of_category_;
  std::map<std::string, uint64_t> invisible_of_category_;  ///< defects that change no pixel of theirs
  std::map<std::string, std::map<std::string, uint64_t>> dropped_of_reason_;  ///< reason, class
  std::map<std::string, uint64_t> unplaced_;  ///< what was asked for and found no place
  std::map<std::string, uint64_t> images_of_device_;
  bool summary_written_ = false, first_item_ = true;
};

}  // namespace understudy
