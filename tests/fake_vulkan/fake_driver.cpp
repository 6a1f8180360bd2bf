// SPDX-License-Identifier: Apache-2.0
// A Vulkan driver (ICD) that stands before a real one: it hands every call on, and plays the part that its
// environment names. Handles are the real driver's, so nothing needs to be wrapped.
//   UNDERSTUDY_FAKE_DRIVER  the real driver's library
//   UNDERSTUDY_FAKE_PART    words, separated by spaces:
//     incompatible, no-device      vkCreateInstance fails; no physical device
//     api-minor=1                  the device offers Vulkan 1.1
//     no-scalar-layout, no-compute a feature, a queue family that is missing
//     storage-buffers=N, storage-range=N, texel-elements=N   limits
//     name=X, discrete             what the device calls itself
//     does-not-open                vkCreateDevice fails
//     no-memory-from=N, no-kernel-from=N, lost-at-submit=N, lost-at-wait=N   from the N-th call on (the first
//     is 1)
//   UNDERSTUDY_FAKE_LOG     file to which the calls that can be made to fail are added, a word a line
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <sstream>
#include <string>

#include <dlfcn.h>
#include <vulkan/vk_icd.h>
#include <vulkan/vulkan.h>

namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::map<std::string, std::string> read_part() {
  std::map<std::string, std::string> part;
  std::istringstream words(environment("UNDERSTUDY_FAKE_PART"));
  for (std::string word; words >> word;) {
    const size_t end = word.find('=');
    part[word.substr(0, end)] = end == std::string::npos ? "" : word.substr(end + 1);
  }
  return part;
}

/// The loader closes and opens a driver with each instance: this lives as long as one.
struct Fake {
  const std::map<std::string, std::string> part = read_part();
  void* const library = dlopen(environment("UNDERSTUDY_FAKE_DRIVER").c_str(), RTLD_NOW | RTLD_LOCAL);
  const std::string log_file = environment("UNDERSTUDY_FAKE_LOG");
  std::atomic<uint64_t> allocations{0}, kernels{0}, submissions{0}, waits{0};

  bool plays(const char* word) const { return part.count(word) > 0; }
  uint64_t number(const char* word) const { return std::stoull(part.at(word)); }

  /// Counts a call; true where it and all later ones shall fail.
  bool fails(std::atomic<uint64_t>& calls, const char* word, const char* call) const {
    const uint64_t n = ++calls;
    if (std::FILE* log = log_file.empty() ? nullptr : std::fopen(log_file.c_str(), "a")) {
      std::fprintf(log, "%s\n", call);
      std::fclose(log);
    }
    return plays(word) && n >= number(word);
  }
};

Fake& fake() {
  static Fake instance;
  return instance;
}

template <typename Function>
Function exported(const char* name) {
  return fake().library ? reinterpret_cast<Function>(dlsym(fake().library, name)) : nullptr;
}

/// The calls that are ours, with the real driver's beside them once the loader has asked for them.
struct Call {
  const char* name;
  PFN_vkVoidFunction ours;
  PFN_vkVoidFunction real;
};
extern Call calls[];
extern const size_t call_count;

/// By name, or under the name that it had as an extension.
Call* find_call(const std::string& name) {
  Call* const end = calls + call_count;
  Call* const call = std::find_if(
      calls, end, [&](const Call& c) { return name == c.name || name == std::string(c.name) + "KHR"; });
  return call == end ? nullptr : call;
}

PFN_vkVoidFunction in_place_of(const char* name, PFN_vkVoidFunction real) {
  Call* const call = find_call(name);
  if (!call || !real) return real;
  call->real = real;
  return call->ours;
}

template <typename Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(find_call(name)->real);
}

/// The structure of this type in a chain that the driver fills; null where it is not there.
template <typename Structure>
Structure* find_in_chain(void* chain, VkStructureType type) {
  auto* next = static_cast<VkBaseOutStructure*>(chain);
  while (next && next->sType != type) next = next->pNext;
  return reinterpret_cast<Structure*>(next);
}

void play_properties(VkPhysicalDeviceProperties& properties) {
  const Fake& f = fake();
  if (f.plays("api-minor"))
    properties.apiVersion = VK_MAKE_API_VERSION(0, 1, uint32_t(f.number("api-minor")), 7);
  if (f.plays("storage-buffers"))
    properties.limits.maxPerStageDescriptorStorageBuffers = uint32_t(f.number("storage-buffers"));
  if (f.plays("storage-range")) properties.limits.maxStorageBufferRange = uint32_t(f.number("storage-range"));
  if (f.plays("texel-elements"))
    properties.limits.maxTexelBufferElements = uint32_t(f.number("texel-elements"));
  if (f.plays("discrete")) properties.deviceType = VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU;
  if (f.plays("name"))
    std::snprintf(properties.deviceName, sizeof properties.deviceName, "%s", f.part.at("name").c_str());
}

VKAPI_ATTR VkResult VKAPI_CALL create_instance(const VkInstanceCreateInfo* info,
                                               const VkAllocationCallbacks* allocator, VkInstance* instance) {
  if (fake().plays("incompatible")) return VK_ERROR_INCOMPATIBLE_DRIVER;
  return real<PFN_vkCreateInstance>("vkCreateInstance")(info, allocator, instance);
}

VKAPI_ATTR VkResult VKAPI_CALL enumerate_devices(VkInstance instance, uint32_t* count,
                                                 VkPhysicalDevice* devices) {
  if (!fake().plays("no-device"))
    return real<PFN_vkEnumeratePhysicalDevices>("vkEnumeratePhysicalDevices")(instance, count, devices);
  *count = 0;
  return VK_SUCCESS;
}

VKAPI_ATTR void VKAPI_CALL get_properties(VkPhysicalDevice device, VkPhysicalDeviceProperties* properties) {
  real<PFN_vkGetPhysicalDeviceProperties>("vkGetPhysicalDeviceProperties")(device, properties);
  play_properties(*properties);
}

VKAPI_ATTR void VKAPI_CALL get_properties2(VkPhysicalDevice device, VkPhysicalDeviceProperties2* properties) {
  real<PFN_vkGetPhysicalDeviceProperties2>("vkGetPhysicalDeviceProperties2")(device, properties);
  play_properties(properties->properties);
}

VKAPI_ATTR void VKAPI_CALL get_features2(VkPhysicalDevice device, VkPhysicalDeviceFeatures2* features) {
  real<PFN_vkGetPhysicalDeviceFeatures2>("vkGetPhysicalDeviceFeatures2")(device, features);
  auto* core = find_in_chain<VkPhysicalDeviceVulkan12Features>(
      features, VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES);
  if (core && fake().plays("no-scalar-layout")) core->scalarBlockLayout = VK_FALSE;
}

VKAPI_ATTR void VKAPI_CALL get_queue_families(VkPhysicalDevice device, uint32_t* count,
                                              VkQueueFamilyProperties* families) {
  real<PFN_vkGetPhysicalDeviceQueueFamilyProperties>("vkGetPhysicalDeviceQueueFamilyProperties")(
      device, count, families);
  if (!families || !fake().plays("no-compute")) return;
  for (uint32_t i = 0; i < *count; ++i) families[i].queueFlags &= ~VkQueueFlags(VK_QUEUE_COMPUTE_BIT);
}

VKAPI_ATTR VkResult VKAPI_CALL create_device(VkPhysicalDevice physical, const VkDeviceCreateInfo* info,
                                             const VkAllocationCallbacks* allocator, VkDevice* device) {
  if (fake().plays("does-not-open")) return VK_ERROR_INITIALIZATION_FAILED;
  return real<PFN_vkCreateDevice>("vkCreateDevice")(physical, info, allocator, device);
}

VKAPI_ATTR VkResult VKAPI_CALL allocate_memory(VkDevice device, const VkMemoryAllocateInfo* info,
                                               const VkAllocationCallbacks* allocator,
                                               VkDeviceMemory* memory) {
  if (fake().fails(fake().allocations, "no-memory-from", "allocate")) return VK_ERROR_OUT_OF_DEVICE_MEMORY;
  return real<PFN_vkAllocateMemory>("vkAllocateMemory")(device, info, allocator, memory);
}

VKAPI_ATTR VkResult VKAPI_CALL create_kernels(VkDevice device, VkPipelineCache cache, uint32_t count,
                                              const VkComputePipelineCreateInfo* infos,
                                              const VkAllocationCallbacks* allocator, VkPipeline* pipelines) {
  if (fake().fails(fake().kernels, "no-kernel-from", "compile")) return VK_ERROR_UNKNOWN;
  return real<PFN_vkCreateComputePipelines>("vkCreateComputePipelines")(device, cache, count, infos,
                                                                        allocator, pipelines);
}

VKAPI_ATTR VkResult VKAPI_CALL queue_submit(VkQueue queue, uint32_t count, const VkSubmitInfo* submits,
                                            VkFence fence) {
  if (fake().fails(fake().submissions, "lost-at-submit", "submit")) return VK_ERROR_DEVICE_LOST;
  return real<PFN_vkQueueSubmit>("vkQueueSubmit")(queue, count, submits, fence);
}

VKAPI_ATTR VkResult VKAPI_CALL wait_for_fences(VkDevice device, uint32_t count, const VkFence* fences,
                                               VkBool32 all, uint64_t timeout_ns) {
  const bool lost = fake().fails(fake().waits, "lost-at-wait", "wait");
  // A lost device runs no more; this one must have ended before the caller frees what it uses.
  const VkResult result =
      real<PFN_vkWaitForFences>("vkWaitForFences")(device, count, fences, all, timeout_ns);
  return lost ? VK_ERROR_DEVICE_LOST : result;
}

VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL get_device_function(VkDevice device, const char* name) {
  return in_place_of(name, real<PFN_vkGetDeviceProcAddr>("vkGetDeviceProcAddr")(device, name));
}

template <typename Function>
Call call(const char* name, Function* ours) {
  return {name, reinterpret_cast<PFN_vkVoidFunction>(ours), nullptr};
}

Call calls[] = {
    call("vkCreateInstance", &create_instance),
    call("vkEnumeratePhysicalDevices", &enumerate_devices),
    call("vkGetPhysicalDeviceProperties", &get_properties),
    call("vkGetPhysicalDeviceProperties2", &get_properties2),
    call("vkGetPhysicalDeviceFeatures2", &get_features2),
    call("vkGetPhysicalDeviceQueueFamilyProperties", &get_queue_families),
    call("vkCreateDevice", &create_device),
    call("vkGetDeviceProcAddr", &get_device_function),
    call("vkAllocateMemory", &allocate_memory),
    call("vkCreateComputePipelines", &create_kernels),
    call("vkQueueSubmit", &queue_submit),
    call("vkWaitForFences", &wait_for_fences),
};
const size_t call_count = std::size(calls);

}  // namespace

// What a driver exports: Vulkan-Loader, docs/LoaderDriverInterface.md.
extern "C" {

VKAPI_ATTR VkResult VKAPI_CALL vk_icdNegotiateLoaderICDInterfaceVersion(uint32_t* version) {
  const auto negotiate =
      exported<PFN_vkNegotiateLoaderICDInterfaceVersion>("vk_icdNegotiateLoaderICDInterfaceVersion");
  if (!negotiate) return VK_ERROR_INCOMPATIBLE_DRIVER;
  *version = std::min(*version, 5u);
  return negotiate(version);
}

VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL vk_icdGetInstanceProcAddr(VkInstance instance, const char* name) {
  const auto get = exported<PFN_vkGetInstanceProcAddr>("vk_icdGetInstanceProcAddr");
  return get ? in_place_of(name, get(instance, name)) : nullptr;
}

VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL vk_icdGetPhysicalDeviceProcAddr(VkInstance instance,
                                                                         const char* name) {
  const auto get = exported<PFN_vkGetInstanceProcAddr>("vk_icdGetPhysicalDeviceProcAddr");
  return get ? in_place_of(name, get(instance, name)) : nullptr;
}

}  // extern "C"
