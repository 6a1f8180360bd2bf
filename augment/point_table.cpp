// SPDX-License-Identifier: Apache-2.0
#include "augment/point_table.h"

#include <algorithm>
#include <cmath>

#include "augment/byte_lookup.h"

namespace understudy {
namespace {

uint8_t rounded(float value) { return uint8_t(value * 255 + 0.5f); }

}  // namespace

Histogram histogram_of(const Image<Rgb8>& image) {
  // Neighbours often share a level, and an addition waits for the one before to the same place: two tables in
  // turn.
  std::array<Histogram, 2> turns{};
  for (size_t i = 0; i < image.size(); ++i) {
    Histogram& histogram = turns[i & 1];
    for (size_t c = 0; c < 3; ++c) ++histogram[c][image[i][c]];
  }
  for (size_t c = 0; c < 3; ++c) {
    for (size_t level = 0; level < 256; ++level) turns[0][c][level] += turns[1][c][level];
  }
  return turns[0];
}

PointTable::PointTable() {
  for (auto& channel : values_) {
    for (size_t level = 0; level < 256; ++level) channel[level] = float(level) / 255;
  }
}

void PointTable::then(const Curve& curve) {
  for (int c = 0; c < 3; ++c) then(c, curve);
}

void PointTable::then(int channel, const Curve& curve) {
  for (float& value : values_[size_t(channel)]) value = float(std::clamp(curve(double(value)), 0.0, 1.0));
}

Histogram PointTable::map(const Histogram& input) const {
  Histogram output{};
  for (size_t c = 0; c < 3; ++c) {
    for (size_t level = 0; level < 256; ++level) output[c][rounded(values_[c][level])] += input[c][level];
  }
  return output;
}

bool PointTable::is_identity() const {
  for (const auto& channel : values_) {
    for (size_t level = 0; level < 256; ++level) {
      if (rounded(channel[level]) != level) return false;
    }
  }
  return true;
}

void PointTable::apply(Image<Rgb8>& image) const {
  if (is_identity()) return;
  std::array<ByteTable, 3> bytes;
  for (size_t c = 0; c < 3; ++c) {
    std::transform(values_[c].begin(), values_[c].end(), bytes[c].begin(), rounded);
  }
  look_up(image, bytes);
}

}  // namespace understudy
