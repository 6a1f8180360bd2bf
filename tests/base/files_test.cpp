// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"

#include <csignal>
#include <fstream>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/catch.h"
#include "tests/message.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;

// A folder of its own, gone at the end.
struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "understudy-files-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { fs::remove_all(path); }
  size_t entries() const {
    return size_t(std::distance(fs::directory_iterator(path), fs::directory_iterator()));
  }
};

TEST_CASE("a file comes back as it was written") {
  Folder folder;
  const std::string content("a\0b\r\n\xff", 6);
  write_file_atomic(folder.path / "f", content);
  CHECK(read_file(folder.path / "f") == content);
  write_file_atomic(folder.path / "f", "");
  CHECK(read_file(folder.path / "f").empty());
  CHECK(folder.entries() == 1);
}

TEST_CASE("without commit nothing appears and the old content stays") {
  Folder folder;
  write_file_atomic(folder.path / "f", "old");
  {
    AtomicFile file(folder.path / "f");
    file.append("new");
  }
  CHECK(read_file(folder.path / "f") == "old");
  CHECK(folder.entries() == 1);
  {
    AtomicFile file(folder.path / "f");
    file.append("ne");
    file.append("w");
    file.commit();
  }
  CHECK(read_file(folder.path / "f") == "new");
  CHECK(folder.entries() == 1);
}

TEST_CASE("what cannot be read or written is a sentence") {
  Folder folder;
  CHECK(message_of([&] { read_file(folder.path / "none"); }).find("No such file") != std::string::npos);
  CHECK(message_of([&] { read_file(folder.path); }).find("it is a folder") != std::string::npos);
  CHECK(message_of([&] { write_file_atomic(folder.path / "no" / "f", "x"); }).find("cannot write") == 0);
  write_file_atomic(folder.path / "file", "x");
  CHECK(message_of([&] { require_writable_folder(folder.path / "file"); }) != "no error");
  CHECK(message_of([&] { require_writable_folder(folder.path / "file" / "below"); }) != "no error");
  CHECK(message_of([&] { require_writable_folder("/proc/understudy"); }) != "no error");
}

TEST_CASE("a writable folder is created, and left empty") {
  Folder folder;
  require_writable_folder(folder.path / "a" / "b");
  CHECK(fs::is_empty(folder.path / "a" / "b"));
  CHECK(free_bytes(folder.path) > 0);
}

TEST_CASE(
    "free space is that of the disk, whether the folder exists or not, and unlimited where it has no size") {
  Folder folder;
  CHECK(free_bytes(folder.path / "not" / "yet") > 0);
  CHECK(free_bytes("/proc/understudy") == UINT64_MAX);
}

// A limit on the size of files plays the full disk: a write fails half way, as ENOSPC would.
TEST_CASE("a disk that is full leaves the old file and no temporary") {
  Folder folder;
  write_file_atomic(folder.path / "f", "old");
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{4096, 4096};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const std::string said =
        message_of([&] { write_file_atomic(folder.path / "f", std::string(1 << 20, 'x')); });
    ::_exit(said.find("cannot write") == 0 ? 0 : 1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  CHECK(read_file(folder.path / "f") == "old");
  CHECK(folder.entries() == 1);
}

TEST_CASE("small content meets a full disk when it is flushed") {
  if (!fs::exists("/dev/full")) return;
  Folder folder;
  // The temporary name leads to the device that is always full.
  fs::create_symlink("/dev/full", folder.path / "f.tmp");
  const std::string said = message_of([&] { write_file_atomic(folder.path / "f", "x"); });
  CHECK(said.find("No space left on device (free some space") != std::string::npos);
  CHECK_FALSE(fs::exists(folder.path / "f"));
}

}  // namespace
}  // namespace understudy
