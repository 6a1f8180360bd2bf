// SPDX-License-Identifier: Apache-2.0
// Vulkan devices: which there are, and why one is refused. The list of reasons is what `devices` and `doctor`
// print.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace understudy {

/// What the Khronos validation layer watches; its messages are counted.
enum class Validation {
  none,
  calls,   ///< every call, and that nothing is read before it is written
  memory,  ///< GPU-assisted too: where kernels read and write. For labels alone, see gpu.cpp
};

struct DeviceReport {
  int index = 0;
  std::string name;                   ///< as the driver gives it
  std::string kind;                   ///< "discrete GPU", "integrated GPU", "CPU", ...
  std::string driver;                 ///< name and version
  std::string api;                    ///< "1.3.224"
  uint64_t memory_bytes = 0;          ///< largest device-local heap
  std::vector<std::string> refusals;  ///< one sentence each; empty: usable
  bool usable() const { return refusals.empty(); }
};

struct InstanceReport {
  std::string loader;                 ///< version of the Vulkan loader, or empty if there is none
  std::vector<std::string> problems;  ///< one line each: what is missing and how to get it
  std::vector<DeviceReport> devices;  ///< in the driver's order
};

/// Never throws: whatever is wrong is a line in `problems` or `refusals`. `vulkan_library`: the loader to
/// open instead of the system's.
InstanceReport probe_devices(const std::filesystem::path& vulkan_library = {});

/// A fault of the machine, not of the input; the message is one sentence that says which and what to do.
class DeviceFault : public std::runtime_error {
  using std::runtime_error::runtime_error;
};
class NoUsableDevice : public DeviceFault {
  using DeviceFault::DeviceFault;
};
class DeviceLost : public DeviceFault {
  using DeviceFault::DeviceFault;
};
class OutOfDeviceMemory : public DeviceFault {
  using DeviceFault::DeviceFault;
};

}  // namespace understudy
