// SPDX-License-Identifier: Apache-2.0
// Finding devices and saying why one cannot be used.
#include "renderer/device.h"

#include <filesystem>

#include <dlfcn.h>
#include <fmt/format.h>

#include "renderer/gpu_state.h"
#include "renderer/shaders/shared.h"

namespace understudy {
namespace {

constexpr uint32_t kStorageBuffers = FIRST_TEXEL_BINDING - 1;  // of the shared descriptor set
constexpr uint64_t kMinStorageBytes = 128ull << 20;
constexpr const char* kInstallDriver =
    "install one: apt-get install mesa-vulkan-drivers (lavapipe needs no GPU)";

std::string version_text(uint32_t version) {
  return fmt::format("{}.{}.{}", VK_API_VERSION_MAJOR(version), VK_API_VERSION_MINOR(version),
                     VK_API_VERSION_PATCH(version));
}

std::string kind_name(vk::PhysicalDeviceType type) {
  switch (type) {
    case vk::PhysicalDeviceType::eDiscreteGpu:
      return "discrete GPU";
    case vk::PhysicalDeviceType::eIntegratedGpu:
      return "integrated GPU";
    case vk::PhysicalDeviceType::eVirtualGpu:
      return "virtual GPU";
    case vk::PhysicalDeviceType::eCpu:
      return "CPU";
    default:
      return "other";
  }
}

bool exists(const char* path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

bool any_nvidia_icd() {
  for (const char* path : {"/usr/share/vulkan/icd.d/nvidia_icd.json", "/etc/vulkan/icd.d/nvidia_icd.json",
                           "/usr/share/vulkan/icd.d/nvidia_icd.x86_64.json"})
    if (exists(path)) return true;
  return false;
}

/// What a container or a sliced GPU leaves out, from what the file system shows.
void add_nvidia_hints(InstanceReport& report) {
  if (!exists("/dev/nvidiactl") && !exists("/dev/nvidia0")) return;
  for (const DeviceReport& device : report.devices)
    if (device.name.find("NVIDIA") != std::string::npos) return;
  void* library = dlopen("libGLX_nvidia.so.0", RTLD_NOW | RTLD_LOCAL);
  const bool has_library = library != nullptr;
  if (library) dlclose(library);
  if (!has_library) {
    report.problems.push_back(
        "an NVIDIA GPU is here but its Vulkan library (libGLX_nvidia.so.0) is not: start the container with "
        "NVIDIA_DRIVER_CAPABILITIES=all (or graphics,compute,utility)");
  } else if (!any_nvidia_icd()) {
    report.problems.push_back(
        "an NVIDIA GPU and its Vulkan library are here but nvidia_icd.json is not: put one with "
        "\"library_path\": \"libGLX_nvidia.so.0\" into /etc/vulkan/icd.d");
  } else if (exists("/dev/nvidia-caps/nvidia-cap1")) {
    report.problems.push_back(
        "an NVIDIA GPU is here but shows no Vulkan device: if it is a MIG slice, its driver may offer CUDA "
        "only; "
        "use a whole GPU");
  } else {
    report.problems.push_back(
        "an NVIDIA GPU is here but its driver shows no Vulkan device: the driver may be too old");
  }
}

bool supports_portability(const vk::raii::Context& context) {
  for (const auto& extension : context.enumerateInstanceExtensionProperties())
    if (std::string_view(extension.extensionName) == "VK_KHR_portability_enumeration") return true;
  return false;
}

vk::raii::Instance plain_instance(const vk::raii::Context& context) {
  vk::ApplicationInfo application("understudy", 1, "understudy", 1, VK_API_VERSION_1_2);
  std::vector<const char*> extensions;
  vk::InstanceCreateFlags flags;
  if (supports_portability(context)) {
    extensions.push_back("VK_KHR_portability_enumeration");
    flags |= vk::InstanceCreateFlagBits::eEnumeratePortabilityKHR;
  }
  return vk::raii::Instance(context, vk::InstanceCreateInfo(flags, &application, {}, extensions));
}

void probe_into(InstanceReport& report, const VulkanLibrary& library) {
  const vk::raii::Context context(library.entry());
  const uint32_t version = context.enumerateInstanceVersion();
  report.loader = version_text(version);
  if (version < VK_API_VERSION_1_2) {
    report.problems.push_back("the Vulkan loader is version " + report.loader +
                              ", 1.2 or later is needed: update libvulkan1");
    return;
  }
  const vk::raii::Instance instance = plain_instance(context);
  int index = 0;
  for (const vk::raii::PhysicalDevice& device : vk::raii::PhysicalDevices(instance))
    report.devices.push_back(report_device(device, index++));
}

}  // namespace

VulkanLibrary::VulkanLibrary(const std::filesystem::path& path) {
  if (!path.empty()) {
    handle_ = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  } else {
    handle_ = dlopen("libvulkan.so.1", RTLD_NOW | RTLD_LOCAL);
  }
  if (handle_) entry_ = reinterpret_cast<PFN_vkGetInstanceProcAddr>(dlsym(handle_, "vkGetInstanceProcAddr"));
  if (!entry_) {
    const char* reason = dlerror();
    error_ = reason ? reason : "no vkGetInstanceProcAddr in it";
  }
}

VulkanLibrary::~VulkanLibrary() {
  if (handle_) dlclose(handle_);
}

std::optional<uint32_t> compute_queue_family(const vk::raii::PhysicalDevice& device) {
  const auto families = device.getQueueFamilyProperties();
  for (uint32_t i = 0; i < families.size(); ++i)
    if (families[i].queueCount > 0 && (families[i].queueFlags & vk::QueueFlagBits::eCompute)) return i;
  return std::nullopt;
}

DeviceReport report_device(const vk::raii::PhysicalDevice& device, int index) {
  DeviceReport report;
  const vk::PhysicalDeviceProperties properties = device.getProperties();
  report.index = index;
  report.name = properties.deviceName.data();
  report.kind = kind_name(properties.deviceType);
  report.api = version_text(properties.apiVersion);
  for (const auto& heap : device.getMemoryProperties().memoryHeaps)
    if (heap.flags & vk::MemoryHeapFlagBits::eDeviceLocal)
      report.memory_bytes = std::max<uint64_t>(report.memory_bytes, heap.size);

  if (properties.apiVersion < VK_API_VERSION_1_2) {
    report.driver = version_text(properties.driverVersion);
    report.refusals.push_back("its driver offers Vulkan " + report.api +
                              ", 1.2 or later is needed: update the driver");
    return report;
  }
  const auto chain =
      device.getProperties2<vk::PhysicalDeviceProperties2, vk::PhysicalDeviceDriverProperties>();
  const auto& driver = chain.get<vk::PhysicalDeviceDriverProperties>();
  report.driver = fmt::format("{} {}", driver.driverName.data(), driver.driverInfo.data());

  const auto features =
      device.getFeatures2<vk::PhysicalDeviceFeatures2, vk::PhysicalDeviceVulkan12Features>();
  if (!features.get<vk::PhysicalDeviceVulkan12Features>().scalarBlockLayout)
    report.refusals.push_back("it lacks the feature scalarBlockLayout: update the driver");
  if (!compute_queue_family(device)) report.refusals.push_back("it has no queue that computes");
  const vk::PhysicalDeviceLimits& limits = properties.limits;
  if (limits.maxPerStageDescriptorStorageBuffers < kStorageBuffers)
    report.refusals.push_back(fmt::format("a kernel may use {} storage buffers, {} are needed",
                                          limits.maxPerStageDescriptorStorageBuffers, kStorageBuffers));
  if (limits.maxStorageBufferRange < kMinStorageBytes)
    report.refusals.push_back(fmt::format("a storage buffer may hold {} bytes, {} are needed",
                                          limits.maxStorageBufferRange, kMinStorageBytes));
  return report;
}

InstanceReport probe_devices(const std::filesystem::path& vulkan_library) {
  InstanceReport report;
  const VulkanLibrary library(vulkan_library);
  if (!library.entry()) {
    report.problems.push_back("there is no Vulkan loader (" + library.error() +
                              "): install it: apt-get install libvulkan1 mesa-vulkan-drivers");
    add_nvidia_hints(report);
    return report;
  }
  try {
    probe_into(report, library);
    if (report.devices.empty() && report.problems.empty())
      report.problems.push_back(std::string("the Vulkan loader finds no device; ") + kInstallDriver);
  } catch (const vk::IncompatibleDriverError&) {
    report.problems.push_back(std::string("the Vulkan loader finds no driver (ICD); ") + kInstallDriver);
  } catch (const std::exception& error) {
    report.problems.push_back(fmt::format("Vulkan does not start ({}); {}", error.what(), kInstallDriver));
  }
  add_nvidia_hints(report);
  return report;
}

}  // namespace understudy
