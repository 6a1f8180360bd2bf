// SPDX-License-Identifier: Apache-2.0
#include "generators/import/assimp_files.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <vector>

#include <assimp/MemoryIOWrapper.h>

#include "base/error.h"
#include "base/files.h"
#include "generators/import/obj_text.h"
#include "generators/import/stl_content.h"

namespace understudy::importing {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t largest_texture_bytes = uint64_t(256) << 20;

/// "a%20b" to "a b", as in the URIs of glTF; a zero, which would end a file's name, stays as it is.
std::string decoded(const std::string& uri) {
  std::string text;
  for (size_t i = 0; i < uri.size(); ++i) {
    unsigned code = 0;
    const char* digits = uri.data() + i + 1;
    const bool escape = uri[i] == '%' && i + 2 < uri.size() &&
                        std::from_chars(digits, digits + 2, code, 16).ptr == digits + 2 && code != 0;
    text += escape ? char(code) : uri[i];
    if (escape) i += 2;
  }
  return text;
}

/// Owns a copy of the text.
Assimp::IOStream* stream_of(const std::string& text) {
  auto* bytes = new uint8_t[text.size()];
  std::copy(text.begin(), text.end(), bytes);
  return new Assimp::MemoryIOStream(bytes, text.size(), true);
}

}  // namespace

FolderFiles::FolderFiles(const fs::path& mesh, const std::string& extension)
    : mesh_(mesh), extension_(extension) {
  std::error_code ignored;
  folder_ = fs::weakly_canonical(fs::absolute(mesh).parent_path(), ignored);
}

bool FolderFiles::is_inside(const fs::path& path) const {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(path, error);
  if (error) return false;
  return std::mismatch(folder_.begin(), folder_.end(), real.begin(), real.end()).first == folder_.end();
}

std::optional<fs::path> FolderFiles::find(const std::string& name) const {
  if (mesh_ == name) return mesh_;
  const std::string folder = mesh_.parent_path().string();
  const size_t own = name.starts_with(folder) ? folder.size() : 0;  // a folder is no URI
  for (const fs::path& path : {fs::path(name), fs::path(name.substr(0, own) + decoded(name.substr(own)))}) {
    if (!is_inside(path)) {
      outside_.insert(name);
      return {};
    }
    std::error_code ignored;
    if (fs::is_regular_file(path, ignored)) return path;
  }
  return {};
}

bool FolderFiles::Exists(const char* name) const { return find(name).has_value(); }

std::optional<std::string> FolderFiles::in_other_words() const {
  if (extension_ == "stl") return plain_stl(mesh_);
  if (extension_ == "obj" && lacks_zeros(mesh_)) return with_zeros(read_file(mesh_));
  return {};
}

Assimp::IOStream* FolderFiles::Open(const char* name, const char* mode) {
  if (mode == nullptr || mode[0] != 'r') return nullptr;
  if (mesh_ == name)
    if (const std::optional<std::string> content = in_other_words()) return stream_of(*content);
  if (const auto path = find(name)) return DefaultIOSystem::Open(path->c_str(), mode);
  if (is_inside(name)) missing_.insert(fs::path(name).filename().string());
  return nullptr;
}

std::optional<std::string> FolderFiles::texture(const std::string& name) const {
  std::string slashed = name;
  std::replace(slashed.begin(), slashed.end(), '\\', '/');
  const fs::path last = fs::path(slashed).filename();
  const std::vector<fs::path> places{folder_ / slashed, folder_ / decoded(slashed), folder_ / last,
                                     folder_ / decoded(last.string()), folder_ / "textures" / last};
  for (const fs::path& place : places) {
    std::error_code error;
    if (!is_inside(place) || !fs::is_regular_file(place, error) ||
        fs::file_size(place, error) > largest_texture_bytes || error)
      continue;
    try {
      return read_file(place);
    } catch (const UserError&) {  // not readable: as if it were not there
    }
  }
  return {};
}

}  // namespace understudy::importing
