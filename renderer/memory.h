// SPDX-License-Identifier: Apache-2.0
// Device memory: move-only owners, and an arena that is emptied once per frame. Every allocation can throw
// OutOfDeviceMemory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "renderer/gpu.h"

struct VkBuffer_T;

namespace understudy {

enum class MemoryKind {
  device,     ///< what kernels read and write; mapped only where Gpu::unified_memory()
  upload,     ///< written by the host
  read_back,  ///< read by the host
};

/// A range of a buffer.
struct Slice {
  VkBuffer_T* buffer = nullptr;
  uint64_t offset = 0;
  uint64_t size = 0;
  std::byte* mapped = nullptr;  ///< first byte, null where the host cannot see it

  Slice part(uint64_t from, uint64_t bytes) const;
};

/// A buffer and its memory.
class Buffer {
 public:
  Buffer(Gpu& gpu, MemoryKind kind, uint64_t bytes);
  ~Buffer();
  Buffer(Buffer&&) noexcept;
  Buffer& operator=(Buffer&&) noexcept;
  const Slice& all() const { return all_; }

 private:
  struct Owner;
  std::unique_ptr<Owner> owner_;
  Slice all_;
};

/// Slices that live until reset(). Grows by whole blocks; the next reset() merges them into one.
class Arena {
 public:
  Arena(Gpu& gpu, MemoryKind kind) : gpu_(gpu), kind_(kind) {}
  /// At least 16 bytes, aligned for every use. The content is undefined.
  Slice take(uint64_t bytes);
  void reset();
  uint64_t capacity() const { return capacity_; }

 private:
  Gpu& gpu_;
  MemoryKind kind_;
  std::vector<Buffer> blocks_;
  uint64_t used_of_last_ = 0, capacity_ = 0;
};

/// Which ranges of a growing table are free: first fit, neighbours merged. Counts elements, holds no memory.
class RangeAllocator {
 public:
  static constexpr uint32_t none = 0xFFFFFFFFu;
  /// First element of a free range of `count`, or none.
  uint32_t take(uint32_t count);
  void give_back(uint32_t first, uint32_t count);
  void grow(uint32_t new_capacity);
  uint32_t capacity() const { return capacity_; }

 private:
  struct Range {
    uint32_t first, count;
  };
  std::vector<Range> free_;  ///< ascending
  uint32_t capacity_ = 0;
};

}  // namespace understudy
