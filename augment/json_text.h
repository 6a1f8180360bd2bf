// SPDX-License-Identifier: Apache-2.0
// Text within JSON.
#pragma once

#include <string>
#include <string_view>

namespace understudy {

/// In quotes; characters that no name of a file or class has become spaces.
inline std::string json_quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return result + '"';
}

}  // namespace understudy
