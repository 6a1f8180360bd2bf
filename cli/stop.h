// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

namespace understudy {

/// From now on the first Ctrl-C or SIGTERM sets what is returned, the second ends the program at once (what
/// is on disk stays valid either way).
const std::atomic<bool>* stop_on_signals();

}  // namespace understudy
