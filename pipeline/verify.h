// SPDX-License-Identifier: Apache-2.0
// verify: is a dataset what it says? Boxes, areas and visibilities are derived again from the masks, files
// are compared with their checksums, and some images are made again from (recipe, seed, index) and compared
// byte for byte. Of what augment, insert, balance and corrupt made of photos, whose labels are no
// measurements: files, counts, and images made again.
#pragma once

#include <cstdint>
#include <filesystem>

#include "exporters/verify.h"
#include "renderer/renderer.h"

namespace understudy {

struct VerifyOptions {
  uint64_t render = 1;  ///< images to make again, spread evenly over the dataset
  std::filesystem::path instances = {}, images = {};  ///< as ReplayOptions has them
  RendererOptions renderer;
};

/// What was found, with what rendering again found at the end of `faults`. Bytes are equal on the driver that
/// made the dataset; on another one up to 1 pixel in 10,000 may differ. Throws UserError where `folder` holds
/// no finished dataset.
Verification verify(const std::filesystem::path& folder, const VerifyOptions& options);

}  // namespace understudy
