// SPDX-License-Identifier: Apache-2.0
// Opening a device: choice by name or index, validation, memory types, pipeline cache.
#include "renderer/gpu.h"

#include <algorithm>
#include <cstring>
#include <iostream>

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "base/random.h"
#include "base/spelling.h"
#include "renderer/gpu_state.h"

namespace understudy {
namespace {

constexpr uint32_t kMinTexels = 1u << 26;  // 1 GiB of 16-byte texels
constexpr const char* kValidationLayer = "VK_LAYER_KHRONOS_validation";

VKAPI_ATTR VkBool32 VKAPI_CALL count_message(VkDebugUtilsMessageSeverityFlagBitsEXT,
                                             VkDebugUtilsMessageTypeFlagsEXT,
                                             const VkDebugUtilsMessengerCallbackDataEXT* data, void* count) {
  const std::string_view message = data->pMessage ? data->pMessage : "";
  std::cerr << "validation: " << message << '\n';
  // What the layer switches on in the device for its own sake is nothing that we did.
  if (!message.starts_with("vkCreateDevice(): Internal Warning")) ++*static_cast<std::atomic<int>*>(count);
  return VK_FALSE;
}

/// GPU-assisted checks are code that the layer puts into kernels. Those of 1.3.275, Ubuntu 24.04's, take
/// minutes to compile with Mesa 24 and break down with Mesa 25; those of 1.3.239 and 1.4.309 do neither, but
/// what 1.3.239 makes of shade.comp's loops Mesa 22.3 refuses ("invalid back or cross-edge"). So nobody asks
/// for them where kernels shade.
bool has_sound_gpu_checks(const vk::raii::Context& context) {
  constexpr uint32_t from = VK_MAKE_API_VERSION(0, 1, 3, 275), to = VK_MAKE_API_VERSION(0, 1, 3, 296);
  for (const vk::LayerProperties& layer : context.enumerateInstanceLayerProperties()) {
    if (std::string_view(layer.layerName) != kValidationLayer) continue;
    if (layer.specVersion < from || layer.specVersion >= to) return true;
    std::cerr << "validation: without GPU-assisted checks, in which this version of the layer breaks down\n";
    return false;
  }
  return true;
}

void create_instance(Gpu::State& state, Validation watched) {
  const bool validation = watched != Validation::none;
  vk::ApplicationInfo application("understudy", 1, "understudy", 1, VK_API_VERSION_1_2);
  std::vector<const char*> layers, extensions;
  using Enable = vk::ValidationFeatureEnableEXT;
  std::vector<Enable> enabled{Enable::eSynchronizationValidation};
  if (watched == Validation::memory && has_sound_gpu_checks(*state.context))
    enabled.insert(enabled.end(), {Enable::eGpuAssisted, Enable::eGpuAssistedReserveBindingSlot});
  const vk::ValidationFeaturesEXT features(enabled);
  vk::InstanceCreateInfo info({}, &application);
  if (validation) {
    layers.push_back(kValidationLayer);
    extensions.push_back(VK_EXT_DEBUG_UTILS_EXTENSION_NAME);
    info.pNext = &features;
  }
  info.setPEnabledLayerNames(layers).setPEnabledExtensionNames(extensions);
  try {
    state.instance.emplace(*state.context, info);
  } catch (const vk::LayerNotPresentError&) {
    throw UserError("the Vulkan validation layer is not installed",
                    "apt-get install vulkan-validationlayers");
  }
  if (!validation) return;
  using Severity = vk::DebugUtilsMessageSeverityFlagBitsEXT;
  using Type = vk::DebugUtilsMessageTypeFlagBitsEXT;
  state.messenger.emplace(*state.instance, message_listener(Severity::eWarning | Severity::eError,
                                                            Type::eValidation | Type::ePerformance,
                                                            &count_message, &state.validation_messages));
}

std::string list_devices(const std::vector<DeviceReport>& reports) {
  std::string text;
  for (const DeviceReport& report : reports) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", report.index, report.name);
    for (const std::string& refusal : report.refusals) text += " (" + refusal + ")";
  }
  return text.empty() ? "none" : text;
}

int preference(const DeviceReport& report) {
  if (report.kind == "discrete GPU") return 0;
  if (report.kind == "integrated GPU") return 1;
  if (report.kind == "virtual GPU") return 2;
  return report.kind == "CPU" ? 3 : 4;
}

/// Index of the device that `wanted` names. Throws UserError or NoUsableDevice.
size_t choose(const std::vector<DeviceReport>& reports, const std::string& wanted) {
  const bool by_index =
      !wanted.empty() && wanted.size() < 9 && wanted.find_first_not_of("0123456789") == std::string::npos;
  std::vector<size_t> matches;
  for (size_t i = 0; i < reports.size(); ++i) {
    const bool named = by_index ? std::stoul(wanted) == i
                                : lower_case(reports[i].name).find(lower_case(wanted)) != std::string::npos;
    if (named) matches.push_back(i);
  }
  std::stable_sort(matches.begin(), matches.end(),
                   [&](size_t a, size_t b) { return preference(reports[a]) < preference(reports[b]); });
  for (size_t i : matches)
    if (reports[i].usable()) return i;
  if (matches.empty() && !reports.empty())
    throw UserError(fmt::format("there is no Vulkan device '{}'; devices: {}", wanted, list_devices(reports)),
                    "choose one with --device");
  std::vector<DeviceReport> refused;
  for (size_t i : matches) refused.push_back(reports[i]);
  throw NoUsableDevice(fmt::format(
      "{}: {} (run: understudy doctor)",
      wanted.empty() ? "no Vulkan device can be used" : "that device cannot be used", list_devices(refused)));
}

std::optional<uint32_t> find_memory_type(const vk::PhysicalDeviceMemoryProperties& memory,
                                         vk::MemoryPropertyFlags wanted) {
  for (uint32_t i = 0; i < memory.memoryTypeCount; ++i)
    if ((memory.memoryTypes[i].propertyFlags & wanted) == wanted) return i;
  return std::nullopt;
}

void choose_memory_types(Gpu::State& state) {
  using Flag = vk::MemoryPropertyFlagBits;
  state.memory = state.physical->getMemoryProperties();
  const auto coherent = Flag::eHostVisible | Flag::eHostCoherent;
  const auto all = find_memory_type(state.memory, Flag::eDeviceLocal | coherent | Flag::eHostCached);
  state.unified = all && (state.report.kind == "CPU" || state.report.kind == "integrated GPU");
  state.device_type = state.unified ? *all : find_memory_type(state.memory, Flag::eDeviceLocal).value_or(0);
  const auto upload = find_memory_type(state.memory, coherent);
  CHECK(upload.has_value(), "Vulkan promises a host-visible, coherent memory type");
  state.upload_type = *upload;
  state.read_back_type = find_memory_type(state.memory, coherent | Flag::eHostCached).value_or(*upload);
}

void create_device(Gpu::State& state) {
  const auto family = compute_queue_family(*state.physical);
  CHECK(family.has_value(), "a device without a compute queue was not refused");
  state.queue_family = *family;
  const float priority = 1;
  const vk::DeviceQueueCreateInfo queue({}, *family, 1, &priority);
  vk::PhysicalDeviceVulkan12Features features12;
  features12.scalarBlockLayout = true;
  vk::DeviceCreateInfo info({}, queue);
  info.pNext = &features12;
  state.device.emplace(*state.physical, info);
  state.queue.emplace(*state.device, *family, 0);
  state.command_pool.emplace(
      *state.device, vk::CommandPoolCreateInfo(vk::CommandPoolCreateFlagBits::eResetCommandBuffer, *family));
  state.timestamps = state.physical->getQueueFamilyProperties()[*family].timestampValidBits > 0;
}

/// The cache of another driver or device is not offered to this one: the header must match
/// (Vulkan 1.2, 10.6.5).
bool cache_fits(const std::string& bytes, const vk::PhysicalDeviceProperties& properties) {
  VkPipelineCacheHeaderVersionOne header{};
  if (bytes.size() < sizeof header) return false;
  std::memcpy(&header, bytes.data(), sizeof header);
  return header.headerVersion == VK_PIPELINE_CACHE_HEADER_VERSION_ONE &&
         header.vendorID == properties.vendorID && header.deviceID == properties.deviceID &&
         std::memcmp(header.pipelineCacheUUID, properties.pipelineCacheUUID.data(), VK_UUID_SIZE) == 0;
}

void open_pipeline_cache(Gpu::State& state, const std::filesystem::path& folder) {
  const vk::PhysicalDeviceProperties properties = state.physical->getProperties();
  std::string bytes;
  if (!folder.empty()) {
    const uint64_t key =
        hash_bytes(properties.pipelineCacheUUID.data(), VK_UUID_SIZE, hash_string(state.report.name));
    state.cache_file = folder / fmt::format("pipelines-{:016x}.bin", key);
    std::error_code absent;
    if (std::filesystem::exists(state.cache_file, absent)) {
      try {
        bytes = read_file(state.cache_file);
      } catch (const UserError&) {
        bytes.clear();  // an unreadable cache costs time, nothing else
      }
    }
    if (!cache_fits(bytes, properties)) bytes.clear();
  }
  state.cache_bytes = bytes.size();
  state.pipeline_cache.emplace(*state.device, vk::PipelineCacheCreateInfo({}, bytes.size(), bytes.data()));
}

void open_device(Gpu::State& state, const GpuOptions& options) {
  state.context.emplace(state.library.entry());
  create_instance(state, options.validation);
  vk::raii::PhysicalDevices devices(*state.instance);
  std::vector<DeviceReport> reports;
  for (size_t i = 0; i < devices.size(); ++i) reports.push_back(report_device(devices[i], int(i)));
  const size_t index = choose(reports, options.device);
  state.report = reports[index];
  state.physical.emplace(std::move(devices[index]));
  state.limits = state.physical->getProperties().limits;
  choose_memory_types(state);
  try {
    create_device(state);
  } catch (const vk::InitializationFailedError&) {
    throw NoUsableDevice(
        fmt::format("{} does not open (its driver answers ErrorInitializationFailed): another program may "
                    "hold it, or the "
                    "driver needs an update; choose another with --device",
                    state.report.name));
  }
  open_pipeline_cache(state, options.cache_folder);
}

}  // namespace

void translate_device_errors(const char* doing, const std::function<void()>& action) {
  try {
    action();
  } catch (const vk::OutOfDeviceMemoryError&) {
    throw OutOfDeviceMemory(
        fmt::format("the device ran out of memory while {}: choose a smaller image, a simpler scene or a "
                    "device with more memory",
                    doing));
  } catch (const vk::OutOfHostMemoryError&) {
    throw OutOfDeviceMemory(fmt::format("the machine ran out of memory while the driver was {}", doing));
  } catch (const vk::DeviceLostError&) {
    throw DeviceLost(
        fmt::format("the device was lost while {}: it was reset or its driver gave up; see the system's log, "
                    "then run again to resume",
                    doing));
  } catch (const vk::SystemError& error) {
    throw DeviceFault(fmt::format(
        "the device's driver failed while {} ({}): update it or choose another device with --device", doing,
        error.what()));
  }
}

Gpu::Gpu(const GpuOptions& options) : state_(std::make_unique<State>(options.vulkan_library)) {
  const InstanceReport seen = probe_devices(options.vulkan_library);
  if (seen.devices.empty()) {
    const std::string problem = seen.problems.empty() ? "no Vulkan device was found" : seen.problems.front();
    throw NoUsableDevice("no Vulkan device can be used: " + problem + " (run: understudy doctor)");
  }
  translate_device_errors("opening it", [&] { open_device(*state_, options); });
}

Gpu::~Gpu() = default;

const DeviceReport& Gpu::report() const { return state_->report; }
int Gpu::validation_messages() const { return state_->validation_messages; }
bool Gpu::unified_memory() const { return state_->unified; }
uint64_t Gpu::max_storage_bytes() const { return state_->limits.maxStorageBufferRange; }
bool Gpu::texel_tables() const { return state_->limits.maxTexelBufferElements >= kMinTexels; }
uint64_t Gpu::max_table_bytes() const {
  return texel_tables() ? uint64_t(state_->limits.maxTexelBufferElements) * 16 : max_storage_bytes();
}

void Gpu::save_pipeline_cache() {
  if (state_->cache_file.empty()) return;
  const std::vector<uint8_t> data = state_->pipeline_cache->getData();
  if (data.size() <= state_->cache_bytes) return;
  try {
    std::filesystem::create_directories(state_->cache_file.parent_path());
    write_file_atomic(state_->cache_file, {reinterpret_cast<const char*>(data.data()), data.size()});
    state_->cache_bytes = data.size();
  } catch (const std::exception&) {
    state_->cache_file.clear();  // a read-only home costs start-up time, nothing else
  }
}

}  // namespace understudy
