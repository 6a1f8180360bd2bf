// SPDX-License-Identifier: Apache-2.0
// Reading back what DatasetWriter wrote, image by image, from the records.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "labels/annotation.h"

namespace understudy {

struct StoredAnnotation {
  CategoryId category;
  bool is_defect = false;
  bool has_parent = false;  ///< of a defect: it is part of an object, dropped or not
  Rle visible;
  Box box;
  double contrast = 1;  ///< of a defect: how plainly it is seen, where that was measured
};

struct StoredImage {
  uint64_t index = 0;
  int width_px = 0, height_px = 0;
  std::filesystem::path file;
  std::filesystem::path good;  ///< the same picture without defects; empty: there is none
  std::vector<StoredAnnotation> annotations;
};

/// Indices of the dataset's records, ascending. Throws UserError where `folder` holds no dataset.
std::vector<uint64_t> stored_indices(const std::filesystem::path& folder);

/// Throws UserError where the record is missing or damaged. Every mask has the size of the image.
StoredImage read_stored_image(const std::filesystem::path& folder, uint64_t index);

}  // namespace understudy
