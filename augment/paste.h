// SPDX-License-Identifier: Apache-2.0
// An object of one photo, put into another.
#pragma once

#include "augment/homography.h"
#include "augment/remap_labels.h"
#include "labels/photo.h"

namespace understudy {

/// `donor` has its pixels and one object, which has a mask; `map` takes its frame to that of `photo`. The
/// object's pixels are put into the photo, at its edge over `feather_px` inwards (so that no label grows);
/// what they cover is taken from the labels below, and the object is added to them. Where fewer than 16 of
/// its pixels would be seen the photo stays as it is, and false is returned.
bool paste_object(Photo& photo, Photo donor, const Homography& map, double feather_px,
                  const MirroredKeypoints& mirrored);

}  // namespace understudy
