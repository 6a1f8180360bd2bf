// SPDX-License-Identifier: Apache-2.0
// Emissive triangles of a scene as a list to draw from by power.
#pragma once

#include <vector>

#include "renderer/shaders/shared.h"
#include "scenes/scene.h"

namespace understudy {

struct LightTable {
  std::vector<gpu::LightRecord> records;  ///< camera-relative, at mid-shutter
  uint32_t lamps = 0;                     ///< placements that the triangles belong to
  float pdf_scale = 0;                    ///< chance of a triangle per area = luminance(emission) * this
  float power = 0;                        ///< sum of luminance times area
  /// What they bring to where the camera is: sum of power over squared distance, of far lamps as if from
  /// `far_m`, of those beside the camera as if from 0.1 m or a tenth of the scene's reach. Small scenes are
  /// lit by small lamps.
  float nearby = 0;
  static constexpr float far_m = 4.5f;
};

/// `reach_m`: how far from the camera the scene extends.
LightTable make_light_table(const Scene& scene, float reach_m);

}  // namespace understudy
