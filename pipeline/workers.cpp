// SPDX-License-Identifier: Apache-2.0
#include "pipeline/workers.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"

namespace understudy {
namespace {

/// What the threads share; what is no atomic is guarded.
class Crew {
 public:
  explicit Crew(const Work& work) : work_(work), running_(work.threads) {}

  uint64_t run() {
    std::vector<std::jthread> threads;
    for (int i = 0; i < work_.threads; ++i) threads.emplace_back([this] { take_jobs(); });
    std::unique_lock lock(mutex_);
    while (running_ > 0) {
      changed_.wait_for(lock, std::chrono::milliseconds(200));
      if (work_.progress) work_.progress(done_, work_.count);
    }
    lock.unlock();
    threads.clear();
    if (failure_) std::rethrow_exception(failure_);
    return done_;
  }

 private:
  bool stopped() const { return work_.stop != nullptr && *work_.stop; }

  void take_jobs() {
    try {
      while (!stopped()) {
        const uint64_t job = next_++;
        if (job >= work_.count) break;
        work_.job(job);
        ++done_;
        changed_.notify_all();
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      next_ = work_.count;
    }
    const std::lock_guard lock(mutex_);
    --running_;
    changed_.notify_all();
  }

  const Work& work_;
  std::atomic<uint64_t> next_ = 0, done_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::exception_ptr failure_;
  int running_;
};

}  // namespace

int worker_count(int asked) {
  if (asked < 0 || asked > 1024)
    throw UserError(fmt::format("--threads: expected 0 to 1024, found {}", asked));
  return asked > 0 ? asked : std::max(1, int(std::thread::hardware_concurrency()));
}

std::vector<uint64_t> outputs_left(const std::set<uint64_t>& finished, uint64_t start, uint64_t count,
                                   uint64_t total) {
  std::vector<uint64_t> left;
  for (uint64_t i = start; i < total && i - start < count; ++i) {
    if (finished.count(i) == 0) left.push_back(i);
  }
  return left;
}

uint64_t work_through(const Work& work) { return Crew(work).run(); }

}  // namespace understudy
