// SPDX-License-Identifier: Apache-2.0
// An object of one photo, put into another.
#pragma once

#include "augment/edge.h"
#include "augment/homography.h"
#include "augment/remap_labels.h"
#include "labels/photo.h"

namespace understudy {

/// `donor` has its pixels and one object, which has a mask (see keep_only()); `map` takes its frame to that
/// of `photo`. The object is put into the photo with an edge like `edge`; what its mask covers is taken from
/// the labels below, and the object is added to them. Neither depends on the edge. `in_front`: numbers of the
/// photo's objects that hide it and lose nothing. Where fewer than 16 of its pixels would be seen the photo
/// stays as it is, and false is returned.
bool paste_object(Photo& photo, Photo donor, const Homography& map, const EdgeLook& edge,
                  const MirroredKeypoints& mirrored, const std::vector<size_t>& in_front = {});

}  // namespace understudy
