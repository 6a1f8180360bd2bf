// SPDX-License-Identifier: Apache-2.0
#include "sensor/exposure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "base/luminance.h"

namespace understudy {
namespace {

constexpr double darkest = 0.05, brightest = 0.10;  // shares left out
constexpr double brightest_kept = 2.3;              // stops above middle grey; white is 3 above
constexpr int bins = 2048;
constexpr double lowest_stop = -32, stops = 64;

struct Bin {
  int64_t count = 0;
  double stops = 0;   // sum of log2 luminance
  double warmth = 0;  // sum of log2 of red over blue
};

struct Histogram {
  int64_t count = 0;
  std::array<Bin, bins> of_stops{};

  void add(double red, double green, double blue) {
    const double light = luminance(red, green, blue);
    if (light <= 0) return;
    const double stop = std::log2(light), least = 1e-3 * light;
    Bin& bin = of_stops[size_t(std::clamp(int((stop - lowest_stop) * (bins / stops)), 0, bins - 1))];
    ++bin.count;
    bin.stops += stop;
    bin.warmth += std::log2(std::max(red, least) / std::max(blue, least));
    ++count;
  }

  /// Mean over what is neither too dark nor too bright; a bin that straddles a rank counts in part, at its
  /// own mean.
  double mean(double Bin::*sum) const {
    const double first_rank = double(count) * darkest, last_rank = double(count) * (1 - brightest);
    double total = 0, within = 0, rank = 0;
    for (const Bin& bin : of_stops) {
      const double begin = std::max(rank, first_rank);
      rank += double(bin.count);
      const double inside = std::min(rank, last_rank) - begin;
      if (inside <= 0) continue;
      total += inside * (bin.*sum / double(bin.count));
      within += inside;
    }
    return total / within;
  }

  /// Log2 of the luminance that `share` of the pixels exceed.
  double stops_exceeded_by(double share) const {
    double above = 0;
    for (size_t i = bins; i-- > 0;) {
      const Bin& bin = of_stops[i];
      above += double(bin.count);
      if (above > share * double(count)) return bin.stops / double(bin.count);
    }
    return lowest_stop;
  }
};

Histogram histogram_of(const Planes& planes) {
  Histogram histogram;
  const int step =
      planes.width_px * planes.height_px > 100'000 ? 2 : 1;  // every fourth pixel of a large picture
  const auto& [red, green, blue] = planes.rgb;
  for (int y = 0; y < planes.height_px; y += step) {
    for (int x = 0; x < planes.width_px; x += step) {
      const size_t i = size_t(y) * size_t(planes.width_px) + size_t(x);
      histogram.add(red[i], green[i], blue[i]);
    }
  }
  return histogram;
}

/// The light that gives what is grey this log2 of red over blue.
double grey_world_k(double warmth) {
  double bluest = 1e6 / 25000, reddest = 1e6 / 1700;  // mired
  for (int i = 0; i < 40; ++i) {
    const double middle = 0.5 * (bluest + reddest);
    const auto gains = white_balance_gains(1e6 / middle);
    (warmth + std::log2(gains[0] / gains[2]) > 0 ? bluest : reddest) = middle;
  }
  return 1e6 / bluest;
}

}  // namespace

Metered meter(const Planes& planes) {
  const Histogram histogram = histogram_of(planes);
  if (histogram.count == 0) return {};
  const double stops =
      std::max(histogram.mean(&Bin::stops), histogram.stops_exceeded_by(brightest) - brightest_kept);
  return {middle_grey / std::exp2(stops), grey_world_k(histogram.mean(&Bin::warmth))};
}

}  // namespace understudy
