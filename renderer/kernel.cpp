// SPDX-License-Identifier: Apache-2.0
#include "renderer/kernel.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include <fmt/format.h>

#include "base/error.h"
#include "renderer/gpu_state.h"
#include "renderer/shaders/shared.h"

namespace understudy {
namespace {

constexpr uint32_t kPushBytes = 128;
constexpr uint32_t kMarks = 64;
constexpr uint64_t kUnboundBytes = 4096;  // no smaller than the frame's parameters, for the uniform binding
static_assert(kUnboundBytes >= sizeof(gpu::FrameParameters));

/// A table's storage binding and the one that reads it as texels.
struct Twins {
  uint32_t storage, texels;
};
constexpr Twins twins[] = {
    {BINDING_NODES, BINDING_NODE_TEXELS},           {BINDING_TRIANGLES, BINDING_TRIANGLE_TEXELS},
    {BINDING_TRAVERSAL, BINDING_TRAVERSAL_TEXELS},  {BINDING_ATTRIBUTES, BINDING_ATTRIBUTE_TEXELS},
    {BINDING_PLACEMENTS, BINDING_PLACEMENT_TEXELS}, {BINDING_MATERIALS, BINDING_MATERIAL_TEXELS},
    {BINDING_TEXTURES, BINDING_TEXTURE_TEXELS},     {BINDING_SIGNAL_A, BINDING_SIGNAL_A_TEXELS},
    {BINDING_SIGNAL_B, BINDING_SIGNAL_B_TEXELS},    {BINDING_GUIDES, BINDING_GUIDE_TEXELS},
    {BINDING_LIGHTS, BINDING_LIGHT_TEXELS},         {BINDING_MATERIAL_SLOTS, BINDING_SLOT_WORDS},
    {BINDING_TEXELS, BINDING_TEXEL_WORDS},          {BINDING_SKY, BINDING_SKY_WORDS},
    {BINDING_ENERGY, BINDING_ENERGY_WORDS},         {BINDING_SKY_ALIAS, BINDING_SKY_ALIAS_WORDS}};
static_assert(std::size(twins) == BINDING_COUNT - FIRST_TEXEL_BINDING);

bool is_read_as_texels(uint32_t binding) {
  return std::any_of(std::begin(twins), std::end(twins), [&](Twins t) { return t.storage == binding; });
}

vk::DescriptorType binding_type(uint32_t binding) {
  if (binding >= FIRST_TEXEL_BINDING) return vk::DescriptorType::eUniformTexelBuffer;
  return binding == BINDING_FRAME ? vk::DescriptorType::eUniformBuffer : vk::DescriptorType::eStorageBuffer;
}

[[noreturn]] void throw_too_large(uint64_t bytes, uint64_t limit) {
  throw OutOfDeviceMemory(fmt::format(
      "this scene needs a table of {:.0f} MB, the device's storage buffers hold {:.0f} MB: choose smaller "
      "textures, a simpler scene or another device",
      double(bytes) / 1e6, double(limit) / 1e6));
}

}  // namespace

struct KernelLayout::State {
  std::optional<vk::raii::DescriptorSetLayout> set_layout;
  std::optional<vk::raii::PipelineLayout> pipeline_layout;
};

KernelLayout::KernelLayout(Gpu& gpu) : state_(std::make_unique<State>()) {
  translate_device_errors("creating the kernels' layout", [&] {
    std::vector<vk::DescriptorSetLayoutBinding> bindings;
    for (uint32_t i = 0; i < BINDING_COUNT; ++i)
      bindings.emplace_back(i, binding_type(i), 1, vk::ShaderStageFlagBits::eCompute);
    state_->set_layout.emplace(*gpu.state().device, vk::DescriptorSetLayoutCreateInfo({}, bindings));
    const vk::PushConstantRange push(vk::ShaderStageFlagBits::eCompute, 0, kPushBytes);
    state_->pipeline_layout.emplace(*gpu.state().device,
                                    vk::PipelineLayoutCreateInfo({}, **state_->set_layout, push));
  });
}
KernelLayout::~KernelLayout() = default;

struct Kernel::State {
  std::optional<vk::raii::Pipeline> pipeline;
};

Kernel::Kernel(Gpu& gpu, KernelLayout& layout, std::span<const uint32_t> spirv, uint32_t features)
    : state_(std::make_unique<State>()) {
  translate_device_errors("compiling a kernel", [&] {
    const vk::raii::Device& device = *gpu.state().device;
    const vk::raii::ShaderModule code(device,
                                      vk::ShaderModuleCreateInfo({}, spirv.size_bytes(), spirv.data()));
    const uint32_t values[] = {gpu.texel_tables(), features};
    const vk::SpecializationMapEntry entries[] = {{0, 0, 4}, {1, 4, 4}};
    const vk::SpecializationInfo specialization(2, entries, sizeof values, values);
    const vk::PipelineShaderStageCreateInfo stage({}, vk::ShaderStageFlagBits::eCompute, *code, "main",
                                                  &specialization);
    state_->pipeline.emplace(device, *gpu.state().pipeline_cache,
                             vk::ComputePipelineCreateInfo({}, stage, **layout.state().pipeline_layout));
  });
}
Kernel::~Kernel() = default;
Kernel::Kernel(Kernel&&) noexcept = default;
Kernel& Kernel::operator=(Kernel&&) noexcept = default;

const Kernel& KernelVariants::with(uint32_t features) {
  auto found = variants_.find(features);
  if (found == variants_.end()) {
    found = variants_.emplace(features, Kernel(gpu_, layout_, spirv_, features)).first;
    gpu_.save_pipeline_cache();
  }
  return found->second;
}

struct Commands::State {
  State(Gpu& g, KernelLayout& l)
      : gpu(g),
        layout(l),
        upload_arena(g, MemoryKind::upload),
        read_back_arena(g, MemoryKind::read_back),
        unbound(g, MemoryKind::device, kUnboundBytes) {}
  Gpu& gpu;
  KernelLayout& layout;
  Arena upload_arena, read_back_arena;
  Buffer unbound;  ///< stands at every binding that has no memory, so that the set never names a dead buffer
  std::optional<vk::raii::DescriptorPool> pool;
  std::optional<vk::raii::DescriptorSet> set;
  std::optional<vk::raii::CommandBuffer> buffer;
  std::optional<vk::raii::Fence> fence;
  std::optional<vk::raii::QueryPool> queries;
  std::array<Slice, BINDING_COUNT> bound{};
  std::vector<vk::raii::BufferView> views;  ///< of the texel bindings that the set names
  std::vector<std::string> marks;
  std::map<std::string, double> seconds;

  void create();
  void write_descriptors();
  /// Everything before is seen by everything after, on the device and on the host.
  void barrier();
  void prepare(const Kernel& kernel, const void* push, uint32_t push_bytes);
  void read_timestamps();
};

void Commands::State::create() {
  const vk::raii::Device& device = *gpu.state().device;
  const vk::DescriptorPoolSize sizes[] = {
      {vk::DescriptorType::eUniformBuffer, 1},
      {vk::DescriptorType::eStorageBuffer, FIRST_TEXEL_BINDING - 1},
      {vk::DescriptorType::eUniformTexelBuffer, BINDING_COUNT - FIRST_TEXEL_BINDING}};
  pool.emplace(device,
               vk::DescriptorPoolCreateInfo(vk::DescriptorPoolCreateFlagBits::eFreeDescriptorSet, 1, sizes));
  vk::raii::DescriptorSets sets(device, vk::DescriptorSetAllocateInfo(**pool, **layout.state().set_layout));
  set.emplace(std::move(sets[0]));
  vk::raii::CommandBuffers buffers(
      device, vk::CommandBufferAllocateInfo(**gpu.state().command_pool, vk::CommandBufferLevel::ePrimary, 1));
  buffer.emplace(std::move(buffers[0]));
  fence.emplace(device, vk::FenceCreateInfo());
  if (gpu.state().timestamps)
    queries.emplace(device, vk::QueryPoolCreateInfo({}, vk::QueryType::eTimestamp, kMarks));
}

/// All of them every time: a handle that was seen before may name another buffer by now.
void Commands::State::write_descriptors() {
  std::vector<vk::DescriptorBufferInfo> infos;
  infos.reserve(BINDING_COUNT);
  views.clear();
  views.reserve(BINDING_COUNT);
  std::vector<vk::WriteDescriptorSet> writes;
  for (uint32_t i = 0; i < BINDING_COUNT; ++i) {
    const Slice& slice = bound[i].buffer ? bound[i] : unbound.all();
    if (i < FIRST_TEXEL_BINDING) {
      const uint64_t limit = gpu.max_storage_bytes();
      const bool read_as_texels = gpu.texel_tables() && is_read_as_texels(i);
      if (slice.size > limit && !read_as_texels) throw_too_large(slice.size, limit);
      infos.emplace_back(vk::Buffer(slice.buffer), slice.offset, std::min(slice.size, limit));
      writes.emplace_back(**set, i, 0, 1, binding_type(i), nullptr, &infos.back());
    } else {
      const bool words = i >= FIRST_WORD_BINDING;
      const uint64_t texel_bytes = words ? 4 : 16;
      const uint64_t range = gpu.texel_tables() ? slice.size / texel_bytes * texel_bytes : texel_bytes;
      const vk::Format format = words ? vk::Format::eR32Uint : vk::Format::eR32G32B32A32Uint;
      views.emplace_back(*gpu.state().device,
                         vk::BufferViewCreateInfo({}, vk::Buffer(slice.buffer), format, slice.offset, range));
      writes.emplace_back(**set, i, 0, 1, binding_type(i), nullptr, nullptr, &*views.back());
    }
  }
  gpu.state().device->updateDescriptorSets(writes, {});
}

void Commands::State::barrier() {
  using Access = vk::AccessFlagBits;
  using Stage = vk::PipelineStageFlagBits;
  const vk::MemoryBarrier all(Access::eShaderWrite | Access::eTransferWrite,
                              Access::eShaderRead | Access::eShaderWrite | Access::eUniformRead |
                                  Access::eTransferRead | Access::eTransferWrite | Access::eHostRead |
                                  Access::eIndirectCommandRead);
  buffer->pipelineBarrier(Stage::eComputeShader | Stage::eTransfer,
                          Stage::eComputeShader | Stage::eTransfer | Stage::eHost | Stage::eDrawIndirect, {},
                          all, {}, {});
}

void Commands::State::prepare(const Kernel& kernel, const void* push, uint32_t push_bytes) {
  CHECK(push_bytes <= kPushBytes, "too many push constants");
  buffer->bindPipeline(vk::PipelineBindPoint::eCompute, **kernel.state().pipeline);
  if (push_bytes)
    buffer->pushConstants<uint32_t>(
        **layout.state().pipeline_layout, vk::ShaderStageFlagBits::eCompute, 0,
        vk::ArrayProxy<const uint32_t>(push_bytes / 4, static_cast<const uint32_t*>(push)));
}

void Commands::State::read_timestamps() {
  seconds.clear();
  if (!queries) return;
  const auto [result, ticks] =
      queries->getResults<uint64_t>(0, uint32_t(marks.size() + 1), (marks.size() + 1) * 8, 8,
                                    vk::QueryResultFlagBits::e64 | vk::QueryResultFlagBits::eWait);
  const double period_s = double(gpu.state().limits.timestampPeriod) * 1e-9;
  for (size_t i = 0; i < marks.size(); ++i) seconds[marks[i]] += double(ticks[i + 1] - ticks[i]) * period_s;
}

Commands::Commands(Gpu& gpu, KernelLayout& layout) : state_(std::make_unique<State>(gpu, layout)) {
  translate_device_errors("creating a command buffer", [&] { state_->create(); });
}
Commands::~Commands() = default;

void Commands::bind(uint32_t binding, const Slice& slice) {
  state_->bound[binding] = slice;
  for (const Twins& t : twins)
    if (t.storage == binding) state_->bound[t.texels] = slice;
}

void Commands::unbind_all() { state_->bound = {}; }

void Commands::begin() {
  translate_device_errors("recording commands", [&] {
    state_->upload_arena.reset();
    state_->read_back_arena.reset();
    state_->write_descriptors();
    state_->marks.clear();
    state_->buffer->begin({vk::CommandBufferUsageFlagBits::eOneTimeSubmit});
    state_->buffer->bindDescriptorSets(vk::PipelineBindPoint::eCompute,
                                       **state_->layout.state().pipeline_layout, 0, **state_->set, {});
    if (state_->queries) {
      state_->buffer->resetQueryPool(**state_->queries, 0, kMarks);
      state_->buffer->writeTimestamp(vk::PipelineStageFlagBits::eBottomOfPipe, **state_->queries, 0);
    }
  });
}

void Commands::upload(const Slice& to, const void* data, uint64_t bytes) {
  if (bytes == 0) return;
  CHECK(bytes <= to.size, "an upload is larger than its place");
  if (to.mapped) {
    std::memcpy(to.mapped, data, bytes);
    return;
  }
  const Slice staging = state_->upload_arena.take(bytes);
  std::memcpy(staging.mapped, data, bytes);
  copy(staging.part(0, bytes), to);
}

void Commands::copy(const Slice& from, const Slice& to) {
  CHECK(from.size <= to.size, "a copy is larger than its place");
  state_->buffer->copyBuffer(vk::Buffer(from.buffer), vk::Buffer(to.buffer),
                             vk::BufferCopy(from.offset, to.offset, from.size));
  state_->barrier();
}

void Commands::fill(const Slice& slice, uint32_t word) {
  state_->buffer->fillBuffer(vk::Buffer(slice.buffer), slice.offset, slice.size / 4 * 4, word);
  state_->barrier();
}

void Commands::run(const Kernel& kernel, std::array<uint32_t, 3> groups, const void* push,
                   uint32_t push_bytes) {
  if (groups[0] == 0 || groups[1] == 0 || groups[2] == 0) return;
  state_->prepare(kernel, push, push_bytes);
  state_->buffer->dispatch(groups[0], groups[1], groups[2]);
  state_->barrier();
}

void Commands::run_indirect(const Kernel& kernel, const Slice& groups, const void* push,
                            uint32_t push_bytes) {
  state_->prepare(kernel, push, push_bytes);
  state_->buffer->dispatchIndirect(vk::Buffer(groups.buffer), groups.offset);
  state_->barrier();
}

const std::byte* Commands::read_back(const Slice& from) {
  if (from.mapped) return from.mapped;
  const Slice staging = state_->read_back_arena.take(from.size);
  copy(from, staging.part(0, from.size));
  return staging.mapped;
}

void Commands::mark(const std::string& name) {
  if (!state_->queries || state_->marks.size() + 1 >= kMarks) return;
  state_->marks.push_back(name);
  state_->buffer->writeTimestamp(vk::PipelineStageFlagBits::eBottomOfPipe, **state_->queries,
                                 uint32_t(state_->marks.size()));
}

void Commands::submit_and_wait() {
  translate_device_errors("rendering", [&] {
    const Gpu::State& gpu = state_->gpu.state();
    state_->buffer->end();
    gpu.device->resetFences(**state_->fence);
    gpu.queue->submit(vk::SubmitInfo({}, {}, **state_->buffer), **state_->fence);
    const auto result =
        gpu.device->waitForFences(**state_->fence, true, std::numeric_limits<uint64_t>::max());
    CHECK(result == vk::Result::eSuccess, "a fence without a deadline timed out");
    state_->read_timestamps();
  });
}

const std::map<std::string, double>& Commands::stage_seconds() const { return state_->seconds; }

}  // namespace understudy
