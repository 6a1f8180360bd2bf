// SPDX-License-Identifier: Apache-2.0
#include "cli/stop.h"

#include <csignal>

#include "cli/say.h"

namespace understudy {
namespace {

// A signal handler can reach nothing but a global; this is the program's only one.
std::atomic<bool> stop_requested{false};

extern "C" void request_stop(int signal_number) {
  stop_requested = true;
  // A terminal that closes may say so twice: its shell does, and then the system.
  if (signal_number != SIGHUP) std::signal(signal_number, SIG_DFL);
}

}  // namespace

const std::atomic<bool>* stop_on_signals() {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    // nohup, and a shell that starts a job in the background, have signals ignored on purpose.
    if (std::signal(number, request_stop) == SIG_IGN) std::signal(number, SIG_IGN);
  }
  return &stop_requested;
}

ExitCode say_stopped() {
  say("stopped; the same command goes on from here\n");
  return interrupted;
}

}  // namespace understudy
