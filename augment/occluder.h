// SPDX-License-Identifier: Apache-2.0
// Objects pasted before others, so that a wanted share of these is left.
#pragma once

#include <vector>

#include "augment/paste_step.h"
#include "labels/patch.h"

namespace understudy {

/// By how many pixels the cover is to be moved.
struct Shift {
  int x = 0, y = 0;
  double missed_px = 0;  ///< what is left of the object, less what was wanted, without its sign
};

/// Slides `cover` from outside over `seen` along a direction, until as near as can be to `left_px` pixels of
/// it are left, then looks around that place. Places where it would hide a pixel of one of `spared` are no
/// places; empty where there is none.
std::optional<Shift> slide_over(const MaskPatch& seen, const MaskPatch& cover, double left_px,
                                double direction_rad, const std::vector<MaskPatch>& spared);

/// The step `occluder_paste`. Where no donor, place and size meets the share within two points nothing is
/// pasted, and it is noted.
void paste_occluders(const StepContext& step, Photo& photo);

}  // namespace understudy
