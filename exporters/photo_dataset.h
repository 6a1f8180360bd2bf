// SPDX-License-Identifier: Apache-2.0
// A COCO dataset made from another one, on disk, kill-safe like DatasetWriter's:
//   DIR/recipe.yaml             the recipe fully resolved, and which dataset it was applied to
//   DIR/images/NAME             file names as in the input; copies are called NAME-1.jpg, NAME-2.jpg, ...
//   DIR/good/NAME               the same picture without the defects that were painted on it, of a pair
//   DIR/records/000005.json     one checksummed record per output image, written after its image
//   DIR/instances.json          COCO: the input's own members, its images and annotations replaced
//   DIR/report.json             counts before and after, what was dropped, skipped, or odd in the input
// The first output of each image keeps the ids of the input and their order; further ones, and pasted
// objects, get ids beyond the input's largest.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <string>

#include "exporters/coco_reader.h"
#include "exporters/folder_lock.h"
#include "labels/photo.h"

namespace understudy {

/// One image of the result.
struct PhotoOutput {
  uint64_t index = 0;      ///< of all outputs: image * copies + copy
  uint64_t copy = 0;       ///< 0: keeps the ids
  Photo photo;             ///< labels; its pixels are not looked at
  std::string file_name;   ///< relative to DIR/images
  std::string encoded;     ///< the image file's bytes
  std::string good{};      ///< those of the picture without defects; empty: there is none
  std::string provenance;  ///< JSON of what was done; empty where nothing was
};

struct PhotoDatasetHeader {
  std::string recipe_yaml;
  uint64_t outputs = 0;                         ///< so many will there be in the end
  std::vector<PhotoCategory> new_categories{};  ///< beside those of the input
};

/// What a report counts, for the command line.
struct PhotoDatasetSummary {
  uint64_t images = 0, annotations = 0, dropped = 0, skipped = 0, faults = 0;
  std::map<std::string, uint64_t> dropped_of_reason;
  std::map<std::string, uint64_t> notes_of_kind;        ///< what could not be done as asked
  std::map<int64_t, uint64_t> annotations_of_category;  ///< by id
};

class PhotoDatasetWriter {
 public:
  /// As DatasetWriter; `input` must outlive the writer.
  PhotoDatasetWriter(std::filesystem::path folder, PhotoDatasetHeader header, const CocoReader& input);

  /// Outputs that are whole (checksum and size hold). Skipped ones are not: they are tried again.
  std::set<uint64_t> finished() const;

  /// Both thread-safe for different indices. Throw UserError on a full disk.
  void add(const PhotoOutput& output);
  void skip(uint64_t index, const Photo& photo, const std::string& reason);

  /// Assembles instances.json and report.json from the records. Memory: 24 bytes an annotation.
  PhotoDatasetSummary finish();

 private:
  std::filesystem::path folder_;
  PhotoDatasetHeader header_;
  std::unique_ptr<FolderLock> lock_;
  const CocoReader& input_;
};

}  // namespace understudy
