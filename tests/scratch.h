// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include <unistd.h>

namespace understudy::tests {

/// A folder of this process's own, absent at first, removed at the end.
struct Scratch {
  std::filesystem::path path;
  explicit Scratch(const std::string& name)
      : path(std::filesystem::temp_directory_path() /
             ("understudy-" + name + "-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(path);
  }
  ~Scratch() { std::filesystem::remove_all(path); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  /// A file in it, which makes the folder.
  void write(const std::string& name, const std::string& content) const {
    std::filesystem::create_directories(path);
    std::ofstream(path / name, std::ios::binary) << content;
  }
};

/// Every file below a folder: its path in there, with / on any system, and its bytes.
inline std::map<std::string, std::string> contents_of(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string name = std::filesystem::relative(entry.path(), folder).generic_string();
    files[name].assign(std::istreambuf_iterator<char>(file), {});
  }
  return files;
}

}  // namespace understudy::tests
