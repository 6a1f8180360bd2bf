// SPDX-License-Identifier: Apache-2.0
// How much of uniform light the GGX lobe reflects, as scale and bias of F0: what shaders/appearance.glsl
// reads.
#pragma once

#include <cstdint>
#include <vector>

namespace understudy {

/// ENERGY_SIZE rows by roughness 0..1, columns by the cosine towards the viewer 0..1; two halfs each (scale,
/// bias).
std::vector<uint32_t> make_energy_table();

}  // namespace understudy
