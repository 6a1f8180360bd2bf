// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

#include "cli/commands.h"

namespace understudy {

/// From now on the first Ctrl-C or SIGTERM sets what is returned, the second ends the program at once (what
/// is on disk stays valid either way).
const std::atomic<bool>* stop_on_signals();

/// Tells the user, and returns the exit code: what is finished is a valid dataset.
ExitCode say_stopped();

}  // namespace understudy
