// SPDX-License-Identifier: Apache-2.0
#include "bench/regions.h"

#include <algorithm>
#include <string>

namespace understudy {
namespace {

Region region_of_mesh(const std::string& name) {
  const auto begins = [&](const char* word) { return name.starts_with(word); };
  if (begins("ground") || begins("markings")) return Region::ground;
  if (begins("building") || begins("church")) return Region::building;
  if (begins("tree") || begins("hedge")) return Region::tree;
  return Region::other;
}

bool neighbours_differ(const Image<Hit>& hits, int x, int y) {
  const uint32_t own = hits(x, y).placement;
  for (int v = std::max(y - 1, 0); v <= std::min(y + 1, hits.height_px() - 1); ++v) {
    for (int u = std::max(x - 1, 0); u <= std::min(x + 1, hits.width_px() - 1); ++u) {
      if (hits(u, v).placement != own) return true;
    }
  }
  return false;
}

}  // namespace

Image<PixelKind> classify(const Frame& frame, const Scene& scene) {
  Image<PixelKind> kinds(frame.width_px, frame.height_px);
  for (int y = 0; y < frame.height_px; ++y) {
    for (int x = 0; x < frame.width_px; ++x) {
      PixelKind& kind = kinds(x, y);
      kind.edge = neighbours_differ(frame.hits, x, y);
      const uint32_t placement = frame.hits(x, y).placement;
      if (frame.instances(x, y) != 0) {
        kind.region = Region::object;
      } else if (placement != Hit::miss) {
        kind.region = region_of_mesh(scene.meshes[scene.placements[placement].mesh]->name);
      }
    }
  }
  return kinds;
}

Loss& Loss::operator+=(const Loss& other) {
  pixels += other.pixels;
  loss += other.loss;
  variance += other.variance;
  reference_variance += other.reference_variance;
  return *this;
}

LossTable loss_by_kind(const SsimMap& map, const Image<PixelKind>& kinds) {
  LossTable table{};
  for (int y = 0; y < map.ssim.height_px(); ++y) {
    for (int x = 0; x < map.ssim.width_px(); ++x) {
      const PixelKind& kind = kinds(x + ssim_radius_px, y + ssim_radius_px);
      table[size_t(kind.region)][kind.edge] +=
          {1, 1 - map.ssim(x, y), map.variance(x, y), map.reference_variance(x, y)};
    }
  }
  return table;
}

LossTable& operator+=(LossTable& table, const LossTable& other) {
  for (size_t region = 0; region < table.size(); ++region) {
    for (size_t edge = 0; edge < 2; ++edge) table[region][edge] += other[region][edge];
  }
  return table;
}

}  // namespace understudy
