// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

#include "cli/commands.h"

namespace understudy {

/// From now on the first Ctrl-C, SIGTERM or SIGHUP (the terminal was closed) sets what is returned, the
/// second Ctrl-C or SIGTERM ends the program at once; the same command then goes on from what is on disk. A
/// signal that whoever started the program has ignored stays so.
const std::atomic<bool>* stop_on_signals();

/// Tells the user, and returns the exit code: what is finished is a valid dataset.
ExitCode say_stopped();

}  // namespace understudy
