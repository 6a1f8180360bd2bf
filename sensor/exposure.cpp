// SPDX-License-Identifier: Apache-2.0
#include "sensor/exposure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace understudy {
namespace {

constexpr double darkest = 0.05, brightest = 0.20;  // shares left out
constexpr int bins = 2048;
constexpr double lowest_stop = -32, stops = 64;

struct Bin {
  int64_t count = 0;
  double sum = 0;  // of log2 luminance
};

// Sum and number of the values between two ranks; a bin that straddles a rank counts in part, at its own
// mean.
double mean_between(const std::array<Bin, bins>& histogram, double first_rank, double last_rank) {
  double sum = 0, count = 0, rank = 0;
  for (const Bin& bin : histogram) {
    const double begin = std::max(rank, first_rank);
    rank += double(bin.count);
    const double inside = std::min(rank, last_rank) - begin;
    if (inside <= 0) continue;
    sum += inside * (bin.sum / double(bin.count));
    count += inside;
  }
  return sum / count;
}

}  // namespace

double metered_gain(const Planes& planes) {
  std::array<Bin, bins> histogram{};
  int64_t total = 0;
  const int step =
      planes.width_px * planes.height_px > 100'000 ? 2 : 1;  // every fourth pixel of a large picture
  for (int y = 0; y < planes.height_px; y += step) {
    for (int x = 0; x < planes.width_px; x += step) {
      const size_t i = size_t(y) * size_t(planes.width_px) + size_t(x);
      const double luminance =
          0.2126 * planes.rgb[0][i] + 0.7152 * planes.rgb[1][i] + 0.0722 * planes.rgb[2][i];
      if (luminance <= 0) continue;
      const double stop = std::log2(luminance);
      const int bin = std::clamp(int((stop - lowest_stop) * (bins / stops)), 0, bins - 1);
      ++histogram[size_t(bin)].count;
      histogram[size_t(bin)].sum += stop;
      ++total;
    }
  }
  if (total == 0) return 1;
  const double mean = mean_between(histogram, double(total) * darkest, double(total) * (1 - brightest));
  return middle_grey / std::exp2(mean);
}

}  // namespace understudy
