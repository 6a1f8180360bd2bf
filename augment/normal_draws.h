// SPDX-License-Identifier: Apache-2.0
// Many random numbers at little cost: a deviate is a quantile looked up by random bits. One hash yields
// several of them, and no logarithm or cosine is taken. Draw i depends on the key and on i alone.
#pragma once

#include <array>
#include <cstdint>

#include "base/random.h"

namespace understudy {

inline uint64_t key_of(Stream stream) { return stream.bits64(); }

/// Quantiles of the standard normal distribution at (i + 0.5) / normal_draws, scaled to variance 1.
inline constexpr size_t normal_draws = 4096;
const std::array<float, normal_draws>& normal_quantiles();

/// Draws that one hash yields.
template <int bits>
inline constexpr size_t draws_per_hash = 64 / bits;

/// Calls use(i, random) for i in [0, count), random < 2^bits: the draws from that of hash number `first` on.
template <int bits, typename Use>
inline void each_draw(uint64_t key, size_t count, const Use& use, uint64_t first = 0) {
  constexpr size_t per_hash = draws_per_hash<bits>;
  constexpr uint64_t mask = (uint64_t(1) << bits) - 1;
  size_t i = 0;
  uint64_t number = first;
  for (; i + per_hash <= count; ++number, i += per_hash) {
    const uint64_t random = hash_number(key, number);
    for (size_t k = 0; k < per_hash; ++k) use(i + k, size_t((random >> (k * bits)) & mask));
  }
  const uint64_t random = hash_number(key, number);
  for (size_t k = 0; i + k < count; ++k) use(i + k, size_t((random >> (k * bits)) & mask));
}

/// Calls use(i, deviate) for i in [0, count).
template <typename Use>
inline void each_normal(size_t count, const Stream& stream, const Use& use) {
  const auto& quantiles = normal_quantiles();
  each_draw<12>(key_of(stream), count, [&](size_t i, size_t draw) { use(i, quantiles[draw]); });
}

}  // namespace understudy
