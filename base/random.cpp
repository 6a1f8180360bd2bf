// SPDX-License-Identifier: Apache-2.0
// Philox4x32-10: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC
// 2011. splitmix64's finaliser: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number
// generators", OOPSLA 2014. FNV-1a: G. Fowler, L. Noll, K.-P. Vo. Box-Muller: G. Box, M. Muller, "A note on
// the generation of random normal deviates", 1958.
#include "base/random.h"

#include <cmath>

#include <fmt/format.h>

#include "base/error.h"

namespace understudy {
namespace {

constexpr uint64_t kGolden = 0x9e3779b97f4a7c15ull;

uint64_t mix(uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9ull;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}

// Different salts keep child("x"), child(1) and the root apart even where the hashed values are equal.
constexpr uint64_t kNameSalt = 0x243f6a8885a308d3ull;
constexpr uint64_t kNumberSalt = 0x13198a2e03707344ull;

uint64_t combine(uint64_t key, uint64_t value, uint64_t salt) {
  return mix(mix(key + kGolden) ^ mix(value + salt));
}

}  // namespace

PhiloxBlock philox4x32_10(PhiloxBlock counter, std::array<uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const uint64_t a = uint64_t(0xD2511F53u) * counter[0];
    const uint64_t b = uint64_t(0xCD9E8D57u) * counter[2];
    counter = {uint32_t(b >> 32) ^ counter[1] ^ key[0], uint32_t(b), uint32_t(a >> 32) ^ counter[3] ^ key[1],
               uint32_t(a)};
    key[0] += 0x9E3779B9u;
    key[1] += 0xBB67AE85u;
  }
  return counter;
}

uint64_t hash_bytes(const void* data, size_t size, uint64_t basis) {
  const auto* bytes = static_cast<const unsigned char*>(data);
  uint64_t hash = basis;
  for (size_t i = 0; i < size; ++i) hash = (hash ^ bytes[i]) * 0x100000001b3ull;
  return mix(hash + kGolden);
}

uint64_t hash_string(std::string_view text) { return hash_bytes(text.data(), text.size()); }
std::string hash_digits(uint64_t hash) { return fmt::format("{:016x}", hash); }

Stream::Stream(Key key, std::string_view name)
    : key_(combine(combine(mix(key.seed + kGolden), key.index, kNumberSalt), hash_string(name), kNameSalt)) {}

Stream Stream::child(std::string_view name) const {
  return Stream(combine(key_, hash_string(name), kNameSalt));
}
Stream Stream::child(uint64_t number) const { return Stream(combine(key_, number, kNumberSalt)); }

uint32_t Stream::bits() {
  if (left_ == 0) {
    block_ = philox4x32_10({uint32_t(counter_), uint32_t(counter_ >> 32), 0, 0},
                           {uint32_t(key_), uint32_t(key_ >> 32)});
    ++counter_;
    left_ = 4;
  }
  return block_[4 - left_--];
}

double Stream::uniform() {
  const uint64_t high = bits() >> 6;  // 26 bits
  const uint64_t low = bits() >> 5;   // 27 bits
  return double((high << 27) | low) * 0x1p-53;
}

int64_t Stream::uniform_int(int64_t low, int64_t high) {
  CHECK(low <= high, "uniform_int() needs low <= high");
  const uint64_t range = uint64_t(high) - uint64_t(low) + 1;  // 0 stands for 2^64
  // Numbers below 2^64 mod range are drawn again, so that every remainder is equally likely.
  const uint64_t rejected = range == 0 ? 0 : (0 - range) % range;
  for (;;) {
    const uint64_t upper = bits();
    const uint64_t x = (upper << 32) | bits();
    if (x < rejected) continue;
    return int64_t(uint64_t(low) + (range == 0 ? x : x % range));
  }
}

double Stream::normal(double mean, double deviation) {
  const double radius = std::sqrt(-2 * std::log(1 - uniform()));  // 1 - u is never 0
  const double angle = 6.283185307179586 * uniform();
  return mean + deviation * radius * std::cos(angle);
}

size_t Stream::weighted(const double* weights, size_t count) {
  double total = 0;
  for (size_t i = 0; i < count; ++i) {
    CHECK(weights[i] >= 0, "a weight is negative or not a number");
    total += weights[i];
  }
  CHECK(total > 0 && std::isfinite(total), "the weights of a choice must sum to a positive number");
  double target = uniform() * total;
  size_t last = 0;
  for (size_t i = 0; i < count; ++i) {
    if (weights[i] == 0) continue;
    last = i;
    if (target < weights[i]) return i;
    target -= weights[i];
  }
  return last;  // only by rounding
}

}  // namespace understudy
