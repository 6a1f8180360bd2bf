// SPDX-License-Identifier: Apache-2.0
#include "generators/import/obj_text.h"

#include <cctype>
#include <fstream>

namespace understudy::importing {
namespace {

/// Walks through a text; names of files and materials, which may begin with a dot, are not in lines of
/// coordinates.
class Coordinates {
 public:
  /// Whether a zero is missing before the next character.
  bool lacks_zero_before(char c) {
    const bool missing = line_ == 'v' && c == '.' && !std::isdigit(uint8_t(last_));
    if (last_ == '\n') line_ = c;
    last_ = c;
    return missing;
  }

 private:
  char last_ = '\n', line_ = 0;
};

}  // namespace

bool lacks_zeros(const std::filesystem::path& obj) {
  std::ifstream file(obj, std::ios::binary);
  Coordinates coordinates;
  std::string block(1 << 20, '\0');
  while (file) {
    file.read(block.data(), std::streamsize(block.size()));
    for (std::streamsize i = 0; i < file.gcount(); ++i)
      if (coordinates.lacks_zero_before(block[size_t(i)])) return true;
  }
  return false;
}

std::string with_zeros(const std::string& text) {
  Coordinates coordinates;
  std::string result;
  result.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    if (coordinates.lacks_zero_before(c)) result += '0';
    result += c;
  }
  return result;
}

}  // namespace understudy::importing
