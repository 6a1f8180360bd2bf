// SPDX-License-Identifier: Apache-2.0
// What the JSON of a glTF file says and Assimp keeps to itself. To be called in the child process that reads
// the mesh. Source: glTF 2.0 specification, "Specifying Extensions" and the registry of extensions.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <glm/glm.hpp>

namespace understudy::importing {

struct GltfText {
  std::vector<std::string> unread;  ///< extensions that the file requires and that are not read
  std::set<size_t> without_glow;    ///< materials whose emission texture has a format that is not read
  /// Of materials whose texture is moved, turned or scaled: what that makes of (u, v, 1), v up.
  std::map<size_t, glm::dmat3x2> texture_maps;
  std::vector<std::string> notes;  ///< what is lost, a sentence each
};

/// `path`: a .gltf or .glb. Of what is no JSON nothing is told.
GltfText read_gltf_text(const std::filesystem::path& path);

}  // namespace understudy::importing
