// SPDX-License-Identifier: Apache-2.0
// Vulkan's RAII bindings, configured once. Slow to compile: only the few files that call Vulkan include it.
// The loader is opened at run time, so that a machine without one gets a sentence and not a linker's error.
#pragma once

#define VK_NO_PROTOTYPES
#define VULKAN_HPP_DISPATCH_LOADER_DYNAMIC 1
#define VULKAN_HPP_ENABLE_DYNAMIC_LOADER_TOOL 0
#include <vulkan/vulkan_raii.hpp>

namespace understudy {

/// Has messages of these kinds given to `callback`. By way of the C struct: what type of callback the C++
/// struct takes depends on the headers' age.
inline vk::DebugUtilsMessengerCreateInfoEXT message_listener(vk::DebugUtilsMessageSeverityFlagsEXT severities,
                                                             vk::DebugUtilsMessageTypeFlagsEXT types,
                                                             PFN_vkDebugUtilsMessengerCallbackEXT callback,
                                                             void* user_data) {
  VkDebugUtilsMessengerCreateInfoEXT info{};
  info.sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT;
  info.messageSeverity = VkDebugUtilsMessageSeverityFlagsEXT(severities);
  info.messageType = VkDebugUtilsMessageTypeFlagsEXT(types);
  info.pfnUserCallback = callback;
  info.pUserData = user_data;
  return info;
}

}  // namespace understudy
