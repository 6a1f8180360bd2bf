// SPDX-License-Identifier: Apache-2.0
// augment: a COCO dataset of photos to another one. Threads take images one by one; what a file holds depends
// on the recipe, the seed and the image's number alone.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "augment/recipe.h"
#include "exporters/photo_dataset.h"

namespace understudy {

struct AugmentOptions {
  std::filesystem::path instances;  ///< COCO file
  std::filesystem::path images;     ///< folder that its file names begin in
  std::filesystem::path out;
  uint64_t start = 0;  ///< first output
  uint64_t count = UINT64_MAX;
  int threads = 0;                          ///< 0: one per processor
  const std::atomic<bool>* stop = nullptr;  ///< set it to end after the images in flight
  /// Called from the calling thread.
  std::function<void(uint64_t done, uint64_t total)> progress;
};

struct AugmentReport {
  uint64_t images_kept = 0;  ///< already there
  uint64_t images = 0;       ///< written by this run
  bool stopped = false;
  double wall_s = 0;
  std::map<std::string, double> stage_s;  ///< sum over images and threads
  PhotoDatasetSummary summary;            ///< of the whole dataset
};

/// Throws UserError before anything is written; later only where the output cannot be. An image that cannot
/// be read is skipped and listed.
AugmentReport augment(const AugmentRecipe& recipe, const AugmentOptions& options);

}  // namespace understudy
