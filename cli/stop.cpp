// SPDX-License-Identifier: Apache-2.0
#include "cli/stop.h"

#include <csignal>

#include <fmt/format.h>

namespace understudy {
namespace {

// A signal handler can reach nothing but a global; this is the program's only one.
std::atomic<bool> stop_requested{false};

extern "C" void request_stop(int signal_number) {
  stop_requested = true;
  std::signal(signal_number, SIG_DFL);
}

}  // namespace

const std::atomic<bool>* stop_on_signals() {
  std::signal(SIGINT, request_stop);
  std::signal(SIGTERM, request_stop);
  return &stop_requested;
}

ExitCode say_stopped() {
  fmt::print("stopped; the same command goes on from here\n");
  return interrupted;
}

}  // namespace understudy
