// SPDX-License-Identifier: Apache-2.0
// Random frames, their scenes and samples, made of painted shapes instead of rendered ones.
#pragma once

#include <algorithm>
#include <set>

#include "base/image_io.h"
#include "labels/annotate.h"
#include "labels/sample.h"
#include "tests/labels/random_masks.h"

namespace understudy::tests {

inline Taxonomy small_taxonomy() {
  return {{{CategoryId(1), "car", "vehicle"},
           {CategoryId(2), "pedestrian", "person"},
           {CategoryId(3), "stop sign", "outdoor"}},
          {"none", "wheel", "head"}};
}

struct RandomFrame {
  Frame frame;
  Scene scene;
};

/// The instances of random_layers(seed); every fourth one reaches beyond the frame.
inline RandomFrame random_frame(uint64_t seed) {
  const RandomLayers random = random_layers(seed);
  RandomFrame result;
  Frame& frame = result.frame;
  frame.width_px = random.width_px;
  frame.height_px = random.height_px;
  frame.instances = random.front;
  frame.layers = random.layers;
  frame.hits = Image<Hit>(random.width_px, random.height_px);
  frame.parts = Image<uint32_t>(random.width_px, random.height_px);
  for (size_t p = 0; p < frame.instances.size(); ++p) {
    const Layers& layers = frame.layers;
    if (layers.begin[p] < layers.begin[p + 1]) frame.hits[p].t_m = layers.entries[layers.begin[p]].t_m;
    frame.parts[p] = uint32_t(p % 3);
  }
  result.scene.taxonomy = small_taxonomy();
  for (const auto& [id, mask] : random.masks) {
    result.scene.instances.push_back({InstanceId(id), CategoryId(1 + id / 3 % 3), {{"model", "shape"}}});
    const Box box = encode_mask(mask).box();
    Extent extent;
    extent.amodal_px = std::count(mask.begin(), mask.end(), 1);
    extent.x0 = box.x, extent.y0 = box.y, extent.x1 = box.x + box.width - 1,
    extent.y1 = box.y + box.height - 1;
    if (id % 4 == 0) extent.amodal_px += 50, extent.x0 = -10;
    frame.extents[id] = extent;
  }
  return result;
}

/// Half of the instances become defects of the one before them: their ids are steps of three.
inline void make_defects(RandomFrame& random) {
  std::set<uint32_t> objects;
  for (Instance& instance : random.scene.instances)
    if (instance.id.value % 2 == 0) objects.insert(instance.id.value);
  for (Instance& instance : random.scene.instances) {
    const uint32_t id = instance.id.value, parent = id - 3;
    if (id % 2 == 0 || objects.count(parent) == 0) continue;
    instance.parent = InstanceId(parent);
    instance.defect = {0.25, 12.5, 0.75, 0.1};
    // The extent of both together, pixel by pixel.
    Extent& extent = random.frame.extents.at(parent);
    const Extent& own = random.frame.extents.at(id);
    const int64_t beyond = parent % 4 == 0 ? 50 : 0;
    extent = {beyond,
              std::min(extent.x0, own.x0),
              std::min(extent.y0, own.y0),
              std::max(extent.x1, own.x1),
              std::max(extent.y1, own.y1),
              false};
    const Layers& layers = random.frame.layers;
    for (size_t p = 0; p + 1 < layers.begin.size(); ++p) {
      extent.amodal_px +=
          std::any_of(layers.entries.begin() + layers.begin[p], layers.entries.begin() + layers.begin[p + 1],
                      [&](const LayerEntry& e) { return e.instance == id || e.instance == parent; });
    }
  }
}

inline Sample random_sample(uint64_t seed, uint64_t index, const LabelRules& rules = {16, 0.02},
                            bool pairs = false) {
  RandomFrame random = random_frame(seed * 1000003 + index);
  if (pairs) make_defects(random);
  Sample sample;
  sample.key = {seed, index};
  sample.width_px = random.frame.width_px;
  sample.height_px = random.frame.height_px;
  sample.annotations = annotate(random.frame, random.scene, rules);
  Image<uint8_t> picture(sample.width_px, sample.height_px);
  for (size_t p = 0; p < picture.size(); ++p) picture[p] = uint8_t(random.frame.instances[p]);
  sample.encoded = encode_png(picture);
  if (pairs) {
    sample.good = encode_png(Image<uint8_t>(sample.width_px, sample.height_px));
    for (Annotation& a : sample.annotations.kept)
      if (a.defect) a.defect->contrast = 0.125;
  }
  sample.extension = "png";
  sample.camera.width_px = sample.width_px;
  sample.camera.height_px = sample.height_px;
  sample.provenance = {{"generator", "shapes"}};
  return sample;
}

}  // namespace understudy::tests
