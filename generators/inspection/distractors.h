// SPDX-License-Identifier: Apache-2.0
// Hard negatives: what looks like a defect and is none. Dust, lint, drops of water, marks of ink, seams and
// glints lie on parts, belong to them in every mask, and have no label of their own.
#pragma once

#include "base/parameters.h"
#include "scenes/scene.h"

namespace understudy::inspection {

/// "inspection.distractors.*"
ParameterTable distractor_parameters();

/// Strews them over the scene's parts, where the camera may see them. Defects are cut before.
void add_distractors(const Draw& draw, Scene& scene);

}  // namespace understudy::inspection
