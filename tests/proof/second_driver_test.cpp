// SPDX-License-Identifier: Apache-2.0
// Two Vulkan drivers, one truth: labels from SwiftShader and from this machine's own driver agree on all but
// 1 pixel in 10,000. SwiftShader comes with Debian's chromium-common; where it is absent the test says so and
// passes.
#include <cstring>

#include "tests/catch.h"
#include "tests/cli/program.h"

namespace understudy::proof {
namespace {

constexpr const char* swiftshader = "/usr/lib/chromium/vk_swiftshader_icd.json";

std::vector<uint32_t> dump(const test::ScratchFolder& scratch, const std::string& name,
                           const test::Setting& setting, std::string& device) {
  const test::Result result = test::run({UNDERSTUDY_LABEL_DUMP, (scratch / name).string()}, setting);
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  device = result.out;
  const std::string bytes = test::slurp(scratch / name);
  std::vector<uint32_t> numbers(bytes.size() / sizeof(uint32_t));
  std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(uint32_t));
  return numbers;
}

TEST_CASE("SwiftShader and the default driver agree on labels") {
  if (!std::filesystem::exists(swiftshader)) {
    WARN("skipped: SwiftShader is not installed (Debian's package chromium-common)");
    return;
  }
  const test::ScratchFolder scratch;
  std::string device, other_device;
  const auto labels = dump(scratch, "default", {}, device);
  test::Setting second;
  second.environment = {{"VK_DRIVER_FILES", swiftshader}, {"VK_ICD_FILENAMES", swiftshader}};
  const auto other = dump(scratch, "swiftshader", second, other_device);
  REQUIRE(other_device.find("SwiftShader") != std::string::npos);
  REQUIRE(labels.size() == other.size());
  size_t different = 0;
  for (size_t i = 0; i < labels.size(); ++i) different += labels[i] != other[i];
  WARN(different << " of " << labels.size() << " labels differ between " << device << " and "
                 << other_device);
  CHECK(different * 10000 < labels.size());
}

}  // namespace
}  // namespace understudy::proof
