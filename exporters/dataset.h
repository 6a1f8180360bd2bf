// SPDX-License-Identifier: Apache-2.0
// A dataset on disk, kill-safe:
//   DIR/recipe.yaml              the recipe fully resolved (with seed, size, quality): what made every image
//   DIR/images/000005.jpg        named by index
//   DIR/good/000005.jpg          of a matched pair: the same picture without defects
//   DIR/records/000005.json      one checksummed record per image, written after its image, atomically
//   DIR/instances.json           COCO, assembled from the records by finish()
//   DIR/report.json              counts, dropped instances, device
// Whenever the process dies, a record stands only for an image that is whole; the next run goes on from
// there.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <string>

#include "exporters/folder_lock.h"
#include "labels/sample.h"

namespace understudy {

struct DatasetHeader {
  std::string recipe_yaml;
  std::string description;  ///< COCO info.description
  Taxonomy taxonomy;
  std::string device;     ///< reported, not compared
  bool polygons = false;  ///< COCO segmentation as lossless polygons where a mask has no hole
};

class DatasetWriter {
 public:
  /// Creates DIR or continues it. Throws UserError: unwritable, not empty and no dataset, a dataset whose
  /// recipe differs (the first differing line is named), or one that another run is writing. Nothing existing
  /// is touched then.
  DatasetWriter(std::filesystem::path folder, DatasetHeader header);

  /// Indices whose image and record are whole (checksum and size hold).
  std::set<uint64_t> finished() const;

  /// Thread-safe for different indices. Throws UserError on a full disk; the index is then simply not there.
  void add(const Sample& sample);

  /// Assembles instances.json and report.json from all records, streaming: memory does not grow with the
  /// dataset.
  void finish();

 private:
  std::filesystem::path folder_;
  DatasetHeader header_;
  std::unique_ptr<FolderLock> lock_;
};

}  // namespace understudy
