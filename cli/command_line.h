// SPDX-License-Identifier: Apache-2.0
// What holds for the command line of every command, whatever CLI11's version.
#pragma once

#include <CLI/CLI.hpp>

namespace understudy {

/// After all commands were added: of an option that is given twice the last one counts, and where a whole
/// number from 0 is expected, others are refused instead of wrapped around.
void agree_on_options(CLI::App& program);

/// Throws UserError where the first argument is meant to be a command and is none.
void require_known_command(const CLI::App& program, int argc, const char* const* argv);

}  // namespace understudy
