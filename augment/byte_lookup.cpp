// SPDX-License-Identifier: Apache-2.0
#include "augment/byte_lookup.h"

#include <optional>

#include "augment/wide.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

namespace understudy {
namespace {

#if defined(__x86_64__) && defined(__GNUC__)
#define VBMI __attribute__((target("avx512f,avx512bw,avx512vbmi")))

struct Registers {
  __m512i part[4];
};

VBMI inline Registers load(const ByteTable& table) {
  Registers registers;
  for (int i = 0; i < 4; ++i) registers.part[i] = _mm512_loadu_si512(table.data() + 64 * i);
  return registers;
}

VBMI inline __m512i look_up_64(const Registers& table, __m512i at) {
  const __m512i low = _mm512_permutex2var_epi8(table.part[0], at, table.part[1]);
  const __m512i high = _mm512_permutex2var_epi8(table.part[2], at, table.part[3]);
  return _mm512_mask_blend_epi8(_mm512_movepi8_mask(at), low, high);
}

// How many bytes of whole groups of 64 pixels were done.
VBMI size_t look_up_groups(uint8_t* bytes, size_t count, const std::array<ByteTable, 3>& tables) {
  const Registers first = load(tables[0]), second = load(tables[1]), third = load(tables[2]);
  const bool one = tables[0] == tables[1] && tables[1] == tables[2];
  // Of 64 bytes that begin with the first channel, which are of the first; 64 is a multiple of three and one.
  constexpr uint64_t every_third = 0x9249249249249249ull;
  size_t done = 0;
  for (; done + 192 <= count; done += 192) {
    for (int k = 0; k < 3; ++k) {
      uint8_t* here = bytes + done + 64 * k;
      const __m512i at = _mm512_loadu_si512(here);
      __m512i result = look_up_64(first, at);
      if (!one) {
        // The k-th 64 bytes begin with channel k.
        const uint64_t of_second = k == 0 ? every_third << 1 : k == 1 ? every_third : every_third << 2;
        const uint64_t of_third = k == 0 ? every_third << 2 : k == 1 ? every_third << 1 : every_third;
        result = _mm512_mask_blend_epi8(of_second, result, look_up_64(second, at));
        result = _mm512_mask_blend_epi8(of_third, result, look_up_64(third, at));
      }
      _mm512_storeu_si512(here, result);
    }
  }
  return done;
}

/// The same table for all bytes: sixteen tables of sixteen entries, between which the upper bits choose. How
/// many bytes were done.
__attribute__((target("avx2"))) size_t look_up_alike(uint8_t* bytes, size_t count, const ByteTable& table) {
  __m256i parts[16];
  for (size_t k = 0; k < 16; ++k) {
    parts[k] =
        _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data() + 16 * k)));
  }
  size_t done = 0;
  for (; done + 32 <= count; done += 32) {
    auto* here = reinterpret_cast<__m256i*>(bytes + done);
    const __m256i at = _mm256_loadu_si256(here), low = _mm256_and_si256(at, _mm256_set1_epi8(15));
    __m256i found[16];
    for (size_t k = 0; k < 16; ++k) found[k] = _mm256_shuffle_epi8(parts[k], low);
    // Bits 4 to 7, one after the other, where a blend looks for its choice: in the uppermost bit of a byte.
    const __m256i choices[] = {_mm256_slli_epi16(at, 3), _mm256_slli_epi16(at, 2), _mm256_slli_epi16(at, 1),
                               at};
    size_t left = 8;
    for (const __m256i& choice : choices) {
      for (size_t k = 0; k < left; ++k) found[k] = _mm256_blendv_epi8(found[2 * k], found[2 * k + 1], choice);
      left /= 2;
    }
    _mm256_storeu_si256(here, found[0]);
  }
  return done;
}
#endif

/// What a table does that keeps, sets, clears and inverts bits: (byte & kept) ^ inverted.
struct BitChange {
  uint8_t kept = 0, inverted = 0;
};

std::optional<BitChange> bit_change_of(const ByteTable& table) {
  BitChange change{0, table[0]};
  for (unsigned bit = 1; bit < 256; bit *= 2)
    change.kept = uint8_t(change.kept | ((table[bit] ^ table[0]) & bit));
  for (unsigned value = 0; value < 256; ++value) {
    if (table[value] != ((value & change.kept) ^ change.inverted)) return {};
  }
  return change;
}

constexpr size_t turn = 96;  // bytes after which channels and registers begin together again

UNDERSTUDY_WIDE void change_turns(uint8_t* bytes, size_t turns, const uint8_t* kept,
                                  const uint8_t* inverted) {
  for (; turns > 0; --turns, bytes += turn) {
    for (size_t i = 0; i < turn; ++i) bytes[i] = uint8_t((bytes[i] & kept[i]) ^ inverted[i]);
  }
}

/// How many pixels were done: all of whole turns, or none.
size_t change_bits(Image<Rgb8>& image, const std::array<ByteTable, 3>& tables) {
  std::array<uint8_t, turn> kept, inverted;
  for (size_t c = 0; c < 3; ++c) {
    const std::optional<BitChange> change = bit_change_of(tables[c]);
    if (!change) return 0;
    for (size_t i = c; i < turn; i += 3) {
      kept[i] = change->kept;
      inverted[i] = change->inverted;
    }
  }
  const size_t turns = image.size() * 3 / turn;
  if (turns > 0) change_turns(image.data()->data(), turns, kept.data(), inverted.data());
  return turns * turn / 3;
}

}  // namespace

void look_up(Image<Rgb8>& image, const std::array<ByteTable, 3>& tables) {
  size_t done = change_bits(image, tables);
#if defined(__x86_64__) && defined(__GNUC__)
  if (done > 0) {
    // The rest is less than a turn.
  } else if (__builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512bw")) {
    done = look_up_groups(reinterpret_cast<uint8_t*>(image.data()), image.size() * 3, tables) / 3;
  } else if (__builtin_cpu_supports("avx2") && tables[0] == tables[1] && tables[1] == tables[2]) {
    // A pixel that is done in part must not be looked up again: whole groups of 96 bytes only.
    const size_t whole = image.size() * 3 / 96 * 96;
    done = look_up_alike(reinterpret_cast<uint8_t*>(image.data()), whole, tables[0]) / 3;
  }
#endif
  const auto& [red, green, blue] = tables;
  for (size_t i = done; i < image.size(); ++i)
    image[i] = {red[image[i][0]], green[image[i][1]], blue[image[i][2]]};
}

}  // namespace understudy
