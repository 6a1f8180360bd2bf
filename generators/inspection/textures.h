// SPDX-License-Identifier: Apache-2.0
// Hard negatives that are the good surface itself: patches whose finish differs as tools, rolls, glue or the
// wood's own growth left it. They are cut into the part before any defect is.
#pragma once

#include "base/parameters.h"
#include "scenes/scene.h"

namespace understudy::inspection {

/// "inspection.distractors.textures" of them on each part, where the camera may see them. A part that gets
/// one has a mesh and materials of its own afterwards.
void add_textures(const Draw& draw, Scene& scene);

}  // namespace understudy::inspection
