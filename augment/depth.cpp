// SPDX-License-Identifier: Apache-2.0
#include "augment/depth.h"

#include <algorithm>

namespace understudy {
namespace {

float depth_of_row(double row, const GroundView& view) {
  const double below = row - view.horizon_row;
  const double ground_m = below > 0 ? view.focal_px * view.camera_height_m / below : view.background_m;
  return float(std::min(ground_m, view.background_m));
}

}  // namespace

DepthImage ground_depth(int width_px, int height_px, const GroundView& view) {
  DepthImage depth(width_px, height_px);
  for (int y = 0; y < height_px; ++y) {
    std::fill_n(depth.data() + size_t(y) * size_t(width_px), width_px, depth_of_row(y + 0.5, view));
  }
  return depth;
}

void stand_on_ground(DepthImage& depth, const Image<uint8_t>& mask, const GroundView& view) {
  CHECK(mask.width_px() == depth.width_px() && mask.height_px() == depth.height_px(),
        "a mask has the size of the depth image");
  for (size_t i = mask.size(); i-- > 0;) {
    if (mask[i] == 0) continue;
    const auto foot_row = double(i / size_t(mask.width_px())) + 1;
    const float foot_m = depth_of_row(foot_row, view);
    for (size_t k = 0; k <= i; ++k) {
      if (mask[k] != 0) depth[k] = std::min(depth[k], foot_m);
    }
    return;
  }
}

}  // namespace understudy
