// SPDX-License-Identifier: Apache-2.0
// Finding devices and saying why one cannot be used.
#include "renderer/device.h"

#include <cstdlib>
#include <set>

#include <dlfcn.h>
#include <fmt/format.h>

#include "renderer/gpu_state.h"
#include "renderer/nvidia.h"
#include "renderer/shaders/shared.h"

namespace understudy {
namespace {

constexpr uint32_t kStorageBuffers = FIRST_TEXEL_BINDING - 1;  // of the shared descriptor set
constexpr uint64_t kMinStorageBytes = 128ull << 20;
constexpr const char* kInstallDriver =
    "install one: apt-get install mesa-vulkan-drivers (lavapipe needs no GPU)";
constexpr const char* kOtherDevice = ": update the driver or use another device";

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

/// First, because it is the most telling.
void add_nvidia_hint(InstanceReport& report) {
  for (const DeviceReport& device : report.devices)
    if (device.name.find("NVIDIA") != std::string::npos) return;
  const std::string hint = nvidia_hint(find_nvidia_traces());
  if (!hint.empty()) report.problems.insert(report.problems.begin(), hint);
}

/// Keeps what the loader complains about while it looks for drivers.
VKAPI_ATTR VkBool32 VKAPI_CALL keep_message(VkDebugUtilsMessageSeverityFlagBitsEXT,
                                            VkDebugUtilsMessageTypeFlagsEXT,
                                            const VkDebugUtilsMessengerCallbackDataEXT* data,
                                            void* messages) {
  if (data->pMessage) static_cast<std::vector<std::string>*>(messages)->push_back(data->pMessage);
  return VK_FALSE;
}

/// Of the loader's complaints those that are the dynamic linker's, which begin with the library's name:
/// "libX.so.0: cannot open shared object file: No such file or directory".
void add_unloadable_libraries(InstanceReport& report, const std::vector<std::string>& messages) {
  std::set<std::string> seen;
  for (const std::string& message : messages) {
    const std::string subject = message.substr(0, message.find(": "));
    if (subject.find(".so") == std::string::npos || subject.size() == message.size()) continue;
    if (!seen.insert(message).second) continue;
    report.problems.push_back(
        "a Vulkan driver is registered but its library does not load (" + message +
        "): install that library; a container gets NVIDIA's with NVIDIA_DRIVER_CAPABILITIES=all");
  }
}

/// "the Vulkan loader finds no X", and what to do about it.
std::string finds_no(const char* what) {
  for (const char* name : {"VK_DRIVER_FILES", "VK_ICD_FILENAMES"}) {
    const char* files = std::getenv(name);
    if (files)
      return fmt::format(
          "the Vulkan loader finds no {} in {}=\"{}\": unset that variable to use the "
          "installed drivers",
          what, name, files);
  }
  return fmt::format("the Vulkan loader finds no {}; {}", what, kInstallDriver);
}

vk::raii::Instance plain_instance(const vk::raii::Context& context, std::vector<std::string>& messages) {
  vk::ApplicationInfo application("understudy", 1, "understudy", 1, VK_API_VERSION_1_2);
  const vk::DebugUtilsMessengerCreateInfoEXT listener =
      message_listener(vk::DebugUtilsMessageSeverityFlagBitsEXT::eError,
                       vk::DebugUtilsMessageTypeFlagBitsEXT::eGeneral, &keep_message, &messages);
  vk::InstanceCreateInfo info({}, &application);
  std::vector<const char*> extensions;
  for (const auto& offered : context.enumerateInstanceExtensionProperties()) {
    if (std::string_view(offered.extensionName) == VK_KHR_PORTABILITY_ENUMERATION_EXTENSION_NAME) {
      extensions.push_back(VK_KHR_PORTABILITY_ENUMERATION_EXTENSION_NAME);
      info.flags |= vk::InstanceCreateFlagBits::eEnumeratePortabilityKHR;
    } else if (std::string_view(offered.extensionName) == VK_EXT_DEBUG_UTILS_EXTENSION_NAME) {
      extensions.push_back(VK_EXT_DEBUG_UTILS_EXTENSION_NAME);
      info.pNext = &listener;
    }
  }
  info.setPEnabledExtensionNames(extensions);
  return vk::raii::Instance(context, info);
}

void probe_into(InstanceReport& report, const VulkanLibrary& library, std::vector<std::string>& messages) {
  const vk::raii::Context context(library.entry());
  const uint32_t version = context.enumerateInstanceVersion();
  report.loader = version_text(version);
  if (version < VK_API_VERSION_1_2) {
    report.problems.push_back("the Vulkan loader is version " + report.loader +
                              ", 1.2 or later is needed: update libvulkan1");
    return;
  }
  const vk::raii::Instance instance = plain_instance(context, messages);
  int index = 0;
  try {
    for (const vk::raii::PhysicalDevice& device : vk::raii::PhysicalDevices(instance))
      report.devices.push_back(report_device(device, index++));
  } catch (const vk::InitializationFailedError&) {
    // How the loader says that its drivers have no device.
  }
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
  if (!compute_queue_family(device))
    report.refusals.push_back(std::string("it has no queue that computes") + kOtherDevice);
  const vk::PhysicalDeviceLimits& limits = properties.limits;
  if (limits.maxPerStageDescriptorStorageBuffers < kStorageBuffers)
    report.refusals.push_back(fmt::format("a kernel may use {} storage buffers, {} are needed{}",
                                          limits.maxPerStageDescriptorStorageBuffers, kStorageBuffers,
                                          kOtherDevice));
  if (limits.maxStorageBufferRange < kMinStorageBytes)
    report.refusals.push_back(fmt::format("a storage buffer may hold {} bytes, {} are needed{}",
                                          limits.maxStorageBufferRange, kMinStorageBytes, kOtherDevice));
  return report;
}

InstanceReport probe_devices(const std::filesystem::path& vulkan_library) {
  InstanceReport report;
  const VulkanLibrary library(vulkan_library);
  if (!library.entry()) {
    report.problems.push_back("there is no Vulkan loader (" + library.error() +
                              "): install it: apt-get install libvulkan1 mesa-vulkan-drivers");
    add_nvidia_hint(report);
    return report;
  }
  std::vector<std::string> messages;
  try {
    probe_into(report, library, messages);
    add_unloadable_libraries(report, messages);
    if (report.devices.empty() && report.problems.empty()) report.problems.push_back(finds_no("device"));
  } catch (const vk::IncompatibleDriverError&) {
    add_unloadable_libraries(report, messages);
    if (report.problems.empty()) report.problems.push_back(finds_no("driver (ICD)"));
  } catch (const std::exception& error) {
    report.problems.push_back(fmt::format("Vulkan does not start ({}); {}", error.what(), kInstallDriver));
  }
  add_nvidia_hint(report);
  return report;
}

}  // namespace understudy
