// SPDX-License-Identifier: Apache-2.0
// insert: objects of the generators, rendered into real photos; a COCO dataset to another one. What a file
// holds depends on the recipe, the seed and the photo's number alone.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>

#include "exporters/photo_dataset.h"
#include "pipeline/insert/recipe.h"
#include "renderer/renderer.h"

namespace understudy {

struct InsertOptions {
  std::filesystem::path instances;  ///< COCO file
  std::filesystem::path images;     ///< folder that its file names begin in
  std::filesystem::path out;
  uint64_t start = 0;  ///< first photo, in the order of the file
  uint64_t count = UINT64_MAX;
  RendererOptions renderer;
  const std::atomic<bool>* stop = nullptr;  ///< set it to end after the photo in flight
  std::function<void(uint64_t done, uint64_t total)> progress;
};

struct InsertReport {
  uint64_t images_kept = 0;  ///< already there
  uint64_t images = 0;       ///< written by this run
  uint64_t inserted = 0;     ///< objects, this run
  uint64_t no_place = 0;     ///< objects for which no place was found
  bool stopped = false;
  double wall_s = 0;
  PhotoDatasetSummary summary;
};

/// Throws UserError before anything is rendered. A photo that cannot be read is skipped and listed.
InsertReport insert(const InsertRecipe& recipe, const InsertOptions& options);

}  // namespace understudy
