// SPDX-License-Identifier: Apache-2.0
// What a fuzz target is: one program, one reader of user files, bytes in. The contract of every reader: any
// bytes are read or refused with a UserError; never another exception, a crash, a wait or a lot of memory.
// Under libFuzzer the library drives it; elsewhere replay.cpp does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "base/error.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace understudy::fuzz {

inline std::string_view text_of(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// True where `read` came to its end, false where it refused the input. Whatever else it throws goes on up,
/// and ends the program.
template <typename Read>
bool accepts(Read&& read) {
  try {
    read();
    return true;
  } catch (const UserError&) {
    return false;
  }
}

/// What must hold of whatever was accepted.
inline void require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "fuzz: %s\n", what);
  std::abort();
}

}  // namespace understudy::fuzz
