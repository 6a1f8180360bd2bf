// SPDX-License-Identifier: Apache-2.0
#include "renderer/nvidia.h"

#include "tests/catch.h"

namespace understudy {
namespace {

bool says(const NvidiaTraces& traces, const char* words) {
  return nvidia_hint(traces).find(words) != std::string::npos;
}

TEST_CASE("an NVIDIA GPU without a Vulkan device: the first part that is missing is named") {
  CHECK(nvidia_hint({}).empty());
  CHECK(nvidia_hint({.library = true, .manifest = true, .slices = true}).empty());
  CHECK(says({.gpu = true, .slices = true}, "NVIDIA_DRIVER_CAPABILITIES=all"));
  CHECK(says({.gpu = true, .library = true, .slices = true}, "nvidia_icd.json"));
  const NvidiaTraces slice{.gpu = true, .library = true, .manifest = true, .slices = true};
  CHECK(says(slice, "MIG slice"));
  CHECK(says(slice, "use a whole GPU"));
  const NvidiaTraces whole{.gpu = true, .library = true, .manifest = true};
  CHECK_FALSE(says(whole, "MIG"));
  CHECK(says(whole, "too old; update it"));
}

}  // namespace
}  // namespace understudy
