// SPDX-License-Identifier: Apache-2.0
// What a command answers on standard output. Who has closed the other end of a pipe has read enough: the
// command works on, and its exit code is what it would have been.
#pragma once

#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace understudy {

/// Throws std::system_error where standard output takes no more, a disk that is full for one.
void say_text(std::string_view text);

template <typename... Values>
void say(fmt::format_string<Values...> format, Values&&... values) {
  say_text(fmt::format(format, std::forward<Values>(values)...));
}

/// What was said may still wait in a buffer. Throws as say_text().
void finish_saying();

}  // namespace understudy
