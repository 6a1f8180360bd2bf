// SPDX-License-Identifier: Apache-2.0
// The normal deviate of a pixel is the sum of eight random bytes (Irwin-Hall: nearly normal, cut at 4.9
// deviations).
#include "sensor/noise.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace understudy {
namespace {

// Mean 0, deviation 1.
inline float normal_deviate(uint64_t bits) {
  constexpr uint64_t every_other_byte = 0x00FF00FF00FF00FFull;
  const uint64_t pairs = (bits & every_other_byte) + ((bits >> 8) & every_other_byte);
  const auto sum =
      int32_t((pairs * 0x0001000100010001ull) >> 48);  // of eight bytes: mean 1020, variance 43690
  return float(sum - 1020) * 0.0047841749f;            // 1 / sqrt(43690)
}

}  // namespace

void expose_sensor(Planes& planes, double white, double full_well_e, double read_noise_e, uint64_t key) {
  const auto cut = float(white);
  const double electrons_per_unit = full_well_e / white;
  const auto shot = float(full_well_e > 0 ? 1 / electrons_per_unit : 0);
  const auto read = float(full_well_e > 0 ? std::pow(read_noise_e / electrons_per_unit, 2) : 0);
  for (size_t channel = 0; channel < 3; ++channel) {
    Plane& plane = planes.rgb[channel];
    for (float& value : plane) value = std::min(value, cut);
    if (full_well_e <= 0) continue;
    for (size_t i = 0; i < plane.size(); ++i) {
      const float deviation = std::sqrt(plane[i] * shot + read);
      const float noisy = plane[i] + deviation * normal_deviate(hash_number(key, i * 3 + channel));
      plane[i] = std::clamp(noisy, 0.0f, cut);
    }
  }
}

}  // namespace understudy
