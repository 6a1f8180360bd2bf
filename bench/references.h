// SPDX-License-Identifier: Apache-2.0
// References: images of so many samples that what is left of their noise does not matter. Rendering one takes
// long, so they are kept as files.
#pragma once

#include <filesystem>

#include "base/image.h"
#include "renderer/renderer.h"
#include "scenes/scene.h"

namespace understudy {

class References {
 public:
  /// Throws UserError where the folder cannot be written.
  References(std::filesystem::path folder, int samples_per_pixel);

  /// Radiance without denoiser, as many bounces as quality "high". The renderer adds the samples up on the
  /// device, 16 per dispatch, so memory does not grow with their number. The file's name holds seed, index,
  /// size, samples and a hash of the image's first sample, rendered anew each time: whatever decides the
  /// reference (recipe, generator, tables, kernels, driver) shows in that sample. A change of the
  /// denoiser alone leaves it, and so the file, as it is.
  Image<LinearRgb> get(Renderer& renderer, const Scene& scene) const;

 private:
  std::filesystem::path folder_;
  int samples_per_pixel_;
};

}  // namespace understudy
