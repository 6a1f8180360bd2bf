// SPDX-License-Identifier: Apache-2.0
// Labels through the map that moved the pixels.
#pragma once

#include <map>
#include <vector>

#include "augment/remap.h"
#include "labels/patch.h"
#include "labels/photo.h"

namespace understudy {

/// Of keypoint i, which one it is called in a mirror; by category id.
using MirroredKeypoints = std::map<int64_t, std::vector<int>>;

/// Every object of the photo as it is after the map, cut at the frames of source and target:
///  - polygons stay polygons: corners in double precision, edges subdivided only where a warp bends them;
///  - an RLE goes where its outline along pixel edges goes, filled as COCO fills polygons; where a warp bends
///    lines, it becomes the pixels whose centre was inside before, looked up in the object's own region;
///  - boxes are tight around the new mask, areas counted again; a box without a mask becomes the box around
///    the ellipse within it (exact where no rotation or shear is involved);
///  - keypoints change sides where the map mirrors, and are not labelled outside the frame;
///  - `visibility` loses what the frame cuts off.
/// What leaves nothing in the frame stays, with area 0.
void remap_labels(Photo& photo, const Remap& remap, const MirroredKeypoints& mirrored);

/// The pixels of the target whose centre was inside the mask.
MaskPatch remap_patch(const MaskPatch& patch, const Remap& remap);

/// Box and area of an object from its segmentation, as COCO defines them: of polygons the extent and the sum
/// of the rings' areas (of a `lobed` object their pixels, counted), of an RLE the tight box and the pixel
/// count. Nothing is done without a segmentation.
void measure(PhotoObject& object);

}  // namespace understudy
