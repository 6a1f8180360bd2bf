// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/scratch.h"

namespace understudy::test {
namespace fs = std::filesystem;
namespace {

fs::path new_folder() {
  std::string name = (fs::temp_directory_path() / "understudy-test-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("cannot make a scratch folder");
  return name;
}

void redirect(const fs::path& file, int descriptor) {
  const int opened = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  dup2(opened, descriptor);
  close(opened);
}

[[noreturn]] void become(const std::vector<std::string>& command, const Setting& setting,
                         const fs::path& folder) {
  redirect(folder / "out", STDOUT_FILENO);
  redirect(folder / "err", STDERR_FILENO);
  for (const auto& [name, value] : setting.environment) setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  execvp(arguments[0], arguments.data());
  _exit(127);
}

}  // namespace

Program::Program(const std::vector<std::string>& command, const Setting& setting) : folder_(new_folder()) {
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("cannot fork");
  if (pid_ == 0) become(command, setting, folder_);
}

Program::~Program() {
  if (!ended_) {
    kill(pid_, SIGKILL);
    waitpid(pid_, &status_, 0);
  }
  fs::remove_all(folder_);
}

void Program::signal(int number) const { kill(pid_, number); }

bool Program::running() {
  if (!ended_) ended_ = waitpid(pid_, &status_, WNOHANG) == pid_;
  return !ended_;
}

Result Program::wait() {
  if (!ended_) waitpid(pid_, &status_, 0);
  ended_ = true;
  Result result;
  result.exit_code = WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
  result.out = slurp(folder_ / "out");
  result.err = slurp(folder_ / "err");
  return result;
}

Result run(const std::vector<std::string>& command, const Setting& setting) {
  return Program(command, setting).wait();
}

ScratchFolder::ScratchFolder() : path_(new_folder()) {}
ScratchFolder::~ScratchFolder() { fs::remove_all(path_); }

std::string slurp(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void spill(const fs::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

Files snapshot(const fs::path& folder) { return fs::exists(folder) ? tests::contents_of(folder) : Files{}; }

std::set<std::string> differing(const Files& a, const Files& b) {
  std::set<std::string> names;
  for (const auto& [name, bytes] : a) {
    if (!b.contains(name) || b.at(name) != bytes) names.insert(name);
  }
  for (const auto& [name, bytes] : b) {
    if (!a.contains(name)) names.insert(name);
  }
  return names;
}

}  // namespace understudy::test
