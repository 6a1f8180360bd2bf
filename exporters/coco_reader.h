// SPDX-License-Identifier: Apache-2.0
// A COCO instances file of any size, image by image. The file stays on disk (mapped); kept in memory is where
// each image and annotation stands: about 50 bytes an image, 20 an annotation.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "labels/photo.h"

namespace understudy {

class CocoReader {
 public:
  using Keys = std::set<std::string, std::less<>>;

  /// Reads every element once. Throws UserError with line and place: no JSON, no `images`, an image or
  /// annotation without whole-number ids, two images of one id or one file.
  explicit CocoReader(const std::filesystem::path& path);
  ~CocoReader();

  uint64_t file_bytes() const;
  uint64_t file_hash() const;  ///< hash_bytes of the whole file
  size_t image_count() const;
  size_t annotation_count() const;
  int64_t largest_image_id() const;
  int64_t largest_annotation_id() const;
  const std::vector<PhotoCategory>& categories() const;
  /// Every key that some annotation, or some image, has.
  const Keys& annotation_keys() const;
  const Keys& image_keys() const;
  /// Annotations of each category id.
  const std::map<int64_t, uint64_t>& annotations_of_category() const;
  /// What is odd beyond single images: annotations of no image, ids that occur twice.
  const std::vector<LabelFault>& faults() const;

  /// Image number `index` (in the order of the file) with its labels, without pixels; where its size is not
  /// known, labels beyond the frame are not told. Thread-safe. Throws UserError.
  Photo read(size_t index) const;
  /// Without objects.
  Photo read_image(size_t index) const;
  /// Whether some image has this file name.
  bool has_file(std::string_view file_name) const;

  /// Members of the file in their order, as written; of `images` and `annotations` the value is left out.
  struct Member {
    std::string_view key, json;
  };
  const std::vector<Member>& members() const;

 private:
  struct Index;
  std::unique_ptr<const Index> index_;
};

}  // namespace understudy
