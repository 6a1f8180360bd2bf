// SPDX-License-Identifier: Apache-2.0
// Glass or plastic that was hit: cracks run from the point of impact to the rim and across one another, and
// near it shards are missing.
#pragma once

#include "base/random.h"
#include "generators/defects/surface.h"

namespace understudy {

/// A pane, or what may be taken for one: its middle, the way that it faces, and half its extent.
struct Pane {
  glm::dvec3 middle{0}, facing{1, 0, 0}, up{0, 0, 1};  ///< unit, at right angles
  double half_m = 0.1;
  double thick_m = 0.1;  ///< of what counts as the pane, to both sides of its middle
};

/// The openings. With the same random numbers those of a milder one are those of the worse one, fewer and
/// narrower.
DefectShape shatter(const Pane& pane, double severity, Stream stream);

}  // namespace understudy
