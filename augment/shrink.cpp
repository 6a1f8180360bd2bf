// SPDX-License-Identifier: Apache-2.0
// Rows first, many values at a time; then columns, a pixel at a time. In between values are 128ths of a
// level.
#include "augment/shrink.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "augment/mat.h"
#include "augment/wide.h"
#include "base/error.h"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace understudy {
namespace {

/// Which of the old pixels along one axis a new one covers, and its shares of them in 65536ths.
struct Cover {
  int first;
  std::vector<uint16_t> shares;
};

std::vector<Cover> covers(int old_size, int new_size) {
  std::vector<Cover> result;
  const double step = double(old_size) / new_size;
  for (int i = 0; i < new_size; ++i) {
    const double begin = i * step, end = std::min((i + 1) * step, double(old_size));
    Cover cover{int(begin), {}};
    for (int k = cover.first; k < end; ++k) {
      const double share = (std::min(end, k + 1.0) - std::max(begin, double(k))) / (end - begin);
      cover.shares.push_back(uint16_t(std::min(std::lround(share * 65536), 65535L)));
    }
    result.push_back(std::move(cover));
  }
  return result;
}

UNDERSTUDY_WIDE void add_row(const uint8_t* row, uint16_t share, size_t count, uint16_t* sums) {
  for (size_t i = 0; i < count; ++i)
    sums[i] = uint16_t(sums[i] + (uint32_t(uint16_t(row[i] << 7)) * share >> 16));
}

/// What cut products lose in the mean.
int lost(const Cover& cover) { return int(cover.shares.size() / 2); }

#if defined(__SSE2__)

/// Works on four values, of which the last is the next pixel's: `sums` and `out` have room for one more.
void add_columns(const uint16_t* sums, const std::vector<Cover>& columns, uint8_t* out) {
  for (const Cover& cover : columns) {
    __m128i total = _mm_set1_epi16(int16_t(64 + lost(cover)));
    const uint16_t* from = sums + size_t(cover.first) * 3;
    for (const uint16_t share : cover.shares) {
      const __m128i values = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from));
      total = _mm_add_epi16(total, _mm_mulhi_epu16(values, _mm_set1_epi16(int16_t(share))));
      from += 3;
    }
    const __m128i bytes = _mm_packus_epi16(_mm_srli_epi16(total, 7), _mm_setzero_si128());
    const int four = _mm_cvtsi128_si32(bytes);
    std::memcpy(out, &four, 4);
    out += 3;
  }
}

#else

void add_columns(const uint16_t* sums, const std::vector<Cover>& columns, uint8_t* out) {
  for (const Cover& cover : columns) {
    for (size_t c = 0; c < 3; ++c) {
      auto total = uint32_t(64 + lost(cover));
      const uint16_t* from = sums + size_t(cover.first) * 3 + c;
      for (const uint16_t share : cover.shares) {
        total += uint32_t(*from) * share >> 16;
        from += 3;
      }
      out[c] = uint8_t(std::min(total >> 7, 255u));
    }
    out += 3;
  }
}

#endif

UNDERSTUDY_WIDE void add_rows(const uint8_t* above, const uint8_t* below, size_t count, uint16_t* sums) {
  for (size_t i = 0; i < count; ++i) sums[i] = uint16_t(above[i] + below[i]);
}

/// Of the sums of two rows, means of each pixel and the next.
UNDERSTUDY_WIDE void mean_with_next(const uint16_t* sums, size_t count, uint8_t* means) {
  for (size_t i = 0; i < count; ++i) means[i] = uint8_t((sums[i] + sums[i + 3] + 2) >> 2);
}

/// Of every pixel and the next that of the former: `means` holds two pixels for each of `out`.
void take_every_other(const uint8_t* means, int count, uint8_t* out) {
  for (int x = 1; x < count; ++x, out += 3, means += 6) std::memcpy(out, means, 4);  // one for the next
  std::memcpy(out, means, 3);
}

/// As add_columns() where every new pixel covers two old ones, many at a time.
UNDERSTUDY_WIDE void add_pairs(const uint16_t* sums, size_t count, uint8_t* means) {
  for (size_t i = 0; i < count; ++i) means[i] = uint8_t((65 + (sums[i] >> 1) + (sums[i + 3] >> 1)) >> 7);
}

/// Means of four pixels. Width and height are even.
Image<Rgb8> halved(const Image<Rgb8>& image) {
  Image<Rgb8> half(image.width_px() / 2, image.height_px() / 2);
  const size_t count = size_t(image.width_px()) * 3;
  std::vector<uint16_t> sums(count + 3);
  std::vector<uint8_t> means(count);
  for (int y = 0; y < half.height_px(); ++y) {
    add_rows(image(0, 2 * y).data(), image(0, 2 * y + 1).data(), count, sums.data());
    mean_with_next(sums.data(), count, means.data());
    take_every_other(means.data(), half.width_px(), half(0, y).data());
  }
  return half;
}

}  // namespace

Image<Rgb8> shrunk_by_area(const Image<Rgb8>& image, int width_px, int height_px) {
  CHECK(width_px > 0 && height_px > 0 && width_px <= image.width_px() && height_px <= image.height_px(),
        "shrinking makes no picture larger, and none empty");
  if (width_px * 2 == image.width_px() && height_px * 2 == image.height_px()) return halved(image);
  Image<Rgb8> result(width_px, height_px);
  constexpr int most = 16;  // pixels along an axis, before what cut products lose is a level
  if (image.width_px() > most * width_px || image.height_px() > most * height_px) {
    cv::Mat out = mat_of(result);
    cv::resize(mat_of(image), out, out.size(), 0, 0, cv::INTER_AREA);
    return result;
  }
  const std::vector<Cover> rows = covers(image.height_px(), height_px),
                           columns = covers(image.width_px(), width_px);
  const size_t count = size_t(image.width_px()) * 3, bytes = size_t(width_px) * 3;
  const bool pairs = width_px * 2 == image.width_px();
  std::vector<uint16_t> sums(count + 3);
  std::vector<uint8_t> line(pairs ? count : bytes + 1);
  for (int y = 0; y < height_px; ++y) {
    const Cover& cover = rows[size_t(y)];
    std::fill(sums.begin(), sums.end(), uint16_t(lost(cover)));
    for (size_t k = 0; k < cover.shares.size(); ++k)
      add_row(image(0, cover.first + int(k)).data(), cover.shares[k], count, sums.data());
    if (pairs) {
      add_pairs(sums.data(), count, line.data());
      take_every_other(line.data(), width_px, result(0, y).data());
    } else {
      add_columns(sums.data(), columns, line.data());
      std::memcpy(result(0, y).data(), line.data(), bytes);
    }
  }
  return result;
}

}  // namespace understudy
