// SPDX-License-Identifier: Apache-2.0
#include "pipeline/balance/repeats.h"

#include <algorithm>
#include <cmath>

namespace understudy {
namespace {

std::vector<double> shares_of_images(const Census& census) {
  std::vector<double> shares(census.categories.size());
  std::vector<size_t> last_image(census.categories.size(), SIZE_MAX);
  for (const CensusObject& object : census.objects) {
    if (last_image[object.category] == object.image) continue;
    last_image[object.category] = object.image;
    ++shares[object.category];
  }
  for (double& share : shares) share /= double(std::max<size_t>(census.images.size(), 1));
  return shares;
}

std::vector<double> shares_of_instances(const Census& census) {
  std::vector<double> shares(census.categories.size());
  for (const CensusObject& object : census.objects) ++shares[object.category];
  for (double& share : shares) share /= double(std::max<size_t>(census.objects.size(), 1));
  return shares;
}

}  // namespace

std::vector<double> class_frequencies(const Census& census, Frequency frequency) {
  if (frequency == Frequency::images) return shares_of_images(census);
  std::vector<double> shares = shares_of_instances(census);
  if (frequency == Frequency::instances) return shares;
  const std::vector<double> of_images = shares_of_images(census);
  for (size_t c = 0; c < shares.size(); ++c) shares[c] = std::sqrt(shares[c] * of_images[c]);
  return shares;
}

std::vector<double> class_repeat_factors(const std::vector<double>& frequencies, double threshold) {
  std::vector<double> factors;
  for (const double f : frequencies) factors.push_back(f > 0 ? std::max(1.0, std::sqrt(threshold / f)) : 1.0);
  return factors;
}

std::vector<double> image_repeat_factors(const Census& census, const std::vector<double>& class_factors) {
  std::vector<double> factors(census.images.size(), 1.0);
  for (const CensusObject& object : census.objects)
    factors[object.image] = std::max(factors[object.image], class_factors[object.category]);
  return factors;
}

}  // namespace understudy
