// SPDX-License-Identifier: Apache-2.0
#include "base/plain_text.h"

#include <fmt/format.h>

#include "base/error.h"

namespace understudy {
namespace {

constexpr size_t max_bytes = 16 << 20;

/// Bytes of the UTF-8 character that the text begins with; 0 where it begins with none. The Unicode Standard,
/// table 3-7: neither overlong, nor a surrogate, nor beyond U+10FFFF.
size_t character_bytes(std::string_view text) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return 0;
  const unsigned lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const unsigned highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (byte(1) < lowest || byte(1) > highest) return 0;
  for (size_t i = 2; i < bytes; ++i)
    if (byte(i) < 0x80 || byte(i) > 0xBF) return 0;
  return bytes;
}

}  // namespace

void require_plain_text(std::string_view text, const std::string& file) {
  if (text.size() > max_bytes) throw UserError(Where{file, 0, ""}, "the file is larger than 16 MiB");
  int line = 1;
  while (!text.empty()) {
    const auto byte = static_cast<unsigned char>(text.front());
    if (byte == '\n') ++line;
    if (byte == '\t')
      throw UserError(Where{file, line, ""}, "found a tab, expected spaces", "YAML indents with spaces");
    if ((byte < 0x20 && byte != '\n' && byte != '\r') || byte == 0x7F)
      throw UserError(Where{file, line, ""}, "found a control character, expected UTF-8 text");
    const size_t bytes = character_bytes(text);
    if (bytes == 0)
      throw UserError(Where{file, line, ""},
                      fmt::format("found the byte 0x{:02X}, expected UTF-8 text", byte),
                      "save the file as UTF-8");
    text.remove_prefix(bytes);
  }
}

}  // namespace understudy
