// SPDX-License-Identifier: Apache-2.0
// A dataset of one image on disk, whose record or instances.json the targets replace.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace understudy::fuzz {

/// In the system's folder for temporary files, removed at the end.
class Dataset {
 public:
  Dataset();
  ~Dataset();
  Dataset(const Dataset&) = delete;
  Dataset& operator=(const Dataset&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  /// Puts `body` under a checksum that holds, so that damage is only in what the record says. Returns
  /// the file's content.
  std::string set_record(std::string_view body) const;
  void set_instances(std::string_view content) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace understudy::fuzz
