// SPDX-License-Identifier: Apache-2.0
#include "cli/say.h"

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace understudy {
namespace {

void require_taken(bool taken) {
  if (!taken && errno != EPIPE)
    throw std::system_error(errno, std::generic_category(), "cannot write to standard output");
}

}  // namespace

void say_text(std::string_view text) {
  require_taken(std::fwrite(text.data(), 1, text.size(), stdout) == text.size());
}

void finish_saying() { require_taken(std::fflush(stdout) == 0); }

}  // namespace understudy
