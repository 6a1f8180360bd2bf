// SPDX-License-Identifier: Apache-2.0
// Of which bytes the pictures of a photo were made, where its labels have no record that could say so: one
// checksummed line in DIR/sources for each photo.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace understudy {

struct PhotoFileHash {
  std::string file;  ///< as its COCO file names it
  std::string hash;  ///< 16 hexadecimal digits, of its bytes
  bool operator==(const PhotoFileHash&) const = default;
};

/// `index`: of the photo in its COCO file.
void write_source(const std::filesystem::path& folder, uint64_t index, const PhotoFileHash& source);

/// Empty where there is none, or it is damaged.
std::optional<PhotoFileHash> read_source(const std::filesystem::path& folder, uint64_t index);

}  // namespace understudy
