// SPDX-License-Identifier: Apache-2.0
// Light transport and denoising of one frame: the tables that shade.comp reads, and the order of its kernels.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "renderer/frame_memory.h"
#include "renderer/kernel.h"
#include "renderer/renderer.h"
#include "renderer/upload.h"

namespace understudy {

class Shading {
 public:
  /// Compiles nothing yet: the first reserve() does, so that whoever wants labels only never pays for colour.
  Shading(Gpu& gpu, KernelLayout& layout);

  /// Before Commands::begin(): fills tables.frame.shading and binds all that the kernels read and write.
  void reserve(const Scene& scene, const Quality& quality, SceneTables& tables, FrameMemory& memory);
  /// After visibility.comp: records the kernels. Returns width * height linear colours, three floats each.
  Slice record(Commands& commands);

 private:
  struct Kernels {
    Kernels(Gpu& gpu, KernelLayout& layout);
    Kernel shade, shade_without_lamps, denoise, relight, antialias;
  };
  void record_denoise(Commands& commands);

  Gpu& gpu_;
  KernelLayout& layout_;
  std::optional<Kernels> kernels_;
  std::vector<uint32_t> energy_;
  // What upload() reads after reserve() has returned.
  std::vector<uint32_t> sky_;
  std::vector<gpu::AliasRecord> sky_map_;
  std::vector<gpu::LightRecord> lights_;
  gpu::ShadingParameters parameters_{};
  std::array<uint32_t, 3> groups_{};
  uint32_t edge_samples_ = 0;
  Slice radiance_{}, edges_{};
};

}  // namespace understudy
