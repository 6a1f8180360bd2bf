// SPDX-License-Identifier: Apache-2.0
// Where an image loses its similarity: what its pixels show, and whether an edge runs through them.
#pragma once

#include <array>
#include <cstdint>

#include "base/image.h"
#include "bench/measures.h"
#include "scenes/frame.h"
#include "scenes/scene.h"

namespace understudy {

/// What the ray through a pixel's centre meets. `object`: a labelled instance; `ground`: markings too;
/// `building`: churches too; `tree`: hedges too; `other`: unlabelled things, such as lamps and benches.
enum class Region : uint8_t { sky, ground, building, tree, object, other };
inline constexpr std::array<const char*, 6> region_names = {"sky",  "ground", "building",
                                                            "tree", "object", "other"};

/// One pixel's kind. Edge: the placements (or misses) in its 3 x 3 neighbourhood differ.
struct PixelKind {
  Region region = Region::sky;
  bool edge = false;
};
Image<PixelKind> classify(const Frame& frame, const Scene& scene);

/// Sums over the pixels of one kind.
struct Loss {
  int64_t pixels = 0;
  double loss = 0;  ///< of 1 - SSIM
  double variance = 0, reference_variance = 0;
  Loss& operator+=(const Loss& other);
};

/// Indexed by region, then 0 for the interior and 1 for edges. The border that `map` lacks is left out.
using LossTable = std::array<std::array<Loss, 2>, region_names.size()>;
LossTable loss_by_kind(const SsimMap& map, const Image<PixelKind>& kinds);
LossTable& operator+=(LossTable& table, const LossTable& other);

}  // namespace understudy
