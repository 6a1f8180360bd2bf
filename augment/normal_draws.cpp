// SPDX-License-Identifier: Apache-2.0
#include "augment/normal_draws.h"

#include <algorithm>
#include <cmath>

namespace understudy {
namespace {

// The root of the distribution function at each rank, by Newton's steps from the root before.
std::array<float, normal_draws> make_quantiles() {
  std::array<float, normal_draws> quantiles{};
  double z = -6, squares = 0;
  for (size_t i = 0; i < normal_draws; ++i) {
    const double wanted = (double(i) + 0.5) / double(normal_draws);
    for (int step = 0; step < 60; ++step) {
      const double error = 0.5 * std::erfc(-z / std::sqrt(2.0)) - wanted;
      const double density = std::exp(-z * z / 2) / std::sqrt(2 * 3.141592653589793);
      const double move = std::clamp(-error / density, -0.25, 0.25);
      z += move;
      if (std::abs(move) < 1e-12) break;
    }
    quantiles[i] = float(z);
    squares += z * z;
  }
  for (float& quantile : quantiles) quantile = float(quantile / std::sqrt(squares / double(normal_draws)));
  return quantiles;
}

}  // namespace

const std::array<float, normal_draws>& normal_quantiles() {
  static const auto quantiles = make_quantiles();
  return quantiles;
}

}  // namespace understudy
