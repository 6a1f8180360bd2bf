// SPDX-License-Identifier: Apache-2.0
// The memory of one frame: tables that the host fills and planes that kernels write, all from one arena.
#pragma once

#include <vector>

#include "renderer/kernel.h"
#include "renderer/memory.h"

namespace understudy {

class FrameMemory {
 public:
  FrameMemory(Gpu& gpu, Commands& commands) : arena_(gpu, MemoryKind::device), commands_(commands) {}

  void reset() {
    commands_.unbind_all();
    arena_.reset();
    tables_.clear();
  }
  /// Memory without content, bound from the next Commands::begin() on.
  Slice reserve(uint32_t binding, uint64_t bytes) {
    const Slice slice = arena_.take(bytes);
    commands_.bind(binding, slice);
    return slice;
  }
  /// Memory for `data`, which must stay as it is until upload().
  template <typename T>
  Slice add(uint32_t binding, const std::vector<T>& data) {
    return add(binding, data.data(), data.size() * sizeof(T));
  }
  Slice add(uint32_t binding, const void* data, uint64_t bytes) {
    const Slice slice = reserve(binding, bytes);
    tables_.push_back({slice, data, bytes});
    return slice;
  }
  /// After Commands::begin(): the content of all tables added so far.
  void upload() {
    for (const Table& table : tables_) commands_.upload(table.slice, table.data, table.bytes);
    tables_.clear();
  }

 private:
  struct Table {
    Slice slice;
    const void* data;
    uint64_t bytes;
  };
  Arena arena_;
  Commands& commands_;
  std::vector<Table> tables_;
};

}  // namespace understudy
