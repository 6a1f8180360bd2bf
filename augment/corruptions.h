// SPDX-License-Identifier: Apache-2.0
// The corruptions of ImageNet-C: D. Hendrycks, T. Dietterich, "Benchmarking neural network robustness to
// common corruptions and perturbations", ICLR 2019; 15 and, to validate on, 4. Five severities by their
// published parameters. Not theirs: frost is made here, not taken from photos, and every random number comes
// from the stream.
#pragma once

#include <span>
#include <string_view>

#include "base/image.h"
#include "base/random.h"

namespace understudy {

struct Corruption {
  std::string_view name;
  void (*apply)(Image<Rgb8>& image, int severity, const Stream& stream);  ///< severity 1 to 5, in place
  bool moves_pixels = false;                                              ///< labels would have to move along
};

/// All 19, in the order of the paper.
std::span<const Corruption> corruptions();

}  // namespace understudy
