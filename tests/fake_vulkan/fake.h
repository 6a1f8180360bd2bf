// SPDX-License-Identifier: Apache-2.0
// Runs `understudy` on a machine whose Vulkan driver plays a part (fake_driver.cpp lists the words).
#pragma once

#include <optional>

#include "tests/cli/program.h"

namespace understudy::test {

struct RealDriver {
  std::filesystem::path manifest, library;
};

/// lavapipe, which the fake driver stands before. Where it is not installed: says that the test is skipped.
std::optional<RealDriver> real_driver();

/// A machine with this driver alone.
Setting machine_with(const std::filesystem::path& manifest);

/// A machine whose only driver is the fake one. `log`: UNDERSTUDY_FAKE_LOG.
Setting machine_with_fake(const RealDriver& real, const std::string& part,
                          const std::filesystem::path& log = {});

/// The program with these arguments.
Result understudy(const std::vector<std::string>& arguments, const Setting& setting);

/// `generate` of small images into `out`.
Result generate(const std::filesystem::path& out, int images, const Setting& setting,
                const std::vector<std::string>& more = {});

/// "3 no usable device, or the device failed", says --help.
constexpr int device_failure = 3;

}  // namespace understudy::test
