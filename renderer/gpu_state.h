// SPDX-License-Identifier: Apache-2.0
// What a Gpu holds, in the order in which it must be destroyed (last first).
#pragma once

#include <atomic>
#include <optional>

#include "renderer/gpu.h"
#include "renderer/vulkan.h"

namespace understudy {

/// The Vulkan loader, opened at run time.
class VulkanLibrary {
 public:
  /// Empty path: the system's. entry() is null where there is none; then error() says what the system
  /// answered.
  explicit VulkanLibrary(const std::filesystem::path& path);
  ~VulkanLibrary();
  VulkanLibrary(const VulkanLibrary&) = delete;
  VulkanLibrary& operator=(const VulkanLibrary&) = delete;
  PFN_vkGetInstanceProcAddr entry() const { return entry_; }
  const std::string& error() const { return error_; }

 private:
  void* handle_ = nullptr;
  PFN_vkGetInstanceProcAddr entry_ = nullptr;
  std::string error_;
};

struct Gpu::State {
  State(const std::filesystem::path& library_path) : library(library_path) {}
  VulkanLibrary library;
  std::atomic<int> validation_messages{0};
  std::optional<vk::raii::Context> context;
  std::optional<vk::raii::Instance> instance;
  std::optional<vk::raii::DebugUtilsMessengerEXT> messenger;
  std::optional<vk::raii::PhysicalDevice> physical;
  std::optional<vk::raii::Device> device;
  std::optional<vk::raii::Queue> queue;
  std::optional<vk::raii::CommandPool> command_pool;
  std::optional<vk::raii::PipelineCache> pipeline_cache;
  std::filesystem::path cache_file;
  size_t cache_bytes = 0;
  uint32_t queue_family = 0;
  bool timestamps = false;
  DeviceReport report;
  vk::PhysicalDeviceLimits limits;
  vk::PhysicalDeviceMemoryProperties memory;
  /// Memory types: for buffers of kernels, for writing from the host, for reading by the host.
  uint32_t device_type = 0, upload_type = 0, read_back_type = 0;
  bool unified = false;
};

/// Reasons why a physical device cannot run the kernels, and what it is. `index` is its number in the
/// driver's order.
DeviceReport report_device(const vk::raii::PhysicalDevice& device, int index);
/// The first queue family that computes; empty where there is none.
std::optional<uint32_t> compute_queue_family(const vk::raii::PhysicalDevice& device);

}  // namespace understudy
