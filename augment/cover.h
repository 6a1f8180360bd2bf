// SPDX-License-Identifier: Apache-2.0
// What lies below something that is put into a picture.
#pragma once

#include "labels/patch.h"
#include "labels/photo.h"

namespace understudy {

/// How far, as a share of the object, what a step leaves of it may be from what was asked for.
inline constexpr double visibility_tolerance = 0.02;

/// The pixels that an annotation marks; empty where it has no mask.
MaskPatch outline_of(const PhotoObject& object, int width_px, int height_px);

/// Takes the pixels of `cover` from an object: its mask, box, area and keypoints are what is still to be
/// seen. A polygon that loses something becomes rings along pixel edges, or an RLE where a hole is left; of
/// a box without a mask those sides go that are covered from edge to edge. Returns the share of what was to
/// be seen that is left; 1 leaves the object as it is.
double cover_object(PhotoObject& object, const MaskPatch& cover, int width_px, int height_px);

/// As cover_object(), for every object of the photo; what is wholly covered stays, with area 0.
void cover_all(Photo& photo, const MaskPatch& cover);

}  // namespace understudy
