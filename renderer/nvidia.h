// SPDX-License-Identifier: Apache-2.0
// Why an NVIDIA GPU that is in the machine shows no Vulkan device, from what the file system shows.
#pragma once

#include <string>

namespace understudy {

struct NvidiaTraces {
  bool gpu = false;       ///< a device node: the kernel's driver is there
  bool library = false;   ///< libGLX_nvidia.so.0, the Vulkan driver, loads
  bool manifest = false;  ///< an ICD manifest tells the Vulkan loader of it
  bool slices = false;    ///< nodes that the driver makes where GPUs can be cut into MIG slices
};

/// What is there on this machine.
NvidiaTraces find_nvidia_traces();

/// One line for a machine whose Vulkan loader shows no NVIDIA device: what is missing and how to get it.
/// Empty where there is no such GPU.
std::string nvidia_hint(const NvidiaTraces& traces);

}  // namespace understudy
