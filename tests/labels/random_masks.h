// SPDX-License-Identifier: Apache-2.0
// Random id images and layers for the tests of labels/: noise, boxes, discs, lines, empty and full, odd
// sizes.
#pragma once

#include <algorithm>
#include <map>
#include <set>

#include "base/image.h"
#include "base/random.h"
#include "scenes/frame.h"

namespace understudy::tests {

/// Paints shape `kind` (box, disc, 1-px line, noise) with `value` into `image`.
template <typename T>
void paint_shape(Image<T>& image, Stream& stream, T value) {
  const int width = image.width_px(), height = image.height_px();
  const int kind = int(stream.uniform_int(0, 3));
  const int cx = int(stream.uniform_int(0, width - 1)), cy = int(stream.uniform_int(0, height - 1));
  const int rx = int(stream.uniform_int(0, width / 2)),
            ry = kind == 2 ? 0 : int(stream.uniform_int(0, height / 2));
  const double density = stream.uniform();
  for (int y = std::max(0, cy - ry); y <= std::min(height - 1, cy + ry); ++y) {
    for (int x = std::max(0, cx - rx); x <= std::min(width - 1, cx + rx); ++x) {
      const double dx = double(x - cx) / (rx + 1), dy = double(y - cy) / (ry + 1);
      if (kind == 1 && dx * dx + dy * dy > 1) continue;
      if (kind == 3 && stream.uniform() > density) continue;
      image(x, y) = value;
    }
  }
}

inline Image<uint32_t> random_ids(uint64_t seed) {
  Stream stream({seed, 0}, "random ids");
  Image<uint32_t> ids(int(stream.uniform_int(1, 90)), int(stream.uniform_int(1, 70)),
                      stream.chance(0.1) ? 0xFFFFFFFFu : 0u);
  const int shapes = int(stream.uniform_int(0, 40));
  for (int k = 0; k < shapes; ++k)
    paint_shape(ids, stream, stream.chance(0.1) ? 0u : uint32_t(stream.bits()));
  return ids;
}

struct RandomLayers {
  int width_px = 0, height_px = 0;
  Layers layers;
  Image<uint32_t> front;                     ///< id of each pixel's first entry
  std::map<uint32_t, Image<uint8_t>> masks;  ///< amodal mask of each instance that has a pixel
};

/// Up to 12 overlapping shapes at random depths, and a background at a random depth behind some of them.
inline RandomLayers random_layers(uint64_t seed) {
  Stream stream({seed, 1}, "random layers");
  RandomLayers result;
  result.width_px = int(stream.uniform_int(1, 80));
  result.height_px = int(stream.uniform_int(1, 60));
  const Image<uint8_t> none(result.width_px, result.height_px);
  const int shapes = int(stream.uniform_int(0, 12));
  const bool slanted = stream.chance(0.5);  // depths change along x, so the order along the ray does too
  for (int k = 0; k < shapes; ++k) {
    Image<uint8_t> mask = none;
    paint_shape<uint8_t>(mask, stream, 1);
    if (std::count(mask.begin(), mask.end(), 1) > 0) result.masks[uint32_t(3 * k + 1)] = mask;
  }
  result.front = Image<uint32_t>(result.width_px, result.height_px);
  for (size_t p = 0; p < none.size(); ++p) {
    result.layers.begin.push_back(uint32_t(result.layers.entries.size()));
    std::vector<LayerEntry> entries;
    const float x = float(p % size_t(result.width_px));
    for (const auto& [id, mask] : result.masks) {
      if (mask[p] != 0) entries.push_back({id, slanted && id % 2 == 0 ? 90 - x : 10 + float(id * 7 % 31)});
    }
    if (!entries.empty()) entries.push_back({0, 25});
    std::sort(entries.begin(), entries.end(), [](const LayerEntry& a, const LayerEntry& b) {
      return a.t_m != b.t_m ? a.t_m < b.t_m : a.instance < b.instance;
    });
    if (!entries.empty()) result.front[p] = entries.front().instance;
    result.layers.entries.insert(result.layers.entries.end(), entries.begin(), entries.end());
  }
  result.layers.begin.push_back(uint32_t(result.layers.entries.size()));
  return result;
}

}  // namespace understudy::tests
