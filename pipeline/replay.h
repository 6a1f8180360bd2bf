// SPDX-License-Identifier: Apache-2.0
// replay: one image of a dataset made again, from its recipe, seed, number and photos, and compared byte for
// byte with what is stored.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "renderer/renderer.h"

namespace understudy {

struct ReplayOptions {
  /// A folder that generate, augment, insert or balance wrote, or one severity of what corrupt wrote:
  /// OUT/NAME/SEVERITY.
  std::filesystem::path dataset;
  std::string image;                     ///< id or file name in its instances.json
  std::filesystem::path out;             ///< where it is made; empty: nowhere, it is only compared
  std::filesystem::path instances = {};  ///< the photos' COCO file; empty: where the dataset says that it lay
  std::filesystem::path images = {};     ///< likewise their folder
  RendererOptions renderer = {};
};

struct Replay {
  std::string verb;            ///< that made the dataset
  uint64_t index = 0;          ///< of the image among its outputs
  std::filesystem::path file;  ///< the stored image
  std::filesystem::path made;  ///< the new one; gone where `out` was empty
  uint64_t annotations = 0;
  bool absent = false;  ///< the stored image is not there: its checksum was compared
  /// What is not the same again, a sentence each. Rendered images are the same bytes on the driver that made
  /// them; on another one up to 1 pixel in 10,000 may differ.
  std::vector<std::string> differences;
};

/// Throws UserError before anything is made: no such dataset or image, photos that are not there, or are not
/// those that the image was made from.
Replay replay(const ReplayOptions& options);

/// The same of an image that `generate` made, by its index, compared only.
Replay replay_index(const std::filesystem::path& dataset, uint64_t index, const RendererOptions& renderer);

}  // namespace understudy
