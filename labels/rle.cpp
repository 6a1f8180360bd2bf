// SPDX-License-Identifier: Apache-2.0
// The format of the compressed string is that of COCO's mask API (P. Dollar, T.-Y. Lin, maskApi.c, 2015):
// each run, from the fourth on as the difference to the run two before, in groups of 5 bits from the low end,
// each with a continuation bit, offset by 48 into ASCII; the last group's bit 4 is the sign.
#include "labels/rle.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/image_io.h"
#include "labels/sweep.h"

namespace understudy {

int64_t Rle::area() const {
  int64_t area = 0;
  for (size_t i = 1; i < counts.size(); i += 2) area += counts[i];
  return area;
}

Box Rle::box() const {
  uint32_t x0 = width_px, x1 = 0, y0 = height_px, y1 = 0;  // x1, y1 inclusive
  uint32_t position = 0;
  for (size_t i = 0; i + 1 < counts.size(); i += 2) {
    const uint32_t begin = position + counts[i], end = begin + counts[i + 1];
    position = end;
    if (begin == end) continue;
    const uint32_t first = begin / height_px, top = begin - first * height_px;
    // A run that ends in its first column needs no second division.
    const bool one_column = end <= (first + 1) * height_px;
    const uint32_t last = one_column ? first : (end - 1) / height_px;
    x0 = std::min(x0, first);
    x1 = std::max(x1, last);
    y0 = std::min(y0, one_column ? top : 0);
    y1 = std::max(y1, one_column ? top + (end - begin) - 1 : height_px - 1);
  }
  if (x0 > x1) return {};
  return {int(x0), int(y0), int(x1 - x0 + 1), int(y1 - y0 + 1)};
}

std::map<uint32_t, Rle> encode_ids(const Image<uint32_t>& ids) {
  const int width = ids.width_px(), height = ids.height_px();
  RunTable runs(width, height);
  const uint32_t* id = ids.data();
  const auto same_row = [id](size_t a, size_t b, int n) {
    uint32_t difference = 0;
    for (int i = 0; i < n; ++i) difference |= id[a + i] ^ id[b + i];
    return difference == 0;
  };
  sweep_columns(
      width, height, [id](size_t a, size_t b) { return id[a] == id[b]; }, same_row,
      [&](size_t pixel, int y_begin, int y_end, int x) {
        const uint32_t column = uint32_t(x) * uint32_t(height);
        if (id[pixel] != 0) runs.add(id[pixel], column + uint32_t(y_begin), column + uint32_t(y_end));
      });
  return std::move(runs).finish();
}

std::map<uint32_t, Rle> encode_layers(const Layers& layers, int width_px, int height_px) {
  CHECK(layers.begin.size() == size_t(width_px) * size_t(height_px) + 1,
        "layers of another size than the frame");
  RunTable runs(width_px, height_px);
  const uint32_t* begin = layers.begin.data();
  const LayerEntry* entries = layers.entries.data();
  const auto same = [=](size_t a, size_t b) {
    const uint32_t n = begin[a + 1] - begin[a];
    if (begin[b + 1] - begin[b] != n) return false;
    for (uint32_t i = 0; i < n; ++i) {
      if (entries[begin[a] + i].instance != entries[begin[b] + i].instance) return false;
    }
    return true;
  };
  const auto both_empty = [=](size_t a, size_t b, int n) {
    return begin[a] == begin[a + n] && begin[b] == begin[b + n];
  };
  sweep_columns(width_px, height_px, same, both_empty, [&](size_t pixel, int y_begin, int y_end, int x) {
    const uint32_t column = uint32_t(x) * uint32_t(height_px);
    for (uint32_t i = begin[pixel]; i < begin[pixel + 1]; ++i) {
      if (entries[i].instance == 0) continue;
      runs.add(entries[i].instance, column + uint32_t(y_begin), column + uint32_t(y_end));
    }
  });
  return std::move(runs).finish();
}

Rle encode_mask(const Image<uint8_t>& mask) {
  const size_t width = size_t(mask.width_px()), height = size_t(mask.height_px());
  Rle rle{uint32_t(height), uint32_t(width), {}};
  bool inside = false;
  uint32_t run = 0;
  for (size_t x = 0; x < width; ++x) {
    for (size_t y = 0; y < height; ++y) {
      if ((mask[y * width + x] != 0) != inside) {
        rle.counts.push_back(run);
        run = 0;
        inside = !inside;
      }
      ++run;
    }
  }
  if (run > 0) rle.counts.push_back(run);
  return rle;
}

Image<uint8_t> decode_mask(const Rle& rle) {
  Image<uint8_t> mask(int(rle.width_px), int(rle.height_px), 0);
  uint64_t position = 0;
  for (size_t i = 0; i < rle.counts.size(); ++i) {
    const uint64_t end = position + rle.counts[i];
    CHECK(end <= mask.size(), "runs beyond the end of the mask");
    if (i % 2 == 1) {
      uint64_t x = position / rle.height_px, y = position % rle.height_px;
      for (uint64_t p = position; p < end; ++p) {
        mask[y * rle.width_px + x] = 1;
        if (++y == rle.height_px) {
          y = 0;
          ++x;
        }
      }
    }
    position = end;
  }
  return mask;
}

std::string compress_counts(const Rle& rle) {
  std::string text(rle.counts.size() * 7, '\0');  // 33 bits with sign take at most 7 characters
  char* out = text.data();
  for (size_t i = 0; i < rle.counts.size(); ++i) {
    int64_t value = rle.counts[i];
    if (i > 2) value -= rle.counts[i - 2];
    for (bool more = true; more;) {
      int64_t group = value & 31;
      value >>= 5;
      more = (group & 16) != 0 ? value != -1 : value != 0;
      if (more) group |= 32;
      *out++ = char(group + 48);
    }
  }
  text.resize(size_t(out - text.data()));
  return text;
}

namespace {

/// Reads one number of the compressed string from `at` on.
int64_t read_number(std::string_view text, size_t& at) {
  int64_t value = 0;
  for (int shift = 0;; shift += 5) {
    if (at == text.size()) throw UserError("the run lengths of a mask end in the middle of a number");
    const int group = text[at++] - 48;
    if (group < 0 || group > 63 || shift > 35) {
      throw UserError(
          "the run lengths of a mask hold a character or number that COCO's compression cannot give");
    }
    value |= int64_t(group & 31) << shift;
    if ((group & 32) != 0) continue;
    if ((group & 16) != 0) value |= int64_t(~uint64_t{0} << (shift + 5));
    return value;
  }
}

}  // namespace

Rle decompress_counts(std::string_view counts, uint32_t height_px, uint32_t width_px) {
  Rle rle{height_px, width_px, {}};
  const uint64_t size = uint64_t(height_px) * width_px;
  if (size > max_image_px) throw UserError("a mask is larger than 268 megapixels");
  uint64_t sum = 0;
  for (size_t at = 0; at < counts.size();) {
    int64_t run = read_number(counts, at);
    const size_t i = rle.counts.size();
    if (i > 2) run += rle.counts[i - 2];
    if (run < 0 || sum + uint64_t(run) > size) {
      throw UserError(fmt::format("the run lengths of a mask leave its {} x {} pixels", width_px, height_px));
    }
    sum += uint64_t(run);
    rle.counts.push_back(uint32_t(run));
  }
  if (sum != size) {
    throw UserError(fmt::format("the run lengths of a mask sum to {}, expected {} x {} = {} pixels", sum,
                                width_px, height_px, size));
  }
  return rle;
}

}  // namespace understudy
