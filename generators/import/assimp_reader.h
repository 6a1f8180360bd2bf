// SPDX-License-Identifier: Apache-2.0
// The one place that speaks Assimp. To be called in a child process only: the library's readers are not proof
// against hostile files.
#pragma once

#include <filesystem>
#include <string>

#include "generators/import/raw_scene.h"

namespace understudy::importing {

/// Everything that the file's nodes place, in one list of triangles. `extension`: "glb", "obj", ..., the only
/// format that is tried. Files beside the mesh are read from its folder alone.
RawScene read_with_assimp(const std::filesystem::path& path, const std::string& extension);

}  // namespace understudy::importing
