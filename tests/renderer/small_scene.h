// SPDX-License-Identifier: Apache-2.0
// Scenes small enough to know the answer. The camera stands at the origin, looks along +y, x right, z up; a
// point at distance 1 shows 100 px per metre.
#pragma once

#include <cmath>

#include "renderer/renderer.h"

namespace understudy {

inline MeshPtr quad_mesh(float x0, float x1, float z0, float z1) {
  auto mesh = std::make_shared<Mesh>();
  mesh->name = "quad";
  mesh->positions = {{x0, 0, z0}, {x1, 0, z0}, {x1, 0, z1}, {x0, 0, z1}};
  mesh->uvs = {{0, 1}, {1, 1}, {1, 0}, {0, 0}};
  mesh->triangles = {{0, 1, 2}, {0, 2, 3}};
  mesh->finish();
  return mesh;
}

inline Scene empty_scene(int width_px = 64, int height_px = 48) {
  Scene scene;
  scene.materials.resize(1);
  scene.taxonomy.categories = {{CategoryId(1), "car", "vehicle"}};
  scene.camera = look_at({0, 0, 0}, {0, 1, 0}, width_px, height_px, 60);
  scene.camera.fx = scene.camera.fy = 100;
  return scene;
}

/// Adds a mesh at `at`; instance 0 is background.
inline void place(Scene& scene, const MeshPtr& mesh, glm::dvec3 at, uint32_t instance) {
  Placement placement;
  placement.mesh = uint32_t(scene.meshes.size());
  scene.meshes.push_back(mesh);
  placement.to_world[3] = glm::dvec4(at, 1);
  placement.instance = InstanceId(instance);
  placement.materials = {0};
  scene.placements.push_back(placement);
  for (const Instance& known : scene.instances)
    if (known.id.value == instance) return;
  if (instance != 0) scene.instances.push_back({InstanceId(instance), CategoryId(1), {}});
}

inline RenderRequest labels_request() {
  RenderRequest request;
  request.radiance = false;
  return request;
}

inline Frame render_labels(Renderer& renderer, const Scene& scene) {
  return renderer.render(scene, labels_request());
}

inline int64_t count_of(const Frame& frame, uint32_t instance) {
  int64_t count = 0;
  for (uint32_t id : frame.instances) count += id == instance;
  return count;
}

}  // namespace understudy
