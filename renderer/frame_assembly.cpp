// SPDX-License-Identifier: Apache-2.0
#include "renderer/frame_assembly.h"

#include <algorithm>

#include "base/error.h"

namespace understudy {

void assemble_labels(const Scene& scene, const SceneTables& tables, const gpu::HitRecord* hits,
                     const gpu::LabelRecord* labels, Frame& frame) {
  const int width = frame.width_px, height = frame.height_px;
  frame.hits = Image<Hit>(width, height);
  frame.instances = Image<uint32_t>(width, height);
  frame.categories = Image<uint32_t>(width, height);
  frame.parts = Image<uint32_t>(width, height);
  for (size_t i = 0; i < frame.hits.size(); ++i) {
    const gpu::HitRecord& hit = hits[i];
    if (hit.placement == NONE) {
      CHECK(labels[i].instance == 0 && labels[i].category == 0, "a pixel that sees nothing has a label");
      continue;
    }
    CHECK(hit.placement < tables.placements.size(), "a pixel shows an unknown placement");
    const gpu::PlacementRecord& record = tables.placements[hit.placement];
    const Mesh& mesh = *scene.meshes[scene.placements[record.original].mesh];
    CHECK(hit.primitive < mesh.triangles.size(), "a pixel shows an unknown triangle");
    CHECK(labels[i].instance == record.instance && labels[i].category == record.category,
          "a pixel's label is not that of what it shows");
    frame.hits[i] = {record.original, hit.primitive, hit.u, hit.v, hit.t};
    frame.instances[i] = labels[i].instance;
    frame.categories[i] = labels[i].category;
    frame.parts[i] = labels[i].part;
  }
}

void assemble_buffers(const gpu::LabelRecord* labels, const gpu::GeometryRecord* geometry, Frame& frame) {
  const int width = frame.width_px, height = frame.height_px;
  frame.depth_m = Image<float>(width, height);
  frame.normals = Image<std::array<float, 3>>(width, height);
  frame.albedo = Image<LinearRgb>(width, height);
  for (size_t i = 0; i < frame.depth_m.size(); ++i) {
    frame.depth_m[i] = labels[i].depth_m;
    const glm::vec3 &normal = geometry[i].normal, &albedo = geometry[i].albedo;
    frame.normals[i] = {normal.x, normal.y, normal.z};
    frame.albedo[i] = {albedo.x, albedo.y, albedo.z};
  }
}

std::map<uint32_t, Extent> extents_from_layers(const Layers& layers, int width_px,
                                               const std::map<uint32_t, uint32_t>& parents) {
  std::map<uint32_t, Extent> extents;
  std::vector<uint32_t> objects;  // whose extent this pixel is already part of
  const auto add = [&](uint32_t instance, int x, int y) {
    const auto [at, is_new] = extents.try_emplace(instance, Extent{0, x, y, x, y, false});
    Extent& extent = at->second;
    ++extent.amodal_px;
    extent.x0 = std::min(extent.x0, x);
    extent.x1 = std::max(extent.x1, x);
    extent.y1 = y;  // rows only grow
  };
  for (size_t pixel = 0; pixel + 1 < layers.begin.size(); ++pixel) {
    const int x = int(pixel % size_t(width_px)), y = int(pixel / size_t(width_px));
    objects.clear();
    for (uint32_t i = layers.begin[pixel]; i < layers.begin[pixel + 1]; ++i) {
      const uint32_t instance = layers.entries[i].instance;
      if (instance == 0) continue;
      const auto parent = parents.find(instance);
      const bool is_defect = parent != parents.end();
      if (is_defect) add(instance, x, y);
      const uint32_t object = is_defect ? parent->second : instance;
      if (!parents.empty()) {
        if (std::find(objects.begin(), objects.end(), object) != objects.end()) continue;
        objects.push_back(object);
      }
      add(object, x, y);
    }
  }
  return extents;
}

void check_layers(const Frame& frame) {
  const Layers& layers = frame.layers;
  CHECK(layers.begin.size() == frame.instances.size() + 1, "layers are missing");
  for (size_t i = 0; i < frame.instances.size(); ++i) {
    const bool empty = layers.begin[i] == layers.begin[i + 1];
    const uint32_t first = empty ? 0 : layers.entries[layers.begin[i]].instance;
    CHECK(first == frame.instances[i], "a pixel shows something else than the first of its layers");
  }
}

}  // namespace understudy
