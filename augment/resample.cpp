// SPDX-License-Identifier: Apache-2.0
#include "augment/resample.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

namespace understudy {
namespace {

/// A position in 64ths of a pixel, rounded.
struct Tap {
  int x, y;    ///< the pixel up and left
  int wx, wy;  ///< how far to the next one
};

Tap tap_of(int32_t x, int32_t y) {
  const int sx = (x + 512) >> 10, sy = (y + 512) >> 10;
  return {sx >> 6, sy >> 6, sx & 63, sy & 63};
}

/// Two values from left to right in 64ths, two of those from top to bottom, rounded to the nearest.
uint8_t mixed(int left_top, int right_top, int left_bottom, int right_bottom, const Tap& tap) {
  const int top = left_top * (64 - tap.wx) + right_top * tap.wx;
  const int bottom = left_bottom * (64 - tap.wx) + right_bottom * tap.wx;
  const int value = top + (((bottom - top) * (tap.wy << 9) + (1 << 14)) >> 15);
  return uint8_t((value + 32) >> 6);
}

bool is_constant(Border border) { return border == Border::grey || border == Border::black; }
Rgb8 constant_of(Border border) { return border == Border::grey ? Rgb8{114, 114, 114} : Rgb8{0, 0, 0}; }

/// The index that a border shows in place of one beyond it: edge 001222, reflect 100112210.
int shown(int index, int size, Border border) {
  if (index >= 0 && index < size) return index;
  if (border == Border::edge) return index < 0 ? 0 : size - 1;
  if (index < 0 && index >= -size) return -1 - index;
  if (index >= size && index < 2 * size) return 2 * size - 1 - index;
  const int period = 2 * size;
  const int within = ((index % period) + period) % period;
  return within < size ? within : period - 1 - within;
}

Rgb8 mixed(const Rgb8& a, const Rgb8& b, const Rgb8& c, const Rgb8& d, const Tap& tap) {
  Rgb8 result;
  for (size_t i = 0; i < 3; ++i) result[i] = mixed(a[i], b[i], c[i], d[i], tap);
  return result;
}

/// The four pixels about a position beyond or across a border that shows the picture again.
Rgb8 sample_shown(const Image<Rgb8>& source, const Tap& tap, Border border) {
  const int x0 = shown(tap.x, source.width_px(), border), x1 = shown(tap.x + 1, source.width_px(), border);
  const int y0 = shown(tap.y, source.height_px(), border), y1 = shown(tap.y + 1, source.height_px(), border);
  return mixed(source(x0, y0), source(x1, y0), source(x0, y1), source(x1, y1), tap);
}

Rgb8 pixel_or(const Image<Rgb8>& source, int x, int y, const Rgb8& beyond) {
  const bool inside = x >= 0 && y >= 0 && x < source.width_px() && y < source.height_px();
  return inside ? source(x, y) : beyond;
}

Rgb8 sample(const Image<Rgb8>& source, int32_t x, int32_t y, Border border) {
  const Tap tap = tap_of(x, y);
  if (!is_constant(border)) return sample_shown(source, tap, border);
  const Rgb8 constant = constant_of(border);
  if (tap.x < -1 || tap.y < -1 || tap.x >= source.width_px() || tap.y >= source.height_px()) return constant;
  const auto at = [&](int x, int y) { return pixel_or(source, tap.x + x, tap.y + y, constant); };
  return mixed(at(0, 0), at(1, 0), at(0, 1), at(1, 1), tap);
}

void sample_from(const Image<Rgb8>& source, const SourceRow& from, int begin, int end, Border border,
                 Rgb8* out) {
  for (int i = begin; i < end; ++i) out[i] = sample(source, from.x[i], from.y[i], border);
}

#if defined(__x86_64__) && defined(__GNUC__)

/// Four pixels at a time where none of them needs the border; returns how many of the row are done.
__attribute__((target("avx2"))) int sample_wide(const Image<Rgb8>& source, const SourceRow& from,
                                                Border border, Rgb8* out) {
  const int stride = source.width_px() * 3;
  const auto* pixels = reinterpret_cast<const uint8_t*>(source.data());
  // Eight bytes are read where six are meant: the last column and row but one keep away from the end.
  const __m128i last_x = _mm_set1_epi32(source.width_px() - 3),
                last_y = _mm_set1_epi32(source.height_px() - 2);
  const __m128i frame_x = _mm_set1_epi32(source.width_px() - 1),
                frame_y = _mm_set1_epi32(source.height_px() - 1);
  const __m128i minus_one = _mm_set1_epi32(-1);
  const __m128i half = _mm_set1_epi32(512), fraction = _mm_set1_epi32(63), zero = _mm_setzero_si128();
  // r0 g0 b0 r1 g1 b1 . . to r0 r1 g0 g1 b0 b1 . .
  const __m256i pairs = _mm256_setr_epi8(0, 3, 1, 4, 2, 5, -1, -1, 8, 11, 9, 12, 10, 13, -1, -1,  //
                                         0, 3, 1, 4, 2, 5, -1, -1, 8, 11, 9, 12, 10, 13, -1, -1);
  const __m256i spread = _mm256_setr_epi8(0, 1, 0, 1, 0, 1, 0, 1, 8, 9, 8, 9, 8, 9, 8, 9,  //
                                          0, 1, 0, 1, 0, 1, 0, 1, 8, 9, 8, 9, 8, 9, 8, 9);
  const __m128i joined = _mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1);
  // What the stretch beside this one will need, if the map goes on as it does here, is fetched ahead.
  const auto step_px = [&](const int32_t* at) { return (at[from.count - 1] - at[0]) >> 16; };
  const ptrdiff_t ahead = ptrdiff_t(step_px(from.y)) * stride + ptrdiff_t(step_px(from.x)) * 3;
  int i = 0;
  // A store writes 16 bytes for 12: two pixels more must follow.
  for (; i + 4 <= from.count && i + 6 <= from.count + from.spare; i += 4) {
    const __m128i x64 = _mm_srai_epi32(
        _mm_add_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from.x + i)), half), 10);
    const __m128i y64 = _mm_srai_epi32(
        _mm_add_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from.y + i)), half), 10);
    const __m128i x = _mm_srai_epi32(x64, 6), y = _mm_srai_epi32(y64, 6);
    const __m128i beyond = _mm_or_si128(_mm_cmpgt_epi32(x, last_x), _mm_cmpgt_epi32(y, last_y));
    const __m128i before = _mm_or_si128(_mm_cmpgt_epi32(zero, x), _mm_cmpgt_epi32(zero, y));
    if (_mm_movemask_epi8(_mm_or_si128(beyond, before)) != 0) {
      const __m128i past = _mm_or_si128(_mm_cmpgt_epi32(x, frame_x), _mm_cmpgt_epi32(y, frame_y));
      const __m128i ahead = _mm_or_si128(_mm_cmpgt_epi32(minus_one, x), _mm_cmpgt_epi32(minus_one, y));
      if (is_constant(border) && _mm_movemask_epi8(_mm_or_si128(past, ahead)) == 0xFFFF) {
        std::fill_n(out + i, 4, constant_of(border));
      } else {
        sample_from(source, from, i, i + 4, border, out);
      }
      continue;
    }
    const __m128i offset =
        _mm_add_epi32(_mm_mullo_epi32(y, _mm_set1_epi32(stride)), _mm_add_epi32(x, _mm_add_epi32(x, x)));
    std::array<int32_t, 4> at;
    _mm_storeu_si128(reinterpret_cast<__m128i*>(at.data()), offset);
    __builtin_prefetch(pixels + at[0] + ahead);
    const auto load = [pixels](int a, int b) {
      return _mm_unpacklo_epi64(_mm_loadu_si64(pixels + a), _mm_loadu_si64(pixels + b));
    };
    const __m256i top = _mm256_shuffle_epi8(_mm256_set_m128i(load(at[2], at[3]), load(at[0], at[1])), pairs);
    const __m256i bottom = _mm256_shuffle_epi8(
        _mm256_set_m128i(load(at[2] + stride, at[3] + stride), load(at[0] + stride, at[1] + stride)), pairs);
    const __m128i wx = _mm_and_si128(x64, fraction), wy = _mm_and_si128(y64, fraction);
    const __m128i two = _mm_or_si128(_mm_sub_epi32(_mm_set1_epi32(64), wx), _mm_slli_epi32(wx, 8));
    const __m256i across = _mm256_shuffle_epi8(_mm256_cvtepu32_epi64(two), spread);
    const __m256i down = _mm256_shuffle_epi8(_mm256_cvtepu32_epi64(_mm_slli_epi32(wy, 9)), spread);
    const __m256i top64 = _mm256_maddubs_epi16(top, across), bottom64 = _mm256_maddubs_epi16(bottom, across);
    const __m256i value =
        _mm256_add_epi16(top64, _mm256_mulhrs_epi16(_mm256_sub_epi16(bottom64, top64), down));
    const __m256i rounded = _mm256_srli_epi16(_mm256_add_epi16(value, _mm256_set1_epi16(32)), 6);
    const __m128i bytes =
        _mm_packus_epi16(_mm256_castsi256_si128(rounded), _mm256_extracti128_si256(rounded, 1));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + i), _mm_shuffle_epi8(bytes, joined));
  }
  return i;
}

#endif

}  // namespace

void sample_row(const Image<Rgb8>& source, const SourceRow& from, Border border, Rgb8* out) {
  if (from.count <= 0) return;
  int done = 0;
#if defined(__x86_64__) && defined(__GNUC__)
  static const bool wide = __builtin_cpu_supports("avx2");
  // Offsets of bytes are 32 bits wide.
  if (wide && source.width_px() >= 4 && source.size() < (size_t(1) << 29))
    done = sample_wide(source, from, border, out);
#endif
  sample_from(source, from, done, from.count, border, out);
}

}  // namespace understudy
