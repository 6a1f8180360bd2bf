// SPDX-License-Identifier: Apache-2.0
#include "renderer/memory.h"

#include <algorithm>
#include <bit>

#include "base/error.h"
#include "renderer/gpu_state.h"

namespace understudy {
namespace {

constexpr uint64_t kAlignment =
    256;  // the largest alignment that Vulkan lets a device ask of storage buffers
constexpr uint64_t kSmallestBlock = 1ull << 20;

uint32_t wanted_type(const Gpu::State& state, MemoryKind kind) {
  switch (kind) {
    case MemoryKind::device:
      return state.device_type;
    case MemoryKind::upload:
      return state.upload_type;
    case MemoryKind::read_back:
      return state.read_back_type;
  }
  CHECK(false, "unknown memory kind");
}

/// The wanted type, or one with the same abilities that the buffer allows.
uint32_t allowed_type(const Gpu::State& state, uint32_t wanted, uint32_t allowed) {
  if (allowed & (1u << wanted)) return wanted;
  const auto abilities = state.memory.memoryTypes[wanted].propertyFlags;
  for (uint32_t i = 0; i < state.memory.memoryTypeCount; ++i)
    if ((allowed & (1u << i)) && (state.memory.memoryTypes[i].propertyFlags & abilities) == abilities)
      return i;
  CHECK(false, "no memory type fits a storage buffer");
}

}  // namespace

Slice Slice::part(uint64_t from, uint64_t bytes) const {
  CHECK(from + bytes <= size, "a slice was cut beyond its end");
  return {buffer, offset + from, bytes, mapped ? mapped + from : nullptr};
}

struct Buffer::Owner {
  vk::raii::DeviceMemory memory;  // outlives the buffer bound to it
  vk::raii::Buffer buffer;
};

Buffer::Buffer(Gpu& gpu, MemoryKind kind, uint64_t bytes) {
  translate_device_errors("allocating memory", [&] {
    Gpu::State& state = gpu.state();
    using Usage = vk::BufferUsageFlagBits;
    const auto usage = Usage::eStorageBuffer | Usage::eUniformBuffer | Usage::eUniformTexelBuffer |
                       Usage::eIndirectBuffer | Usage::eTransferSrc | Usage::eTransferDst;
    // lavapipe compiles a kernel once for texel buffers in memory whose size is a power of two, and once more
    // for others: there are only others.
    const uint64_t size = std::has_single_bit(bytes) ? bytes + 64 : bytes;
    vk::raii::Buffer buffer(*state.device, vk::BufferCreateInfo({}, size, usage));
    const vk::MemoryRequirements needs = buffer.getMemoryRequirements();
    const uint32_t type = allowed_type(state, wanted_type(state, kind), needs.memoryTypeBits);
    vk::raii::DeviceMemory memory(*state.device, vk::MemoryAllocateInfo(needs.size, type));
    buffer.bindMemory(*memory, 0);
    if (kind != MemoryKind::device || state.unified)
      all_.mapped = static_cast<std::byte*>(memory.mapMemory(0, VK_WHOLE_SIZE));
    all_.buffer = static_cast<VkBuffer>(*buffer);
    all_.size = bytes;
    owner_.reset(new Owner{std::move(memory), std::move(buffer)});
  });
}

Buffer::~Buffer() = default;
Buffer::Buffer(Buffer&&) noexcept = default;
Buffer& Buffer::operator=(Buffer&&) noexcept = default;

Slice Arena::take(uint64_t bytes) {
  bytes = (std::max<uint64_t>(bytes, 16) + kAlignment - 1) / kAlignment * kAlignment;
  if (blocks_.empty() || used_of_last_ + bytes > blocks_.back().all().size) {
    const uint64_t block = std::max({bytes, kSmallestBlock, capacity_ / 2});
    blocks_.emplace_back(gpu_, kind_, block);
    capacity_ += block;
    used_of_last_ = 0;
  }
  const Slice slice = blocks_.back().all().part(used_of_last_, bytes);
  used_of_last_ += bytes;
  return slice;
}

void Arena::reset() {
  used_of_last_ = 0;
  if (blocks_.size() < 2) return;
  blocks_.clear();  // first, so that both never exist at once
  const uint64_t bytes = std::exchange(capacity_, 0);
  blocks_.emplace_back(gpu_, kind_, bytes);
  capacity_ = bytes;
}

uint32_t RangeAllocator::take(uint32_t count) {
  for (size_t i = 0; i < free_.size(); ++i) {
    if (free_[i].count < count) continue;
    const uint32_t first = free_[i].first;
    free_[i].first += count;
    free_[i].count -= count;
    if (free_[i].count == 0) free_.erase(free_.begin() + std::ptrdiff_t(i));
    return first;
  }
  return none;
}

void RangeAllocator::give_back(uint32_t first, uint32_t count) {
  auto at = std::lower_bound(free_.begin(), free_.end(), first,
                             [](const Range& range, uint32_t value) { return range.first < value; });
  at = free_.insert(at, {first, count});
  if (at + 1 != free_.end() && at->first + at->count == (at + 1)->first) {
    at->count += (at + 1)->count;
    free_.erase(at + 1);
  }
  if (at != free_.begin() && (at - 1)->first + (at - 1)->count == at->first) {
    (at - 1)->count += at->count;
    free_.erase(at);
  }
}

void RangeAllocator::grow(uint32_t new_capacity) {
  CHECK(new_capacity > capacity_, "a table can only grow");
  give_back(capacity_, new_capacity - capacity_);
  capacity_ = new_capacity;
}

}  // namespace understudy
