// SPDX-License-Identifier: Apache-2.0
// Counter-based random numbers: what a stream yields depends on (seed, index, name) and the draw's number, on
// nothing else. Philox4x32-10: J. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace understudy {

/// What names one image of one dataset.
struct Key {
  uint64_t seed = 0;
  uint64_t index = 0;
};

using PhiloxBlock = std::array<uint32_t, 4>;

/// The generator itself: ten rounds of Philox4x32. Streams are built on it; use it alone where each pixel has
/// a number.
PhiloxBlock philox4x32_10(PhiloxBlock counter, std::array<uint32_t, 2> key);

/// 64-bit hash of bytes (FNV-1a, finalised by splitmix64). Stable across machines and releases.
uint64_t hash_bytes(const void* data, size_t size, uint64_t basis = 0xcbf29ce484222325ull);
uint64_t hash_string(std::string_view text);
/// A hash as files have it: 16 hexadecimal digits.
std::string hash_digits(uint64_t hash);

/// 64 random bits for the number of a pixel: splitmix64's output function on a counter. Far cheaper than
/// Philox; good enough for what an eye or a network sees.
inline uint64_t hash_number(uint64_t key, uint64_t number) {
  uint64_t x = key + number * 0x9e3779b97f4a7c15ull;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}

/// A named stream. Copying it copies its position; streams with different names never influence one another.
class Stream {
 public:
  Stream(Key key, std::string_view name);

  /// An independent stream below this one, whatever has been drawn from this one so far.
  Stream child(std::string_view name) const;
  Stream child(uint64_t number) const;

  uint32_t bits();
  uint64_t bits64() {
    const uint64_t high = bits();
    return high << 32 | bits();
  }
  /// In [0, 1), 53 random bits.
  double uniform();
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// In [low, high], both included; low <= high.
  int64_t uniform_int(int64_t low, int64_t high);
  /// Box-Muller.
  double normal(double mean = 0, double deviation = 1);
  bool chance(double probability) { return uniform() < probability; }
  /// Index into `weights` (>= 0, not all zero), with probability proportional to the weight.
  size_t weighted(const double* weights, size_t count);

 private:
  explicit Stream(uint64_t key) : key_(key) {}
  uint64_t key_;
  uint64_t counter_ = 0;
  PhiloxBlock block_{};
  int left_ = 0;
};

}  // namespace understudy
