// SPDX-License-Identifier: Apache-2.0
// COCO's instances.json, appended record by record. docs/format.md describes every key. Private to
// exporters/.
#pragma once

#include <filesystem>
#include <map>

#include "base/files.h"
#include "exporters/record.h"

namespace understudy {

/// First add_image() for every record, then add_annotations() for every record in the same order, then
/// commit(). Nothing but counters is kept between calls.
class CocoWriter {
 public:
  CocoWriter(const std::filesystem::path& path, const std::string& description, const Taxonomy& taxonomy,
             bool polygons);

  void add_image(const Json& record);
  void add_annotations(const Json& record);
  void commit();

 private:
  void append_item(const Json& item);
  Json segmentation(const Json& rle) const;

  AtomicFile file_;
  bool polygons_;
  bool first_item_ = true;
  bool in_annotations_ = false;
  uint64_t next_annotation_id_ = 1;  // pycocotools takes annotation id 0 for "unmatched"
};

}  // namespace understudy
