// SPDX-License-Identifier: Apache-2.0
#include "generators/import/child.h"

#include <cerrno>
#include <fstream>
#include <new>

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace understudy::importing {
namespace {

constexpr int exit_finished = 0, exit_failed = 1, exit_memory = 2;

// A sanitizer reserves terabytes of addresses for itself.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif
#else
constexpr bool sanitized = false;
#endif

uint64_t mapped_bytes() {
  uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * uint64_t(sysconf(_SC_PAGESIZE));
}

void lower_limit(int resource, rlim_t value) {
  rlimit limit{};
  if (getrlimit(__rlimit_resource_t(resource), &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? value : std::min(value, limit.rlim_max);
  setrlimit(__rlimit_resource_t(resource), &limit);
}

bool write_all(int to, const char* data, size_t size) {
  while (size > 0) {
    const ssize_t written = write(to, data, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    data += written;
    size -= size_t(written);
  }
  return true;
}

[[noreturn]] void be_child(const std::function<std::string()>& work, const ChildLimits& limits, int to) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (const int number : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGINT, SIGTERM, SIGXCPU, SIGPIPE})
    signal(number, SIG_DFL);
  lower_limit(RLIMIT_CORE, 0);
  lower_limit(RLIMIT_CPU, limits.processor_s);
  if (!sanitized) lower_limit(RLIMIT_AS, rlim_t(mapped_bytes() + limits.memory_bytes));
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) dup2(nowhere, STDOUT_FILENO), dup2(nowhere, STDERR_FILENO);
  int code = exit_failed;
  try {
    const std::string bytes = work();
    if (write_all(to, bytes.data(), bytes.size())) code = exit_finished;
  } catch (const std::bad_alloc&) {
    code = exit_memory;
  } catch (...) {
  }
  _exit(code);  // without what others want done at the end of a process
}

/// False where more than `most` bytes arrive.
bool read_all(int from, uint64_t most, std::string& bytes) {
  std::string buffer(1 << 20, '\0');
  for (;;) {
    const ssize_t count = read(from, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return true;
    if (bytes.size() + size_t(count) > most) return false;
    bytes.append(buffer, 0, size_t(count));
  }
}

ChildResult::End end_of(int status) {
  using End = ChildResult::End;
  if (WIFEXITED(status) && WEXITSTATUS(status) == exit_finished) return End::finished;
  if (WIFEXITED(status) && WEXITSTATUS(status) == exit_memory) return End::out_of_memory;
  const bool by_limit = WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL);
  return by_limit ? End::out_of_time : End::crashed;
}

}  // namespace

ChildResult run_in_child(const std::function<std::string()>& work, const ChildLimits& limits) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return {};
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    be_child(work, limits, ends[1]);
  }
  close(ends[1]);
  ChildResult result;
  if (child > 0) {
    const bool fits = read_all(ends[0], limits.result_bytes, result.bytes);
    if (!fits) kill(child, SIGKILL);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    result.end = fits ? end_of(status) : ChildResult::End::out_of_memory;
    if (result.end != ChildResult::End::finished) result.bytes.clear();
  }
  close(ends[0]);
  return result;
}

}  // namespace understudy::importing
