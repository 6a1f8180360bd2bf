// SPDX-License-Identifier: Apache-2.0
// Files that are whole or absent: written under a temporary name, flushed, renamed.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

namespace understudy {

/// Throws UserError where the file cannot be read.
std::string read_file(const std::filesystem::path& path);

/// When the content reaches the disk. `later`: for files that whoever reads them checks, many of which are
/// then flushed at once by flush_disk(); after a power cut one may be there in name only.
enum class Flush { now, later };

/// Replaces `path` atomically. Throws UserError (full disk, no permission); the old content then remains.
void write_file_atomic(const std::filesystem::path& path, std::string_view content, Flush flush = Flush::now);

/// Everything written to the disk that holds `folder` reaches it.
void flush_disk(const std::filesystem::path& folder);

/// What require_writable_folder() writes and removes; a killed run may leave it.
inline constexpr const char* write_probe_name = ".write-probe";

/// What the temporary name of a file adds to its own. A folder may hold such a file only after a crash.
inline constexpr std::string_view temporary_suffix = ".tmp";

/// A file too large to hold in memory: append() as often as wanted, then commit(). Without commit() nothing
/// appears. All throw UserError (full disk, no permission). One writer per path at a time.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void append(std::string_view content);
  void commit(Flush flush = Flush::now);

 private:
  std::filesystem::path path_, temporary_;
  std::FILE* file_ = nullptr;
};

/// Creates the folder if needed and proves that a file can be written there. Throws UserError.
void require_writable_folder(const std::filesystem::path& folder);

/// Bytes free for this user on the disk that holds `folder`, which need not exist yet; the largest
/// number where that disk has no size.
uint64_t free_bytes(const std::filesystem::path& folder);

}  // namespace understudy
