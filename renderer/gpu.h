// SPDX-License-Identifier: Apache-2.0
// Gpu: one opened Vulkan device with its queue. Private to the renderer; names no Vulkan type, so that it is
// cheap to include.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "renderer/device.h"

namespace understudy {

struct GpuOptions {
  std::string device;                    ///< as RendererOptions::device
  std::filesystem::path vulkan_library;  ///< as RendererOptions::vulkan_library
  std::filesystem::path cache_folder;    ///< of the pipeline cache; empty: none is kept
  Validation validation = Validation::none;
};

class Gpu {
 public:
  /// Throws UserError where no device is called so, NoUsableDevice where none can be used.
  explicit Gpu(const GpuOptions& options);
  ~Gpu();
  Gpu(const Gpu&) = delete;
  Gpu& operator=(const Gpu&) = delete;

  const DeviceReport& report() const;
  int validation_messages() const;
  /// True where the device's memory is the host's: nothing is copied to or from it.
  bool unified_memory() const;
  uint64_t max_storage_bytes() const;
  /// True where texel buffers are large enough for the traversal's tables; else it reads storage buffers.
  bool texel_tables() const;
  /// The largest table of the traversal.
  uint64_t max_table_bytes() const;

  /// Writes what the driver compiled to the cache folder, if that is new.
  void save_pipeline_cache();

  struct State;  ///< gpu_state.h
  State& state() { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

/// Runs `action` and turns Vulkan's errors into DeviceLost, OutOfDeviceMemory or another DeviceFault; `doing`
/// completes "while ...".
void translate_device_errors(const char* doing, const std::function<void()>& action);

}  // namespace understudy
