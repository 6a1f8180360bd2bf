// SPDX-License-Identifier: Apache-2.0
// Hard negatives that only light makes: thin or broad shadows that look like a crack, a scratch or a stain.
// They are cast by rods and wires that the picture does not show, in the light of a small stray lamp, for the
// rigs' wide ones cast none that are sharp. All of it belongs to the surroundings and is in both pictures of
// a pair.
#pragma once

#include "base/parameters.h"
#include "scenes/scene.h"

namespace understudy::inspection {

/// "inspection.distractors.shadows" of them in the picture. Lamps, parts and camera must stand.
void add_shadows(const Draw& draw, Scene& scene);

}  // namespace understudy::inspection
