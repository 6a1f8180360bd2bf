// SPDX-License-Identifier: Apache-2.0
// A contact sheet: the first images of a dataset with boxes, translucent masks and class names drawn on.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace understudy {

struct SheetOptions {
  uint64_t images = 12;  ///< how many, in the order of their indices
  int columns = 3;
  int cell_width_px = 640;  ///< larger images are scaled down by a whole factor
  bool labels = true;       ///< false: the bare images
};

struct SheetReport {
  uint64_t images = 0;
  std::map<std::string, int64_t> instances;  ///< annotations per class on the sheet
};

/// Reads the dataset in `folder` and writes the sheet as PNG. Throws UserError.
SheetReport write_sheet(const std::filesystem::path& folder, const std::filesystem::path& out,
                        const SheetOptions& options);

}  // namespace understudy
