// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/mutate.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace understudy::fuzz {
namespace {

/// In [0, size]: a place between two bytes.
size_t place_in(const std::string& bytes, Stream& stream) {
  return size_t(stream.uniform_int(0, int64_t(bytes.size())));
}

std::string piece_of(const std::string& bytes, Stream& stream) {
  const size_t begin = place_in(bytes, stream);
  return bytes.substr(begin, size_t(stream.uniform_int(1, 32)));
}

void replace_number(std::string& bytes, Stream& stream) {
  constexpr std::array<std::string_view, 10> numbers{
      "0", "-1", "1e308", "-1e308", "4294967296", "9223372036854775807", "0.5", "1e-320", "null", "\"\""};
  constexpr std::string_view digits = "0123456789.-";
  const size_t begin = bytes.find_first_of(digits, place_in(bytes, stream));
  if (begin == std::string::npos) return;
  const size_t end = std::min(bytes.find_first_not_of(digits, begin), bytes.size());
  bytes.replace(begin, end - begin, numbers[size_t(stream.uniform_int(0, int64_t(numbers.size()) - 1))]);
}

void change(std::string& bytes, const std::string& other, Stream& stream) {
  const size_t at = place_in(bytes, stream);
  switch (stream.uniform_int(0, 7)) {
    case 0:
      if (at < bytes.size()) bytes[at] = char(bytes[at] ^ (1 << stream.uniform_int(0, 7)));
      break;
    case 1:
      if (at < bytes.size()) bytes[at] = char(stream.bits());
      break;
    case 2:
      if (at < bytes.size()) bytes[at] = stream.chance(0.5) ? '\xff' : '\0';
      break;
    case 3:
      bytes.erase(at, size_t(stream.uniform_int(1, 32)));
      break;
    case 4:
      bytes.insert(at, piece_of(bytes, stream));
      break;
    case 5:
      bytes.insert(at, piece_of(other, stream));
      break;
    case 6:
      bytes.resize(at);
      break;
    default:
      replace_number(bytes, stream);
  }
}

}  // namespace

std::string mutated(std::string bytes, const std::string& other, Stream& stream) {
  for (int64_t changes = stream.uniform_int(1, 4); changes > 0; --changes) change(bytes, other, stream);
  return bytes;
}

}  // namespace understudy::fuzz
