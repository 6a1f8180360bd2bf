// SPDX-License-Identifier: Apache-2.0
// Labels when an object comes between others: what it shows, what is in front of it, what it hides.
#pragma once

#include <string>
#include <vector>

#include "augment/cover.h"
#include "labels/patch.h"
#include "labels/photo.h"

namespace understudy {

/// Takes the pixels of `mask` from every object for which `behind` holds: its outline, box, area and
/// keypoints are what is still to be seen; what was to be seen before stays as `amodal_segmentation`,
/// `amodal_bbox` and `amodal_area`, unless the file has such keys. Of an object without outline the box
/// shrinks to the pixels of it that are left, a bound. Objects of which less than `min_visibility` of what
/// was to be seen is left are dropped and listed.
void cover_objects(Photo& photo, const MaskPatch& mask, const std::vector<bool>& behind,
                   double min_visibility);

}  // namespace understudy
