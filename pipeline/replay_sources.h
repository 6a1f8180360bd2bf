// SPDX-License-Identifier: Apache-2.0
// Whether the files that an image was made from are those that they were.
#pragma once

#include <filesystem>
#include <string>

#include "exporters/stored_output.h"
#include "pipeline/origin.h"

namespace understudy {

/// 16 hexadecimal digits.
std::string hash_of_file(const std::filesystem::path& file);

/// Throws UserError where the COCO file of the dataset in `root`, or that of a dataset that its steps take
/// donors from, is gone or has changed, or a folder of photos is gone.
void require_source(const Origin& origin, const std::filesystem::path& root);

/// Throws UserError where a photo that something of the image was taken from, or its depth image, is gone or
/// has changed: those of the dataset, and those of others that its steps take donors from.
void require_parents(const Origin& origin, const std::filesystem::path& root, const StoredOutput& output);

}  // namespace understudy
