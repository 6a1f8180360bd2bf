// SPDX-License-Identifier: Apache-2.0
// From the slots that layers.comp fills to Frame::layers.
#pragma once

#include <cstdint>
#include <vector>

#include "renderer/frame_memory.h"
#include "renderer/kernel.h"
#include "renderer/shaders/shared.h"
#include "scenes/frame.h"

namespace understudy {

constexpr uint32_t kLayerSlots = 8;  ///< per pixel in the first pass

/// What one pixel's ray met: `records` in no particular order.
struct PixelLayers {
  uint32_t count;
  const gpu::LayerRecord* records;
  float background_t;
};

/// Appends the entries of the next pixel (row-major), sorted by t, then id.
void append_layers(const PixelLayers& pixel, Layers& layers);

/// A pixel that met more than kLayerSlots placements, and all that it met.
struct DeepPixel {
  uint32_t pixel;
  std::vector<gpu::LayerRecord> records;
};

/// The second pass: walks the rays of the overflowing pixels again with as much room as each needs. Ascending
/// pixels. `rays` becomes what the kernels have counted in `ray_count` since it was uploaded.
std::vector<DeepPixel> walk_deep_pixels(const std::vector<gpu::LayerCount>& counts, Commands& commands,
                                        FrameMemory& memory, const Kernel& kernel, const Slice& ray_count,
                                        gpu::RayCount& rays);

/// Frame::layers from the slots of the first pass and the deep pixels.
Layers make_layers(const std::vector<gpu::LayerCount>& counts, const gpu::LayerRecord* slots,
                   const std::vector<DeepPixel>& deep);

}  // namespace understudy
