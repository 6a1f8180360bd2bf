// SPDX-License-Identifier: Apache-2.0
// How far away each pixel of a photo is: from a depth image, or from the ground that it shows.
#pragma once

#include <string>
#include <string_view>

#include "base/image.h"
#include "labels/patch.h"

namespace understudy {

/// Distance along the camera's axis in metres.
using DepthImage = Image<float>;

/// A level camera over flat ground.
struct GroundView {
  double horizon_row = 0;  ///< in pixels from the top; may lie outside the frame
  double focal_px = 1000;
  double camera_height_m = 1.5;
  double background_m = 60;  ///< what stands above the horizon, unless it is known better, and the sky
};

/// Pixels below the horizon see the ground at focal * height / rows below it, as far as the background.
DepthImage ground_depth(int width_px, int height_px, const GroundView& view);

/// What stands on the ground is as far as its foot: gives the pixels of `mask` the depth of the ground at
/// their lowest row, where that is nearer.
void stand_on_ground(DepthImage& depth, const MaskPatch& mask, const GroundView& view);

/// A depth image: PNG of 16 bits in units of `unit_m` metres, or OpenEXR in metres; 0, and what is no finite
/// number above it, is not known. `name` is what an error calls the bytes. Throws UserError where they are no
/// such image, know nothing, or where half of what they know lies nearer than 5 cm or beyond 20 km: then the
/// unit is wrong.
DepthImage decode_depth(std::string_view bytes, const std::string& name, double unit_m);

/// What is known takes the place of what was guessed.
void put_known(DepthImage& depth, const DepthImage& known);

}  // namespace understudy
