// SPDX-License-Identifier: Apache-2.0
// corrupt: a labelled set of photos to sets that are harder to see, to measure how a detector bears it:
//   OUT/recipe.yaml                   seed, quality and which dataset; more corruptions may be added later
//   OUT/NAME/SEVERITY/images/FILE     the photos, under their own names
//   OUT/NAME/SEVERITY/instances.json  the labels, byte for byte as they were; written last
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "augment/corruptions.h"

namespace understudy {

struct CorruptOptions {
  std::filesystem::path instances;  ///< COCO file
  std::filesystem::path images;     ///< folder that its file names begin in
  std::filesystem::path out;
  std::vector<std::string> names;  ///< of corruptions; empty: all that labels allow
  std::vector<int> severities = {1, 2, 3, 4, 5};
  uint64_t seed = 1;
  uint64_t start = 0;  ///< first image
  uint64_t count = UINT64_MAX;
  int threads = 0;  ///< 0: one per processor
  int jpeg_quality = 95;
  const std::atomic<bool>* stop = nullptr;
  std::function<void(uint64_t done, uint64_t total)> progress;  ///< images; called from the calling thread
};

struct CorruptReport {
  uint64_t images = 0;                ///< read
  uint64_t written = 0;               ///< files; what was there already is left as it is
  bool stopped = false;               ///< labels are written when all images are there
  std::vector<std::string> left_out;  ///< corruptions that labels do not allow
  std::vector<std::string> skipped;   ///< images that cannot be read, and why
};

/// What a file holds depends on the seed, the file's name, the corruption and the severity alone. Throws
/// UserError before anything is written: an unknown name, one that would move pixels away from labels, a
/// folder that holds what another seed or dataset made.
CorruptReport corrupt(const CorruptOptions& options);

}  // namespace understudy
