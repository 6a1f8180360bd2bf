// SPDX-License-Identifier: Apache-2.0
// Work that may crash, hang or eat memory, done by a copy of this process that may.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace understudy::importing {

struct ChildLimits {
  uint64_t memory_bytes = uint64_t(8) << 30;  ///< beyond what this process has mapped already
  unsigned processor_s = 60;                  ///< time of the processor
  uint64_t result_bytes = uint64_t(4) << 30;
};

struct ChildResult {
  enum class End { finished, crashed, out_of_time, out_of_memory, not_started };
  End end = End::not_started;
  std::string bytes;  ///< what `work` returned, where it finished
};

/// Runs `work` in a child process and gives what it returned. Exceptions in it count as a crash,
/// std::bad_alloc as memory that ran out. The child's standard output and error lead nowhere.
ChildResult run_in_child(const std::function<std::string()>& work, const ChildLimits& limits = {});

}  // namespace understudy::importing
