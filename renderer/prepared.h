// SPDX-License-Identifier: Apache-2.0
// What a scene's pictures need that is made without the device.
#pragma once

#include "renderer/sky.h"
#include "scenes/scene.h"

namespace understudy {

struct PreparedScene {
  SkyTable sky;
};

inline PreparedScene prepare_scene(const Scene& scene) {
  return {build_sky(scene.sky, scene.sun, scene.key)};
}

}  // namespace understudy
