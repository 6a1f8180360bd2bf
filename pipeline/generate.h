// SPDX-License-Identifier: Apache-2.0
// generate: a recipe to a labelled dataset on disk. Some threads compose the next scenes, the caller's
// renders, some label, develop, encode and write. What a file holds does not depend on which of them is
// ahead.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "generators/recipe.h"
#include "renderer/renderer.h"

namespace understudy {

/// What the command line may say in place of the recipe, within the same limits, for the recipe that a
/// dataset stores is read again.
struct RecipeOverrides {
  std::optional<uint64_t> seed;
  std::optional<std::pair<int, int>> size_px;  ///< width, height
  std::optional<std::string> quality;
  std::optional<std::string> image_format;
  std::optional<std::string> segmentation;
  std::vector<std::string> settings;  ///< "PATH=VALUE" each, read with the recipe; the members above win
};

/// Reads and validates a recipe with everything that any folder reads from it, applies the overrides, and
/// reads the files that it names. Throws UserError.
Recipe load_recipe(const std::filesystem::path& path, const RecipeOverrides& overrides);

/// JSON schema of the recipes of a generator (or of "augment" or "insert"), or (markdown) the reference table
/// of its parameters. Throws UserError.
std::string describe_recipe(const std::string& generator, bool markdown);

struct GenerateOptions {
  std::filesystem::path out;
  uint64_t start = 0;  ///< index of the first image
  uint64_t count = 12;
  int threads = 0;  ///< 0: one per processor; half of them compose, a quarter finish, at least one each
  RendererOptions renderer;
  const std::atomic<bool>* stop = nullptr;  ///< set it to end after the image in flight
  /// Called from the calling thread: once before the first image, then after each.
  std::function<void(uint64_t done, uint64_t total)> progress;
};

struct GenerateReport {
  std::string device;
  uint64_t images = 0;       ///< written by this run
  uint64_t images_kept = 0;  ///< asked for and already there
  bool stopped = false;
  double wall_s = 0;     ///< from the first scene to the last file, device start-up left out
  double startup_s = 0;  ///< device and kernels
  uint64_t rays = 0;
  std::map<std::string, double> stage_s;     ///< sum over images; stages overlap, so they may exceed wall_s
  std::map<std::string, int64_t> instances;  ///< annotations per class, this run
  int64_t dropped = 0;
  std::map<std::string, int64_t> unplaced;  ///< what was asked for and found no place, this run: {"dent": 3}
  int validation_messages = 0;
};

/// Throws UserError or NoUsableDevice before anything is rendered; DeviceLost or OutOfDeviceMemory after
/// having made what is finished a valid dataset.
GenerateReport generate(const Recipe& recipe, const GenerateOptions& options);

}  // namespace understudy
