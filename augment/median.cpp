// SPDX-License-Identifier: Apache-2.0
// Medians of 3 x 3 and 5 x 5 by comparisons alone, many pixels at a time: columns are sorted once for all
// windows that hold them, then only what can still be the median is compared.
#include <algorithm>
#include <array>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "augment/blur.h"
#include "augment/mat.h"
#include "augment/sliding_rows.h"
#include "augment/wide.h"

namespace understudy {
namespace {

using Byte = uint8_t;

[[gnu::always_inline]] inline Byte low(Byte a, Byte b) { return a < b ? a : b; }
[[gnu::always_inline]] inline Byte high(Byte a, Byte b) { return a < b ? b : a; }
[[gnu::always_inline]] inline void sort(Byte& a, Byte& b) {
  const Byte smaller = low(a, b);
  b = high(a, b);
  a = smaller;
}
[[gnu::always_inline]] inline void sort(Byte& a, Byte& b, Byte& c) {
  sort(a, b);
  sort(b, c);
  sort(a, b);
}
/// Nine comparisons, the fewest there can be.
[[gnu::always_inline]] inline void sort(Byte& a, Byte& b, Byte& c, Byte& d, Byte& e) {
  sort(a, b);
  sort(d, e);
  sort(c, e);
  sort(c, d);
  sort(a, d);
  sort(a, c);
  sort(b, e);
  sort(b, d);
  sort(b, c);
}
[[gnu::always_inline]] inline Byte median(Byte a, Byte b, Byte c) {
  return high(low(a, b), low(high(a, b), c));
}
/// Of seven: neither the least nor the largest of any five can be it, nor those of the three left and one
/// more.
[[gnu::always_inline]] inline Byte median(Byte a, Byte b, Byte c, Byte d, Byte e, Byte f, Byte g) {
  sort(a, b);
  sort(c, d);
  sort(a, c);
  sort(b, d);
  sort(a, e);  // a: the least
  sort(e, d);  // d: the largest
  sort(b, c);
  sort(e, f);
  sort(b, e);  // b: the least of the four
  sort(c, f);  // f: the largest
  return median(c, e, g);
}

constexpr size_t channels = 3;

/// The values of each column about a row, from the least, with room at either end for columns beyond the
/// frame.
template <size_t side>
class SortedColumns {
 public:
  explicit SortedColumns(size_t count) : count_(count) {
    for (std::vector<Byte>& values : values_) values.resize(count + 2 * margin);
  }
  Byte* rank(size_t k) { return values_[k].data() + margin; }
  /// Repeats the first and the last column.
  void extend() {
    for (size_t k = 0; k < side; ++k) {
      Byte* values = rank(k);
      for (size_t i = 1; i <= margin; ++i) {
        *(values - i) = values[(margin - i) % channels];
        values[count_ - 1 + i] = values[count_ - channels + (i - 1) % channels];
      }
    }
  }

 private:
  static constexpr size_t margin = side / 2 * channels;
  size_t count_;
  std::array<std::vector<Byte>, side> values_;
};

UNDERSTUDY_WIDE void sort_3(const Byte* r0, const Byte* r1, const Byte* r2, Byte* s0, Byte* s1, Byte* s2,
                            size_t count) {
#pragma GCC ivdep
  for (size_t i = 0; i < count; ++i) {
    Byte a = r0[i], b = r1[i], c = r2[i];
    sort(a, b, c);
    s0[i] = a, s1[i] = b, s2[i] = c;
  }
}

UNDERSTUDY_WIDE void median_3(const Byte* s0, const Byte* s1, const Byte* s2, Byte* out, size_t count) {
#pragma GCC ivdep
  for (size_t i = 0; i < count; ++i) {
    const size_t left = i - channels, right = i + channels;
    out[i] = median(high(high(s0[left], s0[i]), s0[right]), median(s1[left], s1[i], s1[right]),
                    low(low(s2[left], s2[i]), s2[right]));
  }
}

UNDERSTUDY_WIDE void sort_5(const std::array<const Byte*, 5>& rows, const std::array<Byte*, 5>& sorted,
                            size_t count) {
  const auto [r0, r1, r2, r3, r4] = rows;
  const auto [s0, s1, s2, s3, s4] = sorted;
#pragma GCC ivdep
  for (size_t i = 0; i < count; ++i) {
    Byte a = r0[i], b = r1[i], c = r2[i], d = r3[i], e = r4[i];
    sort(a, b, c, d, e);
    s0[i] = a, s1[i] = b, s2[i] = c, s3[i] = d, s4[i] = e;
  }
}

struct Five {
  Byte a, b, c, d, e;
};
[[gnu::always_inline]] inline Five sorted_across(const Byte* rank) {
  Five v{*(rank - 2 * channels), *(rank - channels), *rank, rank[channels], rank[2 * channels]};
  sort(v.a, v.b, v.c, v.d, v.e);
  return v;
}

/// With columns and then ranks sorted, value (i, j) of the 5 x 5 has (i + 1) (j + 1) values that are not
/// above it and (5 - i) (5 - j) that are not below. So the median lies on the diagonal from corner to corner
/// or beside it; and of the four on either side only the one nearest to it is not outnumbered.
UNDERSTUDY_WIDE void median_5(const std::array<Byte*, 5>& sorted, Byte* out, size_t count) {
  const auto [s0, s1, s2, s3, s4] = sorted;
#pragma GCC ivdep
  for (size_t i = 0; i < count; ++i) {
    const Five r0 = sorted_across(s0 + i), r1 = sorted_across(s1 + i), r2 = sorted_across(s2 + i),
               r3 = sorted_across(s3 + i), r4 = sorted_across(s4 + i);
    const Byte below = high(high(r0.d, r1.c), high(r2.b, r3.a));
    const Byte above = low(low(r1.e, r2.d), low(r3.c, r4.b));
    out[i] = median(r0.e, r1.d, r2.c, r3.b, r4.a, below, above);
  }
}

void median_of_3(Image<Rgb8>& image) {
  const size_t count = size_t(image.width_px()) * channels;
  SlidingRows rows(image.data()->data(), count, image.height_px(), 1);
  SortedColumns<3> columns(count);
  for (int y = 0; y < image.height_px(); ++y) {
    rows.move_to(y);
    sort_3(rows.row(-1), rows.row(0), rows.row(1), columns.rank(0), columns.rank(1), columns.rank(2), count);
    columns.extend();
    median_3(columns.rank(0), columns.rank(1), columns.rank(2), rows.out(y), count);
  }
}

void median_of_5(Image<Rgb8>& image) {
  const size_t count = size_t(image.width_px()) * channels;
  SlidingRows rows(image.data()->data(), count, image.height_px(), 2);
  SortedColumns<5> columns(count);
  const std::array<Byte*, 5> sorted = {columns.rank(0), columns.rank(1), columns.rank(2), columns.rank(3),
                                       columns.rank(4)};
  for (int y = 0; y < image.height_px(); ++y) {
    rows.move_to(y);
    sort_5({rows.row(-2), rows.row(-1), rows.row(0), rows.row(1), rows.row(2)}, sorted, count);
    columns.extend();
    median_5(sorted, rows.out(y), count);
  }
}

}  // namespace

void median_blur(Image<Rgb8>& image, int radius_px) {
  if (radius_px <= 0 || image.empty()) return;
  if (radius_px == 1) return median_of_3(image);
  if (radius_px == 2) return median_of_5(image);
  cv::Mat picture = mat_of(image);
  cv::medianBlur(picture, picture, 2 * radius_px + 1);
}

}  // namespace understudy
