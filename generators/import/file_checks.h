// SPDX-License-Identifier: Apache-2.0
// What can be told of a mesh file before its format is parsed: that it is one, and whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace understudy::importing {

struct MeshFile {
  uint64_t size_bytes = 0;
  std::string extension;             ///< "glb", "gltf", "obj", "fbx", "ply", "stl" or "dae"
  std::string content_hash;          ///< 16 hexadecimal digits
  uint64_t announced_triangles = 0;  ///< at least so many, says the file (PLY); 0: it says nothing
};

/// Throws UserError: no such file, another format, empty, over 2 GiB, or cut short where the format tells.
MeshFile check_mesh_file(const std::filesystem::path& path);

/// Throws UserError about this file: "bracket.stl: WHAT (HINT)".
[[noreturn]] void refuse_mesh(const std::filesystem::path& path, const std::string& what,
                              const std::string& hint = "");

}  // namespace understudy::importing
