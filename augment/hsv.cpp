// SPDX-License-Identifier: Apache-2.0
// Chunk by chunk: bytes to planes of floats, the same arithmetic on all of them, floats to bytes.
#include "augment/hsv.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "augment/wide.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

namespace understudy {
namespace {

constexpr size_t chunk_px = 1024;  // its planes stay in the first cache
using Planes = std::array<std::array<float, chunk_px>, 3>;

struct Turn {
  float sixths, saturation, value;
};

inline float within(float share) { return std::min(std::max(share, 0.0f), 1.0f); }

// No branches, so that eight pixels are done at once.
UNDERSTUDY_WIDE void turn_hues(float* red, float* green, float* blue, size_t count, Turn turn) {
#pragma GCC ivdep
  for (size_t i = 0; i < count; ++i) {
    const float r = red[i], g = green[i], b = blue[i];
    const float high = std::max(std::max(r, g), b), chroma = high - std::min(std::min(r, g), b);
    const float scale = 1 / std::max(chroma, 1.0f);  // a grey's hue does not matter
    float hue = (r - g) * scale + 4;                 // in sixths of a turn from red, -1 to 5
    hue = high == g ? (b - r) * scale + 2 : hue;
    hue = high == r ? (g - b) * scale : hue;
    hue += turn.sixths;
    hue -= hue >= 5 ? 6.0f : 0.0f;
    const float value = std::min(high * turn.value, 255.0f);
    const float reach = value * std::min(chroma * turn.saturation / std::max(high, 1.0f), 1.0f);
    const float rounded = value + 0.5f;
    // A channel lacks none of the chroma within a sixth of its own hue, and all of it beyond two sixths.
    red[i] = rounded - reach * within(2 - std::abs(hue - 3));
    green[i] = rounded - reach * within(std::abs(hue - 2) - 1);
    blue[i] = rounded - reach * within(std::min(std::abs(hue - 4) - 1, hue + 1));
  }
}

#if defined(__x86_64__) && defined(__GNUC__)
#define AVX2 __attribute__((target("avx2")))

constexpr size_t block_px = 8;
// Sixteen bytes are read and written for each four pixels: two pixels more must follow.
constexpr size_t spare_px = 2;

/// How many pixels were done.
AVX2 size_t split_blocks(const uint8_t* bytes, size_t count, Planes& planes) {
  // Where the red byte of each of four pixels goes: to the lowest of four bytes, before three zeros.
  constexpr int zeros = int(0x80808000);
  const __m256i red = _mm256_broadcastsi128_si256(_mm_setr_epi32(zeros, zeros + 3, zeros + 6, zeros + 9));
  size_t i = 0;
  for (; i + block_px + spare_px <= count; i += block_px) {
    const auto* at = bytes + 3 * i;
    const __m256i both = _mm256_set_m128i(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at + 12)),
                                          _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
    for (int c = 0; c < 3; ++c) {
      const __m256i channel = _mm256_shuffle_epi8(both, _mm256_add_epi32(red, _mm256_set1_epi32(c)));
      _mm256_storeu_ps(planes[size_t(c)].data() + i, _mm256_cvtepi32_ps(channel));
    }
  }
  return i;
}

AVX2 inline __m256i levels(const float* values) { return _mm256_cvttps_epi32(_mm256_loadu_ps(values)); }

AVX2 size_t join_blocks(const Planes& planes, size_t count, uint8_t* bytes) {
  const __m256i joined =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1));
  size_t i = 0;
  for (; i + block_px + spare_px <= count; i += block_px) {
    const __m256i green = _mm256_slli_epi32(levels(planes[1].data() + i), 8),
                  blue = _mm256_slli_epi32(levels(planes[2].data() + i), 16);
    const __m256i pixels = _mm256_or_si256(levels(planes[0].data() + i), _mm256_or_si256(green, blue));
    const __m256i packed = _mm256_shuffle_epi8(pixels, joined);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(bytes + 3 * i), _mm256_castsi256_si128(packed));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(bytes + 3 * i + 12), _mm256_extracti128_si256(packed, 1));
  }
  return i;
}
#undef AVX2

bool has_avx2() {
  static const bool has = __builtin_cpu_supports("avx2");
  return has;
}
#else
size_t split_blocks(const uint8_t*, size_t, Planes&) { return 0; }
size_t join_blocks(const Planes&, size_t, uint8_t*) { return 0; }
bool has_avx2() { return false; }
#endif

void shift_chunk(Rgb8* pixels, size_t count, Turn turn) {
  Planes planes;
  size_t i = has_avx2() ? split_blocks(pixels->data(), count, planes) : 0;
  for (; i < count; ++i) {
    for (size_t c = 0; c < 3; ++c) planes[c][i] = pixels[i][c];
  }
  turn_hues(planes[0].data(), planes[1].data(), planes[2].data(), count, turn);
  i = has_avx2() ? join_blocks(planes, count, pixels->data()) : 0;
  for (; i < count; ++i) {
    for (size_t c = 0; c < 3; ++c) pixels[i][c] = uint8_t(int(planes[c][i]));
  }
}

}  // namespace

void shift_hsv(Image<Rgb8>& image, const HsvShift& shift) {
  if ((shift.hue_deg == 0 && shift.saturation == 1 && shift.value == 1) || image.empty()) return;
  const double sixths = std::fmod(std::fmod(shift.hue_deg / 60, 6.0) + 6, 6.0);
  const Turn turn{float(sixths), float(shift.saturation), float(shift.value)};
  for (size_t begin = 0; begin < image.size(); begin += chunk_px)
    shift_chunk(image.data() + begin, std::min(chunk_px, image.size() - begin), turn);
}

}  // namespace understudy
