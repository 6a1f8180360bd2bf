// SPDX-License-Identifier: Apache-2.0
// What the sensor adds: a limit, and noise.
#pragma once

#include <cstdint>

#include "sensor/planes.h"

namespace understudy {

/// Light above `white` fills the well and is cut. Then each value becomes electrons, full_well_e at white,
/// and gains noise of variance electrons + read_noise_e^2: shot noise (Poisson's variance) and read noise.
/// The noise of a pixel depends on `key` and its number alone. full_well_e 0: cut only. Model: European
/// Machine Vision Association, standard 1288.
void expose_sensor(Planes& planes, double white, double full_well_e, double read_noise_e, uint64_t key);

}  // namespace understudy
