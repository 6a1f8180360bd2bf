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
  /// From a pixel to the farthest whose samples its light is filtered from, and some more.
  static constexpr int reach_px = 72;

  Shading(Gpu& gpu, KernelLayout& layout);

  /// Of the largest buffer that reserve() takes for each pixel.
  static uint64_t bytes_per_pixel(const Quality& quality);

  /// Before Commands::begin(): fills tables.frame.shading and binds all that the kernels read and write for a
  /// window of tables.frame.width x height pixels.
  void reserve(const Scene& scene, const RenderRequest& request, SceneTables& tables, FrameMemory& memory);
  /// After visibility.comp: records the kernels. Returns width * height linear colours, three floats each.
  Slice record(Commands& commands);

 private:
  /// What the first picture of a pair leaves to its twin, and what must be the same for both.
  struct Kept {
    Buffer signals, guides;
    gpu::ShadingParameters parameters;
    std::vector<gpu::LightRecord> lights;
    std::vector<uint32_t> placements;
  };
  void record_denoise(Commands& commands);
  Slice edges_head(uint32_t list) const;
  void keep(Commands& commands);
  bool is_like_kept() const;

  Gpu& gpu_;
  KernelVariants shade_, denoise_, relight_, probe_, shadow_edge_, mirror_edge_, antialias_;
  std::vector<uint32_t> energy_;
  // What upload() reads after reserve() has returned.
  std::vector<uint32_t> sky_;
  std::vector<gpu::AliasRecord> sky_map_;
  std::vector<gpu::LightRecord> lights_;
  gpu::ShadingParameters parameters_{};
  std::array<uint32_t, 3> groups_{};
  uint32_t edge_samples_ = 0, mirror_samples_ = 0;
  uint32_t features_ = 0, edge_features_ = 0;  ///< of shade.comp and relight.comp, of antialias.comp
  Slice radiance_{}, edges_{}, signals_{}, guides_{};
  std::vector<uint32_t>
      placements_;  ///< in the order of their records: the mesh that is there without defects
  RenderRequest::Pairing pairing_ = RenderRequest::Pairing::alone;
  std::optional<Kept> kept_;
};

}  // namespace understudy
