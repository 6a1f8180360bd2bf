// SPDX-License-Identifier: Apache-2.0
// The files that a mesh file names: only those in its own folder and below.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include <assimp/DefaultIOSystem.h>

namespace understudy::importing {

class FolderFiles : public Assimp::DefaultIOSystem {
 public:
  /// `extension`: of the mesh, "obj", ...
  FolderFiles(const std::filesystem::path& mesh, const std::string& extension);

  bool Exists(const char* name) const override;
  Assimp::IOStream* Open(const char* name, const char* mode) override;

  /// The content of a texture that the mesh names; empty where it is not there. Names from other machines
  /// (absolute, with backslashes) are looked for by their last part, beside the mesh and in "textures".
  std::optional<std::string> texture(const std::string& name) const;

  /// Files that were asked for and not found, by the last part of their names, and those outside of the
  /// folder.
  const std::set<std::string>& missing() const { return missing_; }
  const std::set<std::string>& outside() const { return outside_; }

 private:
  /// The mesh itself or a file beside it, its name as it stands or with its escapes decoded.
  std::optional<std::filesystem::path> find(const std::string& name) const;
  bool is_inside(const std::filesystem::path& path) const;

  /// The mesh's content where it has to be told in other words; empty where the file is read as it is.
  std::optional<std::string> in_other_words() const;

  std::filesystem::path mesh_, folder_;
  std::string extension_;
  mutable std::set<std::string> missing_, outside_;
};

}  // namespace understudy::importing
