// SPDX-License-Identifier: Apache-2.0
// Jobs on several threads. What a job makes must not depend on when, or where, it is done.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <set>
#include <vector>

namespace understudy {

/// So many threads: `asked`, or one per processor for 0. Throws UserError where that is out of all reason.
int worker_count(int asked);

/// Of `total` outputs those from `start` on, at most `count`, that are not finished.
std::vector<uint64_t> outputs_left(const std::set<uint64_t>& finished, uint64_t start, uint64_t count,
                                   uint64_t total);

struct Work {
  uint64_t count = 0;  ///< jobs 0 to count - 1, begun in this order
  int threads = 1;
  const std::atomic<bool>* stop = nullptr;  ///< set it to begin no further job
  std::function<void(uint64_t job)> job;    ///< called from any thread
  std::function<void(uint64_t done, uint64_t total)>
      progress;  ///< called from the calling thread; may be empty
};

/// Returns how many jobs were done. The first failure of a job ends all; it is rethrown when the threads have
/// ended.
uint64_t work_through(const Work& work);

}  // namespace understudy
