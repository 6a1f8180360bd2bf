// SPDX-License-Identifier: Apache-2.0
#include "augment/depth.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "base/image_io.h"

namespace understudy {
namespace {

float depth_of_row(double row, const GroundView& view) {
  const double below = row - view.horizon_row;
  const double ground_m = below > 0 ? view.focal_px * view.camera_height_m / below : view.background_m;
  return float(std::min(ground_m, view.background_m));
}

constexpr std::string_view png_signature("\x89PNG", 4), exr_signature("\x76\x2f\x31\x01", 4);

DepthImage in_metres(const Image<uint16_t>& units, double unit_m) {
  DepthImage depth(units.width_px(), units.height_px());
  for (size_t i = 0; i < units.size(); ++i) depth[i] = float(units[i] * unit_m);
  return depth;
}

void require_plausible(const DepthImage& depth, const std::string& name) {
  constexpr float nearest_m = 0.05f, farthest_m = 20000;
  std::vector<float> known;
  std::copy_if(depth.begin(), depth.end(), std::back_inserter(known), [](float d) { return d > 0; });
  if (known.empty()) throw UserError(name + ": no pixel has a depth above 0");
  const auto middle = known.begin() + std::ptrdiff_t(known.size() / 2);
  std::nth_element(known.begin(), middle, known.end());
  if (*middle >= nearest_m && *middle <= farthest_m) return;
  throw UserError(fmt::format("{}: half of its pixels would be {} than {:g} m", name,
                              *middle < nearest_m ? "nearer" : "farther", *middle),
                  "depth.unit_m is what 1 of a PNG means, 0.001 for millimetres; OpenEXR holds metres");
}

}  // namespace

DepthImage decode_depth(std::string_view bytes, const std::string& name, double unit_m) {
  DepthImage depth;
  if (bytes.starts_with(png_signature)) {
    depth = in_metres(decode_png16(bytes, name), unit_m);
  } else if (bytes.starts_with(exr_signature)) {
    depth = decode_exr_plane(bytes, name);
  } else {
    throw UserError(name + ": expected a depth image, a PNG of 16 bits or OpenEXR");
  }
  for (float& d : depth) {
    if (!std::isfinite(d) || d < 0) d = 0;
  }
  require_plausible(depth, name);
  return depth;
}

void put_known(DepthImage& depth, const DepthImage& known) {
  for (size_t i = 0; i < known.size(); ++i) {
    if (known[i] > 0) depth[i] = known[i];
  }
}

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
