// SPDX-License-Identifier: Apache-2.0
// A scene that every kernel has something to do in.
#pragma once

#include "base/random.h"
#include "tests/renderer/small_scene.h"

namespace understudy {

/// Quads at all depths, deeper than the layers' slots in places, some of which leave the frame; one is a
/// mirror, one a pane, the floor a background that they throw shadows on.
inline Scene quads_over_floor(bool sunny) {
  Scene scene = empty_scene(416, 331);
  scene.camera.fx = scene.camera.fy = 300;
  scene.camera.cx = 207.7, scene.camera.cy = 166.4;
  if (sunny) scene.sun.irradiance_klx = glm::vec3(80);
  scene.sun.direction = glm::normalize(glm::vec3(0.3f, -0.5f, 0.7f));
  scene.sky.radiance = glm::vec3(4);
  scene.materials.resize(4);
  scene.materials[1].metalness = 1, scene.materials[1].roughness = 0.02f;
  scene.materials[2].thin_glass = true;
  scene.materials[3].pattern = Pattern::asphalt;
  Stream stream({1, 0}, "quads");
  for (uint32_t id = 1; id <= 60; ++id) {
    const float size = float(stream.uniform(0.05, 0.5));
    const double x = stream.uniform(-0.9, 0.9), y = stream.uniform(1, 4), z = stream.uniform(-0.7, 0.7);
    place(scene, quad_mesh(-size, size, -size, size), {x, y, z}, id);
    scene.placements.back().materials = {id == 5 ? 1u : id == 6 ? 2u : 0u};
  }
  place(scene, quad_mesh(-5, 5, -5, 5), {0, 5, 0}, 0);
  scene.placements.back().materials = {3};
  return scene;
}

}  // namespace understudy
