// SPDX-License-Identifier: Apache-2.0
// Sun, sky and fog of one image, in the units of scenes/light.h.
#pragma once

#include "base/parameters.h"
#include "scenes/scene.h"

namespace understudy {

void set_weather(const Draw& draw, Scene& scene);

}  // namespace understudy
