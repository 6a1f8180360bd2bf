// SPDX-License-Identifier: Apache-2.0
// Numbers in binary files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace understudy::importing {

/// Of four bytes from `at` on, the lowest first.
inline uint32_t little_endian(std::string_view bytes, size_t at) {
  uint32_t value = 0;
  for (size_t i = 4; i-- > 0;) value = value << 8 | uint8_t(bytes[at + i]);
  return value;
}

}  // namespace understudy::importing
