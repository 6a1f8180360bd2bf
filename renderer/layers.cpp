// SPDX-License-Identifier: Apache-2.0
#include "renderer/layers.h"

#include <algorithm>

#include "base/error.h"

namespace understudy {
namespace {

constexpr uint32_t kMaxRecords = 4u << 20;  // 32 MiB for one submission of the second pass

/// Tasks in chunks that each fit into kMaxRecords. The count of an overflowing pixel is an upper bound of its
/// layers.
std::vector<std::vector<gpu::LayerTask>> overflow_tasks(const std::vector<gpu::LayerCount>& counts) {
  std::vector<std::vector<gpu::LayerTask>> chunks;
  uint32_t used = kMaxRecords;
  for (size_t pixel = 0; pixel < counts.size(); ++pixel) {
    const uint32_t count = counts[pixel].count;
    if (count <= kLayerSlots) continue;
    CHECK(count <= kMaxRecords, "one ray meets more placements than a buffer holds");
    if (used + count > kMaxRecords) {
      chunks.emplace_back();
      used = 0;
    }
    chunks.back().push_back({uint32_t(pixel), used, count});
    used += count;
  }
  return chunks;
}

}  // namespace

void append_layers(const PixelLayers& pixel, Layers& layers) {
  const size_t first = layers.entries.size();
  for (uint32_t i = 0; i < pixel.count; ++i)
    layers.entries.push_back({pixel.records[i].instance, pixel.records[i].t});
  if (pixel.count > 0 && pixel.background_t >= 0) layers.entries.push_back({0, pixel.background_t});
  std::sort(layers.entries.begin() + std::ptrdiff_t(first), layers.entries.end(),
            [](const LayerEntry& a, const LayerEntry& b) {
              return a.t_m != b.t_m ? a.t_m < b.t_m : a.instance < b.instance;
            });
  layers.begin.push_back(uint32_t(layers.entries.size()));
}

std::vector<DeepPixel> walk_deep_pixels(const std::vector<gpu::LayerCount>& counts, Commands& commands,
                                        FrameMemory& memory, const Kernel& kernel, const Slice& ray_count,
                                        gpu::RayCount& rays) {
  std::vector<DeepPixel> deep;
  for (const std::vector<gpu::LayerTask>& tasks : overflow_tasks(counts)) {
    const uint64_t room = tasks.back().first + tasks.back().capacity;
    const Slice places = memory.reserve(BINDING_LAYERS, room * sizeof(gpu::LayerRecord));
    const Slice new_counts = memory.reserve(BINDING_LAYER_COUNTS, counts.size() * sizeof(gpu::LayerCount));
    memory.add(BINDING_LAYER_TASKS, tasks);
    commands.begin();
    memory.upload();
    const uint32_t task_count = uint32_t(tasks.size());
    commands.run(kernel, {(task_count + 63) / 64, 1, 1}, &task_count, sizeof task_count);
    const auto* records = commands.read_back_as<gpu::LayerRecord>(places);
    const auto* exact = commands.read_back_as<gpu::LayerCount>(new_counts);
    const auto* counted = commands.read_back_as<gpu::RayCount>(ray_count);
    commands.submit_and_wait();
    rays = *counted;
    for (const gpu::LayerTask& task : tasks) {
      CHECK(exact[task.pixel].count <= task.capacity,
            "the second pass over the layers found more than the first");
      const auto* first = records + task.first;
      deep.push_back({task.pixel, std::vector<gpu::LayerRecord>(first, first + exact[task.pixel].count)});
    }
  }
  return deep;
}

Layers make_layers(const std::vector<gpu::LayerCount>& counts, const gpu::LayerRecord* slots,
                   const std::vector<DeepPixel>& deep) {
  Layers layers;
  layers.begin.reserve(counts.size() + 1);
  layers.begin.push_back(0);
  auto next_deep = deep.begin();
  for (size_t pixel = 0; pixel < counts.size(); ++pixel) {
    if (next_deep != deep.end() && next_deep->pixel == pixel) {
      const auto& records = (next_deep++)->records;
      append_layers({uint32_t(records.size()), records.data(), counts[pixel].background_t}, layers);
    } else {
      append_layers({counts[pixel].count, slots + pixel * kLayerSlots, counts[pixel].background_t}, layers);
    }
  }
  return layers;
}

}  // namespace understudy
