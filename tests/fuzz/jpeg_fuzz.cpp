// SPDX-License-Identifier: Apache-2.0
#include "base/image_io.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace understudy;
  fuzz::accepts([&] { decode_jpeg(fuzz::text_of(data, size), "fuzz"); });
  return 0;
}
