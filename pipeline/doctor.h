// SPDX-License-Identifier: Apache-2.0
// doctor: what this machine has and lacks, in one line each.
#pragma once

#include <string>
#include <vector>

namespace understudy {

struct DoctorLine {
  enum class State { good, warning, bad } state = State::good;
  std::string text;  ///< what it is, and where bad, how to get it
};

/// Opens every device. Never throws. The machine can render if no line is bad.
std::vector<DoctorLine> examine_machine();

/// What `devices` prints: one block per Vulkan device with the reasons why it is refused, if any.
std::string describe_devices();
bool any_device_usable();

}  // namespace understudy
