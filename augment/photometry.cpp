// SPDX-License-Identifier: Apache-2.0
#include "augment/photometry.h"

#include <algorithm>
#include <cmath>

#include "sensor/tone.h"

namespace understudy {
namespace {

using Counts = std::array<uint32_t, 256>;

// Share of pixels below each level's middle: half of a level's own pixels count.
std::array<double, 256> ranks_of(const Counts& counts) {
  std::array<double, 256> ranks{};
  double below = 0;
  for (size_t level = 0; level < 256; ++level) {
    ranks[level] = below + counts[level] / 2.0;
    below += counts[level];
  }
  for (double& rank : ranks) rank /= std::max(below, 1.0);
  return ranks;
}

int distinct_levels(const Counts& counts) {
  return int(std::count_if(counts.begin(), counts.end(), [](uint32_t n) { return n > 0; }));
}

// The encoded value that `rank` of the pixels lie below: between the ranks of the levels that occur.
double quantile(const std::array<double, 256>& ranks, const Counts& counts, double rank) {
  int before = -1;
  for (int level = 0; level < 256; ++level) {
    if (counts[size_t(level)] == 0) continue;
    const double here = ranks[size_t(level)];
    if (here >= rank) {
      if (before < 0) return level / 255.0;
      const double from = ranks[size_t(before)];
      return (before + (level - before) * (rank - from) / (here - from)) / 255.0;
    }
    before = level;
  }
  return std::max(before, 0) / 255.0;
}

size_t level_of(double value) { return size_t(std::lround(value * 255)); }

double linear_gain(double encoded, double gain) {
  return srgb_encode(std::clamp(srgb_decode(encoded) * gain, 0.0, 1.0));
}

}  // namespace

void brightness(PointTable& table, double offset) {
  table.then([=](double v) { return v + offset; });
}

void contrast(PointTable& table, double factor) {
  table.then([=](double v) { return 0.5 + (v - 0.5) * factor; });
}

void gamma(PointTable& table, double exponent) {
  table.then([=](double v) { return std::pow(v, exponent); });
}

void exposure(PointTable& table, double ev) {
  table.then([gain = std::exp2(ev)](double v) { return linear_gain(v, gain); });
}

void tone_curve(PointTable& table, double shadows, double lights) {
  constexpr double at_peak = 0.25 * 0.75 * 0.5;  // of v (1 - v) |v - the other point|
  table.then([=](double v) {
    const double ends = v * (1 - v);
    return v + ends * (shadows * (0.75 - v) + lights * (v - 0.25)) / at_peak;
  });
}

void white_balance(PointTable& table, double assumed_k) {
  const auto gains = white_balance_gains(assumed_k);
  for (int c = 0; c < 3; ++c) {
    table.then(c, [gain = gains[size_t(c)]](double v) { return linear_gain(v, gain); });
  }
}

void invert(PointTable& table) {
  table.then([](double v) { return 1 - v; });
}

void posterize(PointTable& table, int bits) {
  const unsigned kept = 0xFFu << (8 - bits);
  table.then([=](double v) { return double(unsigned(level_of(v)) & kept) / 255; });
}

void solarize(PointTable& table, double threshold) {
  table.then([=](double v) { return v < threshold ? v : 1 - v; });
}

void drop_channel(PointTable& table, int channel, double value) {
  table.then(channel, [=](double) { return value; });
}

void autocontrast(PointTable& table, const Histogram& now, double cutoff) {
  for (int c = 0; c < 3; ++c) {
    const Counts& counts = now[size_t(c)];
    if (distinct_levels(counts) < 2) continue;
    const auto ranks = ranks_of(counts);
    const double low = quantile(ranks, counts, cutoff), high = quantile(ranks, counts, 1 - cutoff);
    if (high <= low) continue;
    table.then(c, [=](double v) { return (v - low) / (high - low); });
  }
}

void equalize(PointTable& table, const Histogram& now) {
  for (int c = 0; c < 3; ++c) {
    const Counts& counts = now[size_t(c)];
    if (distinct_levels(counts) < 2) continue;
    const auto ranks = ranks_of(counts);
    table.then(c, [&](double v) { return ranks[level_of(v)]; });
  }
}

void match_histogram(PointTable& table, const Histogram& now, const Histogram& reference, double strength) {
  for (int c = 0; c < 3; ++c) {
    const Counts& target = reference[size_t(c)];
    if (distinct_levels(target) == 0) continue;
    const auto ranks = ranks_of(now[size_t(c)]), target_ranks = ranks_of(target);
    table.then(
        c, [&](double v) { return v + strength * (quantile(target_ranks, target, ranks[level_of(v)]) - v); });
  }
}

}  // namespace understudy
