// SPDX-License-Identifier: Apache-2.0
// A rendered frame against the independent ray caster, pixel by pixel. A difference is forgiven only where
// the caster itself changes its mind within 1e-4 px of the pixel centre: there the centre ray passes an edge.
#pragma once

#include <string>

#include "scenes/frame.h"
#include "tests/oracles/embree_caster.h"

namespace understudy::proof {

struct Comparison {
  int64_t pixels = 0;
  int64_t ids_at_edges = 0;     ///< instance differs, and an edge is within 1e-4 px
  int64_t wrong_ids = 0;        ///< instance differs elsewhere: must be 0
  int64_t hits_at_edges = 0;    ///< placement or primitive differs, and an edge is within 1e-4 px
  int64_t wrong_hits = 0;       ///< placement, primitive or t differs elsewhere: must be 0
  int64_t layers_at_edges = 0;  ///< the set of instances along the ray differs near an edge
  int64_t wrong_layers = 0;     ///< or elsewhere, or the order is wrong: must be 0
  std::string first_wrong;      ///< the first of the wrong ones, in words

  Comparison& operator+=(const Comparison& other);
  std::string summary() const;
};

Comparison compare(const Frame& frame, const oracle::Caster& caster);

/// The extent of every labelled instance on a canvas of five by five frames, by casting every pixel of it.
std::map<uint32_t, Extent> cast_extents(const Scene& scene, const oracle::Caster& caster);

}  // namespace understudy::proof
