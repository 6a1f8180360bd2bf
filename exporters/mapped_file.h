// SPDX-License-Identifier: Apache-2.0
// A file of any size as bytes in memory: the system reads what is looked at. Private to exporters/.
#pragma once

#include <filesystem>
#include <string_view>

namespace understudy {

class MappedFile {
 public:
  /// Throws UserError where the file cannot be read.
  explicit MappedFile(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::string_view bytes() const { return {data_, size_}; }

 private:
  const char* data_ = nullptr;
  size_t size_ = 0;
};

}  // namespace understudy
