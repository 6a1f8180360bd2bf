// SPDX-License-Identifier: Apache-2.0
// Pixels of one picture put into another without an edge.
#pragma once

#include "base/image.h"

namespace understudy {

/// P. Perez, M. Gangnet, A. Blake, "Poisson image editing", SIGGRAPH 2003, with mixed gradients: where
/// `inside` is not 0 the target gets, at its rim, its own colours and, within, of every step from pixel to
/// pixel the greater one of source and target. All three have one size; pixels that are not inside stay as
/// they are. Where the pictures end nothing is to be met.
void clone_seamlessly(Image<Rgb8>& target, const Image<Rgb8>& source, const Image<uint8_t>& inside);

}  // namespace understudy
