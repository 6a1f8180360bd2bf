// SPDX-License-Identifier: Apache-2.0
// balance: a COCO dataset to one with more of what it has little of. Everything is planned before anything is
// made; what a file holds depends on the dataset, the recipe and its seed alone.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>

#include "exporters/photo_dataset.h"
#include "pipeline/balance/plan.h"
#include "renderer/renderer.h"

namespace understudy {

struct BalanceOptions {
  std::filesystem::path instances;  ///< COCO file
  std::filesystem::path images;     ///< folder that its file names begin in
  std::filesystem::path out;
  bool dry_run = false;  ///< plan, and write nothing
  uint64_t start = 0;    ///< first output
  uint64_t count = UINT64_MAX;
  int threads = 0;           ///< 0: one per processor
  RendererOptions renderer;  ///< asked for only where objects are to be rendered
  const std::atomic<bool>* stop = nullptr;
  std::function<void(uint64_t done, uint64_t total)> progress;  ///< called from the calling thread
};

struct BalanceReport {
  std::vector<ClassBalance> classes;
  /// Annotations of each class in the end, as `classes`; what was planned, after a dry run.
  std::vector<uint64_t> after;
  uint64_t images_before = 0, images_planned = 0;
  uint64_t images_kept = 0;  ///< already there
  uint64_t images = 0;       ///< written by this run
  bool stopped = false;
  double wall_s = 0;
  PhotoDatasetSummary summary;
};

/// How many annotations of each class another dataset has: a target.
std::map<std::string, uint64_t> histogram_of(const std::filesystem::path& instances);

/// Throws UserError before anything is written; an image that cannot be read is skipped and listed.
BalanceReport balance(const BalanceRecipe& recipe, const BalanceOptions& options);

}  // namespace understudy
