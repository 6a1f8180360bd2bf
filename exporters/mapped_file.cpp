// SPDX-License-Identifier: Apache-2.0
#include "exporters/mapped_file.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

namespace understudy {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, int error) {
  throw UserError("cannot read " + path.string() + ": " + std::generic_category().message(error));
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) fail(path, errno);
  struct stat status {};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
    const int error = S_ISDIR(status.st_mode) ? EISDIR : errno != 0 ? errno : EINVAL;
    ::close(file);
    fail(path, error);
  }
  size_ = size_t(status.st_size);
  if (size_ > 0) {
    void* bytes = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
    const int error = errno;
    if (bytes == MAP_FAILED) ::close(file), fail(path, error);
    data_ = static_cast<const char*>(bytes);
  }
  ::close(file);
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

}  // namespace understudy
