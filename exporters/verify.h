// SPDX-License-Identifier: Apache-2.0
// Is a dataset true? Everything that follows from the masks of instances.json is derived again and compared;
// images and records are compared with their checksums. What only rendering can tell (recipe, seed, index
// give these very masks) is the pipeline's to ask.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace understudy {

struct Verification {
  uint64_t images = 0, annotations = 0;
  static constexpr size_t most_faults = 20;
  std::vector<std::string> faults;  ///< the first ones, one sentence each; empty: all is true

  void add_fault(std::string what) {
    if (faults.size() < most_faults) faults.push_back(std::move(what));
  }
};

/// Reads instances.json as a stream, so memory does not grow with the annotations. Throws UserError where
/// `folder` holds no finished dataset.
Verification verify_dataset(const std::filesystem::path& folder);

/// The same of what PhotoDatasetWriter wrote, whose labels are somebody's claims: every image and record has
/// its checksum, and instances.json the images and as many annotations of each as were written. Of what
/// keeps no records: every image is there.
Verification verify_photo_dataset(const std::filesystem::path& folder);

}  // namespace understudy
