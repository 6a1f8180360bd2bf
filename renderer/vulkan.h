// SPDX-License-Identifier: Apache-2.0
// Vulkan's RAII bindings, configured once. Slow to compile: only the few files that call Vulkan include it.
// The loader is opened at run time, so that a machine without one gets a sentence and not a linker's error.
#pragma once

#define VK_NO_PROTOTYPES
#define VULKAN_HPP_DISPATCH_LOADER_DYNAMIC 1
#define VULKAN_HPP_ENABLE_DYNAMIC_LOADER_TOOL 0
#include <vulkan/vulkan_raii.hpp>
