// SPDX-License-Identifier: Apache-2.0
// One element of a COCO file to values, through simdjson. Private to exporters/.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "exporters/json_scan.h"
#include "labels/photo.h"

namespace understudy {

/// What the index needs of an annotation.
struct AnnotationHead {
  int64_t id = 0, image = 0, category = 0;
};

/// Reads elements of one file, one after another. Not thread-safe: one per thread.
class CocoParser {
 public:
  explicit CocoParser(const JsonScan& scan);
  ~CocoParser();

  /// All throw UserError with line and place where the element is no valid JSON or lacks what makes it an
  /// image, an annotation or a category (ids, the file's name).
  AnnotationHead annotation_head(std::string_view element, std::set<std::string, std::less<>>& keys);
  int64_t image_id(std::string_view element, std::set<std::string, std::less<>>& keys);
  PhotoCategory category(std::string_view element);
  /// Without objects and pixels. Odd sizes go to its faults; an unknown size is 0.
  Photo image(std::string_view element);
  /// Odd labels go to `faults`; a segmentation or box that makes no sense is then taken for absent.
  PhotoObject annotation(std::string_view element, std::vector<LabelFault>& faults);
  /// That the value is valid JSON.
  void check(std::string_view value);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace understudy
