// SPDX-License-Identifier: Apache-2.0
// One run at a time writes a dataset: two would take each other's temporary files for what a dead run left.
// The lock is the kernel's (flock on the folder), so it ends with the process however that ends.
#pragma once

#include <filesystem>

namespace understudy {

class FolderLock {
 public:
  /// Creates the folder if needed. Throws UserError where it cannot, or where another run holds the lock.
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace understudy
