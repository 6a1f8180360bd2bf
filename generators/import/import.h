// SPDX-License-Identifier: Apache-2.0
// The user's own meshes: glTF (2.0) and GLB, OBJ, FBX, PLY, STL and Collada (DAE), in metres, z up, with
// materials, textures and named parts. A file may be broken or hostile: it is read in a child process with
// limits on memory and time, and what comes back is checked number by number.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "scenes/material.h"
#include "scenes/mesh.h"

namespace understudy {

/// Larger meshes are refused.
inline constexpr uint64_t max_imported_triangles = 5'000'000;

struct ImportOptions {
  /// What one unit of the file is: "m", "cm", "mm" or "inch". "auto": what the file says (glTF is in metres,
  /// FBX and Collada name their unit); OBJ, PLY and STL name none and are in millimetres where their longest
  /// side is over 10 units (an STL: over 1), else in metres. A note tells which it was.
  std::string unit = "auto";
  /// The file's axis that points up: "x", "y" or "z". "auto": what the file says (glTF: y; FBX and Collada
  /// name it), else y for OBJ and z for PLY and STL, as most programs write them.
  std::string up_axis = "auto";
  /// > 0: the mesh is scaled so that its longest side has this length; `unit` then decides nothing.
  double size_m = 0;
  /// Moved so that its bounds are centred about z and rest on z = 0; false: where the file puts it.
  bool on_ground = true;

  auto operator<=>(const ImportOptions&) const = default;
};

struct ImportedMesh {
  MeshPtr mesh;                     ///< slots index `materials`, parts index `parts`
  std::vector<Material> materials;  ///< their textures index `textures`
  std::vector<TexturePtr> textures;
  std::vector<std::string> parts;  ///< names of the file's nodes; [0] is "none"
  std::string content_hash;        ///< of the file itself, 16 hexadecimal digits
  std::vector<std::string> notes;  ///< sentences for the user: what was guessed, dropped or replaced
};
using ImportedMeshPtr = std::shared_ptr<const ImportedMesh>;

/// Throws UserError with one sentence that says what is wrong with the file and what to do: not a mesh, no
/// triangles, truncated, too large, a missing file that it needs or one outside of its folder.
ImportedMesh read_mesh(const std::filesystem::path& path, const ImportOptions& options);

/// As read_mesh(), but a file is read once for each set of options and kept for the life of the program, so
/// that images share it. Thread-safe.
ImportedMeshPtr shared_mesh(const std::filesystem::path& path, const ImportOptions& options);

}  // namespace understudy
