// SPDX-License-Identifier: Apache-2.0
// Draws that need an algorithm of their own. Each is exact (no normal approximation) and uses as many numbers
// of the stream as it needs.
#pragma once

#include "base/random.h"

namespace understudy {

/// Mean in [0, max_poisson_mean].
double sample_poisson(Stream& stream, double mean);
inline constexpr double max_poisson_mean = 1e9;

/// In [0, 1]; both shapes > 0, however small.
double sample_beta(Stream& stream, double a, double b);

}  // namespace understudy
