// SPDX-License-Identifier: Apache-2.0
// Reading back one image of a dataset, DatasetWriter's or PhotoDatasetWriter's, by the name that users know.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "exporters/coco_reader.h"

namespace understudy {

/// What the record of an image says of its files.
struct StoredOutput {
  uint64_t index = 0;
  std::string file_name;    ///< in images/, and in good/ where there is a twin
  std::string hash;         ///< 16 hexadecimal digits, of the image's bytes
  std::string good_hash;    ///< likewise of the twin; empty: there is none
  std::string source_file;  ///< of a photo: the file that it is a version of; empty: it was rendered
  std::string source_hash;  ///< of that file's bytes
  std::string provenance;   ///< JSON of what was done to a photo, with all its parents; empty: nothing was
  uint64_t annotations = 0;
  std::string record;  ///< all of it, byte for byte
};

/// Where the entry of `images` with this id or file name stands. Throws UserError.
size_t find_image(const CocoReader& reader, const std::string& id_or_file_name);

/// The image that DIR/instances.json has under this id or file name. Throws UserError: unknown, or its record
/// is gone or damaged.
StoredOutput find_output(const std::filesystem::path& folder, const std::string& id_or_file_name);

/// Of an index. Throws UserError.
StoredOutput read_output(const std::filesystem::path& folder, uint64_t index);

}  // namespace understudy
