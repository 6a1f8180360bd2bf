// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.h"

#include <algorithm>
#include <cstdio>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

namespace understudy {
namespace {

std::string in_words(double seconds) {
  const auto whole = static_cast<long long>(seconds + 0.5);
  if (whole >= 3600) return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
  if (whole >= 60) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} s", whole);
}

}  // namespace

void tell(const std::string& text) {
  std::fputs(text.c_str(), stderr);
  std::fflush(stderr);
}

Progress::Progress() : start_(std::chrono::steady_clock::now()), terminal_(isatty(STDERR_FILENO) != 0) {}

void Progress::operator()(uint64_t done, uint64_t total) {
  const double elapsed_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  if (total == 0) return;
  std::string rate;
  if (done > 0 && elapsed_s > 0) {
    const double per_s = static_cast<double>(done) / elapsed_s;
    rate =
        fmt::format("{:.2f} images/s, {} left", per_s, in_words(static_cast<double>(total - done) / per_s));
  }
  if (terminal_) {
    constexpr int width = 30;
    const int full = static_cast<int>(width * done / total);
    tell(fmt::format("\r[{}{}] {}/{}  {}\033[K", std::string(full, '#'), std::string(width - full, '.'), done,
                     total, rate));
    bar_shown_ = true;
    return;
  }
  // A log wants few lines: one per tenth of the work.
  const uint64_t step = std::max<uint64_t>(1, total / 10);
  if (done == total || (done > 0 && done / step > last_line_ / step)) {
    tell(fmt::format("{}/{} images  {}\n", done, total, rate));
    last_line_ = done;
  }
}

void Progress::finish() {
  if (bar_shown_) tell("\n");
  bar_shown_ = false;
}

}  // namespace understudy
