// SPDX-License-Identifier: Apache-2.0
// Most of a disc's row is covered wholly: that is one difference of running sums, however long it is. Only
// the rim is added pixel by pixel.
#include "augment/disc.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "augment/mat.h"
#include "augment/wide.h"
#include "base/error.h"

namespace understudy {
namespace {

constexpr int whole_share = 64;
constexpr int most_short = 257;  // so many times 255 fits 16 bits

/// Samples of 8 x 8 of the pixel at (x, y) from the middle that are within `radius_px` of it.
int samples_within(int x, int y, double radius_px) {
  int inside = 0;
  for (int j = 0; j < 8; ++j) {
    for (int i = 0; i < 8; ++i) {
      if (std::hypot(x + (i - 3.5) / 8, y + (j - 3.5) / 8) <= radius_px) ++inside;
    }
  }
  return inside;
}

/// Two pixels on the rim, as far to the left as to the right.
struct Rim {
  int dx, share;
};

/// A row of the disc: pixels from -whole to whole are covered wholly, of the rim in part. whole: -1 for none.
struct DiscRow {
  int dy, whole = -1;
  std::vector<Rim> rims{};
  int middle_share = 0;  ///< of the pixel in the middle where it is part of the rim
};

std::vector<DiscRow> disc_rows(double radius_px) {
  const int reach = int(std::ceil(radius_px));
  std::vector<DiscRow> rows;
  for (int dy = -reach; dy <= reach; ++dy) {
    DiscRow row{dy};
    for (int dx = 0; dx <= reach; ++dx) {
      const int share = samples_within(dx, dy, radius_px);
      if (share == whole_share)
        row.whole = dx;
      else if (share > 0 && dx == 0)
        row.middle_share = share;
      else if (share > 0)
        row.rims.push_back({dx, share});
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Sums of each channel from the row's beginning, modulo 65536: differences of what is near are exact.
void running_sums(const uint8_t* row, int pixels, uint16_t* sums) {
  uint16_t red = 0, green = 0, blue = 0;
  for (int x = 0; x < pixels; ++x, row += 3, sums += 3) {
    sums[0] = red, sums[1] = green, sums[2] = blue;
    red = uint16_t(red + row[0]), green = uint16_t(green + row[1]), blue = uint16_t(blue + row[2]);
  }
  sums[0] = red, sums[1] = green, sums[2] = blue;
}

UNDERSTUDY_WIDE void add_run(uint16_t* part, const uint16_t* begin, const uint16_t* end, size_t count) {
  for (size_t i = 0; i < count; ++i) part[i] = uint16_t(part[i] + end[i] - begin[i]);
}

UNDERSTUDY_WIDE void add_two(uint16_t* part, const uint8_t* a, const uint8_t* b, uint16_t share,
                             size_t count) {
  for (size_t i = 0; i < count; ++i) part[i] = uint16_t(part[i] + uint16_t(a[i] + b[i]) * share);
}

UNDERSTUDY_WIDE void add_part(uint32_t* total, uint16_t* part, uint32_t share, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    total[i] += part[i] * share;
    part[i] = 0;
  }
}

UNDERSTUDY_WIDE void write_means(uint8_t* out, const uint32_t* total, float scale, size_t count) {
  for (size_t i = 0; i < count; ++i) out[i] = uint8_t(int(float(int(total[i])) * scale + 0.5f));
}

/// One row of the result at a time.
class Disc {
 public:
  Disc(cv::Mat picture, double radius_px)
      : picture_(std::move(picture)),
        reach_(int(std::ceil(radius_px))),
        rows_(disc_rows(radius_px)),
        part_(size_t(picture_.cols) * 3),
        total_(part_.size()) {
    cv::copyMakeBorder(picture_, padded_, reach_, reach_, reach_, reach_, cv::BORDER_REPLICATE);
    sums_.resize(rows_.size(), std::vector<uint16_t>(size_t(padded_.cols + 1) * 3));
    for (int y = 0; y < 2 * reach_; ++y) sum_row(y);
    int weight = 0;
    for (const DiscRow& row : rows_) {
      weight += whole_share * (2 * row.whole + 1) * (row.whole >= 0) + row.middle_share;
      for (const Rim& rim : row.rims) weight += 2 * rim.share;
    }
    scale_ = 1 / float(weight);
  }

  void blur_row(int y) {
    sum_row(y + 2 * reach_);
    std::fill(total_.begin(), total_.end(), 0);
    add_wholes(y);
    add_rims(y);
    write_means(picture_.ptr(y), total_.data(), scale_, total_.size());
  }

 private:
  std::vector<uint16_t>& sums(int padded_y) { return sums_[size_t(padded_y) % sums_.size()]; }
  void sum_row(int padded_y) { running_sums(padded_.ptr(padded_y), padded_.cols, sums(padded_y).data()); }

  /// Has room for `more` in the short sums, emptying them where need be.
  void make_room(int more, uint32_t share) {
    if (filled_ + more > most_short) finish_part(share);
    filled_ += more;
  }
  void finish_part(uint32_t share) {
    add_part(total_.data(), part_.data(), share, part_.size());
    filled_ = 0;
  }

  void add_wholes(int y) {
    for (const DiscRow& row : rows_) {
      if (row.whole < 0) continue;
      make_room(2 * row.whole + 1, whole_share);
      const uint16_t* from = sums(y + reach_ + row.dy).data();
      add_run(part_.data(), from + size_t(reach_ - row.whole) * 3, from + size_t(reach_ + row.whole + 1) * 3,
              part_.size());
    }
    finish_part(whole_share);
  }

  void add_rims(int y) {
    const std::vector<uint8_t> nothing(part_.size());
    for (const DiscRow& row : rows_) {
      const uint8_t* middle = padded_.ptr(y + reach_ + row.dy) + size_t(reach_) * 3;
      for (const Rim& rim : row.rims) {
        make_room(2 * rim.share, 1);
        add_two(part_.data(), middle - ptrdiff_t(rim.dx) * 3, middle + ptrdiff_t(rim.dx) * 3,
                uint16_t(rim.share), part_.size());
      }
      if (row.middle_share == 0) continue;
      make_room(row.middle_share, 1);
      add_two(part_.data(), middle, nothing.data(), uint16_t(row.middle_share), part_.size());
    }
    finish_part(1);
  }

  cv::Mat picture_, padded_;
  int reach_, filled_ = 0;
  float scale_ = 1;
  std::vector<DiscRow> rows_;
  std::vector<std::vector<uint16_t>> sums_;  // of the padded rows that the disc covers, by turns
  std::vector<uint16_t> part_;
  std::vector<uint32_t> total_;
};

}  // namespace

void disc_blur(Image<Rgb8>& image, double radius_px) {
  CHECK(radius_px > 0 && radius_px <= 100, "a disc's radius must be in (0, 100] px");
  if (image.empty()) return;
  Disc disc(mat_of(image), radius_px);
  for (int y = 0; y < image.height_px(); ++y) disc.blur_row(y);
}

}  // namespace understudy
