// SPDX-License-Identifier: Apache-2.0
// Materials of a file, by slot. Private to generators/import.
#pragma once

#include <assimp/scene.h>

#include "generators/import/assimp_files.h"
#include "generators/import/raw_scene.h"

namespace understudy::importing {

/// Fills materials, textures and notes; at least one material.
void read_materials(const aiScene& scene, const FolderFiles& files, RawScene& raw);

}  // namespace understudy::importing
