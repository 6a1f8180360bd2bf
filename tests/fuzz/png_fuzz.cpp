// SPDX-License-Identifier: Apache-2.0
// The checksums of all chunks are made right first: a change that they give away never gets any further.
#include <algorithm>
#include <string>

#include "base/image_io.h"
#include "tests/fuzz/target.h"

namespace understudy::fuzz {
namespace {

// PNG specification (third edition), annex D.
uint32_t crc(std::string_view bytes) {
  uint32_t value = 0xFFFFFFFF;
  for (const char byte : bytes) {
    value ^= uint8_t(byte);
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0xEDB88320 : 0);
  }
  return ~value;
}

uint32_t big_endian(std::string_view bytes) {
  uint32_t value = 0;
  for (const char byte : bytes.substr(0, 4)) value = value << 8 | uint8_t(byte);
  return value;
}

std::string with_checksums(std::string bytes) {
  for (size_t at = 8; bytes.size() - std::min(at, bytes.size()) >= 12;) {
    const size_t length = big_endian(std::string_view(bytes).substr(at));
    if (length > bytes.size() - at - 12) break;
    const uint32_t sum = crc(std::string_view(bytes).substr(at + 4, length + 4));
    at += length + 8;
    for (int shift = 24; shift >= 0; shift -= 8) bytes[at++] = char(sum >> shift);
  }
  return bytes;
}

}  // namespace
}  // namespace understudy::fuzz

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace understudy;
  const std::string bytes = fuzz::with_checksums(std::string(fuzz::text_of(data, size)));
  fuzz::accepts([&] { decode_png(bytes, "fuzz"); });
  fuzz::accepts([&] { decode_png16(bytes, "fuzz"); });
  return 0;
}
