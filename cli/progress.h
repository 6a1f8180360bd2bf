// SPDX-License-Identifier: Apache-2.0
// Progress on standard error: a bar with ETA on a terminal, plain lines elsewhere. Where nobody can be told
// (the terminal is gone, the disk of the log is full) the work goes on untold.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace understudy {

/// Says it on standard error, if that takes it.
void tell(const std::string& text);

class Progress {
 public:
  Progress();
  /// Ends the bar's line, so that a message after a failure has a line of its own.
  ~Progress() { finish(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// Shows that `done` of `total` images are finished.
  void operator()(uint64_t done, uint64_t total);
  /// Ends the bar's line.
  void finish();

 private:
  std::chrono::steady_clock::time_point start_;
  uint64_t last_line_ = 0;
  bool terminal_;
  bool bar_shown_ = false;
};

}  // namespace understudy
