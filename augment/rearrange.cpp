// SPDX-License-Identifier: Apache-2.0
#include "augment/rearrange.h"

#include <algorithm>
#include <cstring>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

namespace understudy {
namespace {

// Sixteen pixels fill three registers exactly: no store is read again before it has reached the cache.
constexpr int block_px = 16, block_bytes = 48;
using Places = std::array<uint8_t, block_bytes>;  // of which byte of a block each byte becomes

#if defined(__x86_64__) && defined(__GNUC__)

struct Block {
  __m128i part[3];
};

/// What _mm_shuffle_epi8 takes: for each register of the result, which bytes of each register go where.
struct Shuffles {
  explicit Shuffles(const Places& places) {
    alignas(16) uint8_t masks[3][3][16];
    std::memset(masks, 0x80, sizeof masks);
    for (size_t to = 0; to < block_bytes; ++to)
      masks[to / 16][places[to] / 16][to % 16] = uint8_t(places[to] % 16);
    std::memcpy(mask, masks, sizeof mask);
  }
  __m128i mask[3][3];
};

inline Block load(const uint8_t* from) {
  const auto* at = reinterpret_cast<const __m128i*>(from);
  return {{_mm_loadu_si128(at), _mm_loadu_si128(at + 1), _mm_loadu_si128(at + 2)}};
}

__attribute__((target("ssse3"))) inline void store(const Block& block, const Shuffles& shuffles,
                                                   uint8_t* to) {
  for (int i = 0; i < 3; ++i) {
    const __m128i* mask = shuffles.mask[i];
    const __m128i ends =
        _mm_or_si128(_mm_shuffle_epi8(block.part[0], mask[0]), _mm_shuffle_epi8(block.part[2], mask[2]));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to) + i,
                     _mm_or_si128(ends, _mm_shuffle_epi8(block.part[1], mask[1])));
  }
}

/// Swaps blocks at either end, then the next ones; returns how many pixels at either end are done.
__attribute__((target("ssse3"))) int mirror_ends(uint8_t* row, int count, const Shuffles& shuffles) {
  int done = 0;
  for (; count - 2 * done >= 2 * block_px; done += block_px) {
    uint8_t *left = row + 3 * size_t(done), *right = row + 3 * size_t(count - done) - block_bytes;
    const Block a = load(left), b = load(right);
    store(b, shuffles, left);
    store(a, shuffles, right);
  }
  return done;
}

/// Of whole blocks; returns how many pixels are done.
__attribute__((target("ssse3"))) size_t rearrange_blocks(uint8_t* bytes, size_t count,
                                                         const Shuffles& shuffles) {
  size_t done = 0;
  for (; done + block_px <= count; done += block_px) {
    store(load(bytes + 3 * done), shuffles, bytes + 3 * done);
  }
  return done;
}

bool has_shuffles() {
  static const bool has = __builtin_cpu_supports("ssse3");
  return has;
}

#endif

/// Two streams that meet in the middle of a row: no processor guesses where the next row's begin.
void prefetch_row([[maybe_unused]] const Image<Rgb8>& image, [[maybe_unused]] int y) {
#if defined(__GNUC__)
  if (y >= image.height_px()) return;
  const uint8_t* row = image(0, y).data();
  for (int byte = 0; byte < 3 * image.width_px(); byte += 64) __builtin_prefetch(row + byte, 1);
#endif
}

template <typename PlaceOf>
Places places_of(const PlaceOf& place_of) {
  Places places;
  for (size_t to = 0; to < block_bytes; ++to) places[to] = uint8_t(place_of(to / 3, to % 3));
  return places;
}

}  // namespace

void mirror_rows(Image<Rgb8>& image) {
  const int count = image.width_px();
#if defined(__x86_64__) && defined(__GNUC__)
  const Shuffles shuffles(places_of([](size_t pixel, size_t c) { return 3 * (block_px - 1 - pixel) + c; }));
#endif
  for (int y = 0; y < image.height_px(); ++y) {
    Rgb8* row = &image(0, y);
    int done = 0;
    prefetch_row(image, y + 3);
#if defined(__x86_64__) && defined(__GNUC__)
    if (has_shuffles()) done = mirror_ends(row->data(), count, shuffles);
#endif
    std::reverse(row + done, row + count - done);
  }
}

void reorder_channels(Image<Rgb8>& image, const std::array<int, 3>& order) {
  size_t done = 0;
#if defined(__x86_64__) && defined(__GNUC__)
  const Shuffles shuffles(places_of([&](size_t pixel, size_t c) { return 3 * pixel + size_t(order[c]); }));
  if (has_shuffles() && !image.empty()) done = rearrange_blocks(image.data()->data(), image.size(), shuffles);
#endif
  for (size_t i = done; i < image.size(); ++i) {
    const Rgb8 pixel = image[i];
    image[i] = {pixel[size_t(order[0])], pixel[size_t(order[1])], pixel[size_t(order[2])]};
  }
}

}  // namespace understudy
