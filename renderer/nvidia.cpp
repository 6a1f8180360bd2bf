// SPDX-License-Identifier: Apache-2.0
#include "renderer/nvidia.h"

#include <algorithm>
#include <filesystem>

#include <dlfcn.h>

namespace understudy {
namespace {

constexpr const char* kLibrary = "libGLX_nvidia.so.0";

bool any_exists(std::initializer_list<const char*> paths) {
  return std::any_of(paths.begin(), paths.end(), [](const char* path) {
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
  });
}

bool loads(const char* library) {
  void* handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (handle) dlclose(handle);
  return handle != nullptr;
}

}  // namespace

NvidiaTraces find_nvidia_traces() {
  NvidiaTraces traces;
  traces.gpu = any_exists({"/dev/nvidiactl", "/dev/nvidia0"});
  if (!traces.gpu) return traces;
  traces.library = loads(kLibrary);
  traces.manifest =
      any_exists({"/usr/share/vulkan/icd.d/nvidia_icd.json", "/etc/vulkan/icd.d/nvidia_icd.json",
                  "/usr/share/vulkan/icd.d/nvidia_icd.x86_64.json"});
  traces.slices = any_exists({"/dev/nvidia-caps/nvidia-cap1"});
  return traces;
}

std::string nvidia_hint(const NvidiaTraces& traces) {
  if (!traces.gpu) return "";
  if (!traces.library)
    return "an NVIDIA GPU is here but its Vulkan library (libGLX_nvidia.so.0) is not: start the container "
           "with "
           "NVIDIA_DRIVER_CAPABILITIES=all (or graphics,compute,utility), or install the driver's OpenGL and "
           "Vulkan part";
  if (!traces.manifest)
    return "an NVIDIA GPU and its Vulkan library are here but nvidia_icd.json is not: put one with "
           "\"library_path\": \"libGLX_nvidia.so.0\" into /etc/vulkan/icd.d";
  if (traces.slices)
    return "an NVIDIA GPU is here but shows no Vulkan device: if it is a MIG slice, it may offer CUDA only; "
           "use a whole GPU, or update a driver that is older than Vulkan 1.2";
  return "an NVIDIA GPU is here but its driver shows no Vulkan device: the driver may be too old; update it";
}

}  // namespace understudy
