// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

#include <cstdio>
#include <cstdlib>

namespace understudy {
namespace {

// What a user's text says may hold line ends, and sequences that a terminal obeys.
std::string on_one_line(const std::string& text) {
  constexpr const char* digits = "0123456789abcdef";
  std::string line;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (code >= 0x20 && code != 0x7F) {
      line += c;
    } else if (c == '\n' || c == '\t') {
      line += c == '\n' ? "\\n" : "\\t";
    } else {
      line.append("\\x") += {digits[code / 16], digits[code % 16]};
    }
  }
  return line;
}

std::string sentence(const Where& where, std::string_view what, std::string_view hint) {
  std::string text;
  if (!where.file.empty()) {
    text += where.file;
    if (where.line > 0) text += ":" + std::to_string(where.line);
    text += ": ";
  }
  if (!where.key.empty()) text += where.key + ": ";
  text += what;
  if (!hint.empty()) text.append(" (").append(hint).append(")");
  return on_one_line(text);
}

}  // namespace

UserError::UserError(const Where& where, std::string_view what_is_wrong, std::string_view hint)
    : std::runtime_error(sentence(where, what_is_wrong, hint)) {}

void check_failed(const char* file, int line, const char* condition, std::string_view message) {
  std::fprintf(
      stderr,
      "understudy: internal fault at %s:%d: %.*s (%s)\nPlease report this with the command you ran.\n", file,
      line, static_cast<int>(message.size()), message.data(), condition);
  std::abort();
}

}  // namespace understudy
