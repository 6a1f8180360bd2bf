// SPDX-License-Identifier: Apache-2.0
// Numbers the keys it is shown 0, 1, 2, ... in the order of their first appearance. Open addressing, so a
// look-up costs the same whether there are ten keys or a hundred thousand. Private to labels/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace understudy {

class KeyTable {
 public:
  /// The number of `key`, a new one if it is new.
  uint32_t number_of(uint64_t key) {
    size_t at = slot_of(key);
    for (; slots_[at] != 0; at = (at + 1) & (slots_.size() - 1)) {
      if (keys_[slots_[at] - 1] == key) return slots_[at] - 1;
    }
    keys_.push_back(key);
    slots_[at] = uint32_t(keys_.size());
    if (2 * keys_.size() > slots_.size()) grow();
    return uint32_t(keys_.size() - 1);
  }

  const std::vector<uint64_t>& keys() const { return keys_; }

 private:
  /// Fibonacci hashing: D. Knuth, The Art of Computer Programming, volume 3, section 6.4.
  size_t slot_of(uint64_t key) const {
    return size_t((key * 0x9E3779B97F4A7C15ull) >> 32) & (slots_.size() - 1);
  }

  void grow() {
    slots_.assign(2 * slots_.size(), 0);
    for (size_t i = 0; i < keys_.size(); ++i) {
      size_t at = slot_of(keys_[i]);
      while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = uint32_t(i + 1);
    }
  }

  std::vector<uint64_t> keys_;
  std::vector<uint32_t> slots_ = std::vector<uint32_t>(256, 0);  ///< number + 1; 0: free
};

}  // namespace understudy
