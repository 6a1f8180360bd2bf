// SPDX-License-Identifier: Apache-2.0
// Tables for meshes: edges by the numbers of their ends, places by where they are. Flat, because a defect
// asks some hundred thousand times. Nobody iterates over them, so no result depends on how they hash.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include <glm/glm.hpp>

namespace understudy {

/// Scrambles 64 bits. Constants: those of splitmix64.
inline uint64_t scrambled(uint64_t h) {
  h = (h ^ h >> 30) * 0xBF58476D1CE4E5B9ull;
  h = (h ^ h >> 27) * 0x94D049BB133111EBull;
  return h ^ h >> 31;
}

/// A value for each edge, whichever of its ends is named first.
template <typename T>
class EdgeTable {
 public:
  explicit EdgeTable(size_t expected = 0) { rebuild(2 * expected); }

  /// The edge's value, and whether it was not there before: then it is `otherwise`. Valid until the next
  /// call.
  std::pair<T&, bool> try_emplace(uint32_t a, uint32_t b, const T& otherwise) {
    if (2 * (size_ + 1) > slots_.size()) rebuild(2 * slots_.size());
    Slot& slot = slots_[find(key_of(a, b))];
    const bool is_new = slot.key == empty;
    if (is_new) {
      slot = {key_of(a, b), otherwise};
      ++size_;
    }
    return {slot.value, is_new};
  }

  /// Null where the edge has none.
  const T* at(uint32_t a, uint32_t b) const {
    const Slot& slot = slots_[find(key_of(a, b))];
    return slot.key == empty ? nullptr : &slot.value;
  }

 private:
  static constexpr uint64_t empty = ~0ull;  // no edge: both ends would be the same
  struct Slot {
    uint64_t key = empty;
    T value{};
  };

  static uint64_t key_of(uint32_t a, uint32_t b) { return uint64_t(std::min(a, b)) << 32 | std::max(a, b); }

  size_t find(uint64_t key) const {
    size_t at = scrambled(key) & (slots_.size() - 1);
    while (slots_[at].key != empty && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
    return at;
  }

  void rebuild(size_t wanted) {
    size_t count = 64;
    while (count < wanted) count *= 2;
    std::vector<Slot> old(count);
    std::swap(old, slots_);
    for (const Slot& slot : old)
      if (slot.key != empty) slots_[find(slot.key)] = slot;
  }

  std::vector<Slot> slots_;
  size_t size_ = 0;
};

/// Numbers places from 0 in the order in which they come; the same place has the same number.
class PlaceTable {
 public:
  explicit PlaceTable(size_t expected = 0) { rebuild(2 * expected); }

  uint32_t number_of(const glm::dvec3& place) {
    if (2 * (places_.size() + 1) > slots_.size()) rebuild(2 * slots_.size());
    uint32_t& slot = slots_[find(place)];
    if (slot == empty) {
      slot = uint32_t(places_.size());
      places_.push_back(place);
    }
    return slot;
  }

  size_t size() const { return places_.size(); }

 private:
  static constexpr uint32_t empty = 0xFFFFFFFFu;

  static uint64_t hash_of(const glm::dvec3& place) {
    uint64_t h = 0;
    for (int i = 0; i < 3; ++i) {
      const double number = place[i] + 0.0;  // no negative zero
      uint64_t bits = 0;
      std::memcpy(&bits, &number, sizeof bits);
      h = scrambled(h + bits + 0x9E3779B97F4A7C15ull);
    }
    return h;
  }

  size_t find(const glm::dvec3& place) const {
    size_t at = hash_of(place) & (slots_.size() - 1);
    while (slots_[at] != empty && places_[slots_[at]] != place) at = (at + 1) & (slots_.size() - 1);
    return at;
  }

  void rebuild(size_t wanted) {
    size_t count = 64;
    while (count < wanted) count *= 2;
    slots_.assign(count, empty);
    for (uint32_t i = 0; i < places_.size(); ++i) slots_[find(places_[i])] = i;
  }

  std::vector<uint32_t> slots_;
  std::vector<glm::dvec3> places_;
};

}  // namespace understudy
