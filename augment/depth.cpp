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

void stand_on_ground(DepthImage& depth, const MaskPatch& mask, const GroundView& view) {
  const MaskPatch tight = tightened(mask);
  if (tight.empty()) return;
  const float foot_m = depth_of_row(tight.y + tight.inside.height_px(), view);
  for (int j = 0; j < tight.inside.height_px(); ++j) {
    for (int i = 0; i < tight.inside.width_px(); ++i) {
      float& here = depth(tight.x + i, tight.y + j);
      if (tight.inside(i, j) != 0) here = std::min(here, foot_m);
    }
  }
}

}  // namespace understudy
