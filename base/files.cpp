// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"

#include <cerrno>
#include <limits>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& what, const fs::path& path, int error) {
  const char* hint = error == ENOSPC || error == EDQUOT ? "free some space or choose another folder"
                     : error == EACCES || error == EPERM || error == EROFS
                         ? "choose a folder that you may write to"
                         : "";
  throw UserError(what + " " + path.string() + ": " + std::generic_category().message(error), hint);
}

struct Closer {
  std::FILE* file;
  ~Closer() { std::fclose(file); }
};

}  // namespace

std::string read_file(const fs::path& path) {
  std::error_code code;
  if (fs::is_directory(path, code)) throw UserError("cannot read " + path.string() + ": it is a folder");
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) fail("cannot read", path, errno);
  const Closer closer{file};
  std::string content;
  char buffer[1 << 16];
  while (const size_t got = std::fread(buffer, 1, sizeof buffer, file)) content.append(buffer, got);
  if (std::ferror(file)) fail("cannot read", path, errno);
  return content;
}

void write_file_atomic(const fs::path& path, std::string_view content, Flush flush) {
  AtomicFile file(path);
  file.append(content);
  file.commit(flush);
}

void flush_disk(const fs::path& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) fail("cannot open", folder, errno);
  const int result = ::syncfs(file);
  const int error = errno;
  ::close(file);
  if (result != 0) fail("cannot flush", folder, error);
}

AtomicFile::AtomicFile(fs::path path) : path_(std::move(path)), temporary_(path_) {
  temporary_ += temporary_suffix;
  file_ = std::fopen(temporary_.c_str(), "wb");
  if (file_ == nullptr) fail("cannot write", path_, errno);
}

AtomicFile::~AtomicFile() {
  if (file_ == nullptr) return;
  std::fclose(file_);
  std::error_code ignored;
  fs::remove(temporary_, ignored);
}

void AtomicFile::append(std::string_view content) {
  CHECK(file_ != nullptr, "append() after commit()");
  if (std::fwrite(content.data(), 1, content.size(), file_) != content.size())
    fail("cannot write", path_, errno);
}

void AtomicFile::commit(Flush flush) {
  CHECK(file_ != nullptr, "commit() twice");
  // The content reaches the disk before the name does: after a power cut the file is whole or absent.
  const bool flushed = std::fflush(file_) == 0 && (flush == Flush::later || ::fsync(::fileno(file_)) == 0);
  if (!flushed) fail("cannot write", path_, errno);
  // The disk may begin at once, so that flush_disk() has less to wait for; what goes wrong, that tells.
  if (flush == Flush::later) ::sync_file_range(::fileno(file_), 0, 0, SYNC_FILE_RANGE_WRITE);
  const int closed = std::fclose(file_);
  const int close_error = errno;
  file_ = nullptr;
  std::error_code code;
  if (closed == 0) {
    fs::rename(temporary_, path_, code);
    if (!code) return;
  }
  std::error_code ignored;
  fs::remove(temporary_, ignored);
  fail("cannot write", path_, closed == 0 ? code.value() : close_error);
}

void require_writable_folder(const fs::path& folder) {
  std::error_code code;
  fs::create_directories(folder, code);
  if (code) fail("cannot create the folder", folder, code.value());
  if (!fs::is_directory(folder, code)) throw UserError(folder.string() + " is a file, expected a folder");
  const fs::path probe = folder / write_probe_name;
  write_file_atomic(probe, "understudy\n");
  fs::remove(probe, code);
}

uint64_t free_bytes(const fs::path& folder) {
  std::error_code code;
  fs::path existing = fs::absolute(folder, code);
  while (!fs::exists(existing, code) && existing != existing.root_path()) existing = existing.parent_path();
  const fs::space_info space = fs::space(existing, code);
  if (code) fail("cannot read the free space of", folder, code.value());
  // A file system without a size (/proc, a tmpfs without a limit) says nothing of what it can take.
  return space.capacity == 0 ? std::numeric_limits<uint64_t>::max() : space.available;
}

}  // namespace understudy
