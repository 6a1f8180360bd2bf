// SPDX-License-Identifier: Apache-2.0
// Point operations, folded: however many follow one another, each pixel is looked up once and rounded once.
#pragma once

#include <array>
#include <cstdint>
#include <functional>

#include "base/image.h"

namespace understudy {

/// How often each level occurs, per channel.
using Histogram = std::array<std::array<uint32_t, 256>, 3>;
Histogram histogram_of(const Image<Rgb8>& image);

/// What becomes of each of the 256 levels of each channel. Values in between stay unrounded, in [0, 1], until
/// apply().
class PointTable {
 public:
  /// Encoded value in [0, 1] to encoded value; what leaves [0, 1] is cut.
  using Curve = std::function<double(double)>;

  PointTable();  ///< the identity

  void then(const Curve& curve);
  void then(int channel, const Curve& curve);

  /// Where an input level now is, in [0, 1].
  float at(int channel, int level) const { return values_[size_t(channel)][size_t(level)]; }
  /// The histogram of an image that had `input` before the table.
  Histogram map(const Histogram& input) const;

  bool is_identity() const;
  void apply(Image<Rgb8>& image) const;

 private:
  std::array<std::array<float, 256>, 3> values_;
};

}  // namespace understudy
