// SPDX-License-Identifier: Apache-2.0
// Materials and textures of a file as the renderer knows them.
#pragma once

#include "generators/import/import.h"
#include "generators/import/raw_scene.h"

namespace understudy::importing {

/// Fills materials, textures and, for what had to be replaced, notes.
void add_looks(const RawScene& scene, ImportedMesh& mesh);

}  // namespace understudy::importing
