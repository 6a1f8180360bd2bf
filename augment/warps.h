// SPDX-License-Identifier: Apache-2.0
// Maps that bend lines. All are one to one.
#pragma once

#include <memory>

#include "augment/remap.h"
#include "base/random.h"

namespace understudy {

/// What is seen at distance r from the middle, in half diagonals, stood at r (1 + k1 r^2 + k2 r^4). Grows
/// over the frame for k1 >= -0.3, k2 >= 0.
std::shared_ptr<const Warp> lens_warp(int width_px, int height_px, double k1, double k2);

/// A grid of square cells, each node moved by at most `shift` (below 1/4) cells along each axis; bilinear
/// between nodes.
std::shared_ptr<const Warp> grid_warp(int width_px, int height_px, int cells, double shift, Stream stream);

/// Shifts at random nodes `spacing_px` apart, at most `shift` (below 1/4) spacings along each axis, joined by
/// a uniform cubic B-spline. Its slope is at most 2 shift per axis, so points keep their order.
std::shared_ptr<const Warp> elastic_warp(int width_px, int height_px, double spacing_px, double shift,
                                         Stream stream);

}  // namespace understudy
