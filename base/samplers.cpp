// SPDX-License-Identifier: Apache-2.0
// Poisson: below a mean of 10 by products of uniforms (D. Knuth, TAOCP 2, 3.4.1), above by transformed
// rejection (W. Hoermann, "The transformed rejection method for generating Poisson random variables", 1993,
// algorithm PTRS). Beta by two gammas: G. Marsaglia, W. Tsang, "A simple method for generating gamma
// variables", 2000.
#include "base/samplers.h"

#include <cmath>

namespace understudy {
namespace {

double poisson_by_products(Stream& stream, double mean) {
  const double stop = std::exp(-mean);
  double product = stream.uniform();
  double count = 0;
  while (product > stop) {
    product *= stream.uniform();
    ++count;
  }
  return count;
}

double log_factorial(double k) {
  // glibc's lgamma writes a global sign; for k + 1 >= 1 the sign is known and lgamma_r does without it.
  int sign = 0;
  return ::lgamma_r(k + 1, &sign);
}

double poisson_by_rejection(Stream& stream, double mean) {
  const double root = std::sqrt(mean), log_mean = std::log(mean);
  const double b = 0.931 + 2.53 * root;
  const double a = -0.059 + 0.02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
  const double v_r = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const double u = stream.uniform() - 0.5;
    const double v = 1 - stream.uniform();
    const double us = 0.5 - std::abs(u);
    const double k = std::floor((2 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= v_r) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const double density = k * log_mean - mean - log_factorial(k);
    if (std::log(v) + std::log(inverse_alpha) - std::log(a / (us * us) + b) <= density) return k;
  }
}

// The logarithm of a gamma deviate: for a small shape the deviate itself would underflow to 0.
double log_gamma_deviate(Stream& stream, double shape) {
  if (shape < 1) return log_gamma_deviate(stream, shape + 1) + std::log(1 - stream.uniform()) / shape;
  const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = stream.normal();
    const double v = std::pow(1 + c * x, 3);
    if (v <= 0) continue;
    const double u = 1 - stream.uniform();
    if (std::log(u) < 0.5 * x * x + d - d * v + d * std::log(v)) return std::log(d * v);
  }
}

}  // namespace

double sample_poisson(Stream& stream, double mean) {
  return mean < 10 ? poisson_by_products(stream, mean) : poisson_by_rejection(stream, mean);
}

double sample_beta(Stream& stream, double a, double b) {
  const double log_x = log_gamma_deviate(stream, a);
  const double log_y = log_gamma_deviate(stream, b);
  const double difference = log_y - log_x;
  // Shapes so small that both deviates are below what a logarithm holds: all weight lies on 0 and 1.
  if (std::isnan(difference)) return stream.uniform() * (a + b) < a ? 1 : 0;
  return 1 / (1 + std::exp(difference));
}

}  // namespace understudy
