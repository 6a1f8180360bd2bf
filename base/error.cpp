// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

#include <cstdio>
#include <cstdlib>

namespace understudy {
namespace {

/// A control character of one byte, or one of those that UTF-8 writes as two: U+0080 to U+009F.
size_t control_bytes(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0x20 || byte(0) == 0x7F) return 1;
  return byte(0) == 0xC2 && text.size() > 1 && byte(1) >= 0x80 && byte(1) < 0xA0 ? 2 : 0;
}

// What a user's text says may hold line ends, and sequences that a terminal obeys.
std::string on_one_line(std::string_view text) {
  constexpr const char* digits = "0123456789abcdef";
  std::string line;
  while (!text.empty()) {
    const size_t bytes = control_bytes(text);
    if (bytes == 0) {
      line += text[0];
    } else if (text[0] == '\n' || text[0] == '\t') {
      line += text[0] == '\n' ? "\\n" : "\\t";
    } else {
      const auto code = static_cast<unsigned char>(text[bytes - 1]);
      line.append("\\x") += {digits[code / 16], digits[code % 16]};
    }
    text.remove_prefix(bytes == 0 ? 1 : bytes);
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
