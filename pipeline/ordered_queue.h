// SPDX-License-Identifier: Apache-2.0
// A bounded queue between several threads that make numbered values and one that takes them in their order.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace understudy {

template <typename T>
class OrderedQueue {
 public:
  explicit OrderedQueue(uint64_t capacity) : capacity_(capacity) {}

  /// Waits while `number` is `capacity` or more ahead of the next to be taken. False where the queue was
  /// closed: the value is dropped.
  bool push(uint64_t number, T value) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || number < next_ + capacity_; });
    if (closed_) return false;
    values_.emplace(number, std::move(value));
    changed_.notify_all();
    return true;
  }

  /// The values number 0, 1, 2, ...; waits for the next one. Empty where the queue was closed without it.
  std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || values_.contains(next_); });
    auto node = values_.extract(next_);
    if (node.empty()) return std::nullopt;
    ++next_;
    changed_.notify_all();
    return std::move(node.mapped());
  }

  /// No more values will be pushed; what is in the queue can still be popped.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<uint64_t, T> values_;
  uint64_t next_ = 0, capacity_;
  bool closed_ = false;
};

}  // namespace understudy
