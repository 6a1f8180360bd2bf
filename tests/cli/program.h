// SPDX-License-Identifier: Apache-2.0
// Runs programs as a user would: arguments in, exit code and text out.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <sys/types.h>

namespace understudy::test {

struct Result {
  int exit_code = -1;  ///< 128 + signal where a signal ended it
  std::string out, err;
};

struct Setting {
  std::map<std::string, std::string> environment;  ///< added to the caller's
};

/// A running child. Destroying it kills it.
class Program {
 public:
  Program(const std::vector<std::string>& command, const Setting& setting = {});
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void signal(int number) const;
  bool running();
  Result wait();

 private:
  pid_t pid_ = 0;
  std::filesystem::path folder_;
  int status_ = 0;
  bool ended_ = false;
};

Result run(const std::vector<std::string>& command, const Setting& setting = {});

/// An empty folder of this test, removed when the object goes.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string slurp(const std::filesystem::path& path);
void spill(const std::filesystem::path& path, const std::string& content);

/// Every file below a folder, by relative path, with its bytes.
using Files = std::map<std::string, std::string>;
Files snapshot(const std::filesystem::path& folder);

/// Which files differ, by name: shorter to read than their bytes.
std::set<std::string> differing(const Files& a, const Files& b);

}  // namespace understudy::test
