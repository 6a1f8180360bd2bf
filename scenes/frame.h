// SPDX-License-Identifier: Apache-2.0
// A Frame: what the renderer gives back for one Scene. Integers stay integers.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "base/image.h"
#include "scenes/ids.h"

namespace understudy {

/// The nearest surface along a pixel's centre ray. Embree's fields, so that an oracle compares structs, not
/// pictures.
struct Hit {
  uint32_t placement = miss;  ///< index into Scene::placements
  uint32_t primitive = miss;  ///< triangle of its mesh
  float u = 0, v = 0;         ///< barycentric weights of the triangle's second and third corner
  float t_m = 0;              ///< distance along the unit ray

  static constexpr uint32_t miss = 0xFFFFFFFFu;
  bool operator==(const Hit&) const = default;
};
static_assert(sizeof(Hit) == 20);

/// One labelled instance met by a centre ray, or the nearest background surface (instance 0).
struct LayerEntry {
  uint32_t instance = 0;
  float t_m = 0;
  bool operator==(const LayerEntry&) const = default;
};

/// For each pixel (row-major), what its centre ray meets: every labelled instance once, at its nearest t, and
/// the nearest background surface once; sorted by t, then id. A pixel whose ray meets no labelled instance
/// has no entries.
struct Layers {
  std::vector<uint32_t> begin;  ///< pixels + 1 offsets into entries
  std::vector<LayerEntry> entries;
};

/// Amodal extent of one instance on the image plane beyond the frame.
struct Extent {
  int64_t amodal_px = 0;                 ///< pixels of the extended plane whose centre ray meets the instance
  int x0 = 0, y0 = 0, x1 = -1, y1 = -1;  ///< inclusive pixel bounds; may be negative or beyond the frame
  bool capped = false;  ///< it reaches the edge of the extended plane: amodal_px is a lower bound
};

struct Frame {
  int width_px = 0, height_px = 0;
  Image<LinearRgb> radiance;
  Image<Hit> hits;
  Image<uint32_t> instances;            ///< InstanceId of the nearest hit; 0: background or sky
  Image<uint32_t> categories;           ///< CategoryId
  Image<uint32_t> parts;                ///< PartId
  Image<float> depth_m;                 ///< along the camera's axis; 0 where the ray misses
  Image<std::array<float, 3>> normals;  ///< shading normal in the world; 0 where the ray misses
  Image<LinearRgb> albedo;
  Layers layers;
  /// Of every instance that some pixel of the frame meets, at any depth; of an object with its defects.
  std::map<uint32_t, Extent> extents;
};

}  // namespace understudy
