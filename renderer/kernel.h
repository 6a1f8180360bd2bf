// SPDX-License-Identifier: Apache-2.0
// Kernels and the commands that run them. All kernels share one descriptor set (the bindings of
// shaders/shared.h) and 128 bytes of push constants, so binding is a table lookup and not a protocol.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "renderer/memory.h"

namespace understudy {

class KernelLayout {
 public:
  explicit KernelLayout(Gpu& gpu);
  ~KernelLayout();
  struct State;
  State& state() { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

/// A compute pipeline made from SPIR-V that was embedded at build time.
class Kernel {
 public:
  /// `features`: FEATURE_* of shaders/shared.h for which it is compiled.
  Kernel(Gpu& gpu, KernelLayout& layout, std::span<const uint32_t> spirv, uint32_t features);
  ~Kernel();
  Kernel(Kernel&&) noexcept;
  Kernel& operator=(Kernel&&) noexcept;
  struct State;
  const State& state() const { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

/// The variants of one kernel, each compiled when it is first asked for.
class KernelVariants {
 public:
  KernelVariants(Gpu& gpu, KernelLayout& layout, std::span<const uint32_t> spirv)
      : gpu_(gpu), layout_(layout), spirv_(spirv) {}
  const Kernel& with(uint32_t features);

 private:
  Gpu& gpu_;
  KernelLayout& layout_;
  std::span<const uint32_t> spirv_;
  std::map<uint32_t, Kernel> variants_;
};

/// One command buffer: record, submit, wait, again. What is recorded runs in order, each command seeing the
/// results of those before it.
class Commands {
 public:
  Commands(Gpu& gpu, KernelLayout& layout);
  ~Commands();

  /// Which memory a binding means from the next begin() on. Unbound ones may not be used by a kernel that
  /// runs.
  void bind(uint32_t binding, const Slice& slice);
  /// Forgets all bindings: call before any memory that was bound goes away.
  void unbind_all();
  void begin();
  /// Copies `bytes` into device memory, ahead of all that was recorded where the host can write there: no
  /// kernel that was recorded before may use the slice. `data` may go away at once.
  void upload(const Slice& to, const void* data, uint64_t bytes);
  template <typename T>
  void upload(const Slice& to, const std::vector<T>& data) {
    upload(to, data.data(), data.size() * sizeof(T));
  }
  void copy(const Slice& from, const Slice& to);
  void fill(const Slice& slice, uint32_t word);
  /// `push`: up to 128 bytes of push constants.
  void run(const Kernel& kernel, std::array<uint32_t, 3> groups, const void* push = nullptr,
           uint32_t push_bytes = 0);
  /// The same with the three numbers of groups at the start of `groups`.
  void run_indirect(const Kernel& kernel, const Slice& groups, const void* push = nullptr,
                    uint32_t push_bytes = 0);
  /// Where the host will find the slice's content after submit_and_wait(), until the next begin().
  const std::byte* read_back(const Slice& from);
  template <typename T>
  const T* read_back_as(const Slice& from) {
    return reinterpret_cast<const T*>(read_back(from));
  }
  /// Ends a stage: what was recorded since the last mark took stage_seconds()[name].
  void mark(const std::string& name);
  /// Throws DeviceLost or OutOfDeviceMemory.
  void submit_and_wait();
  /// Of the last submission; empty where the device has no timestamps.
  const std::map<std::string, double>& stage_seconds() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace understudy
