// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "base/image.h"

namespace understudy {

using ByteTable = std::array<uint8_t, 256>;

/// Replaces every value by its channel's entry. Many at a time where tables only keep, set, clear and invert
/// bits, and where the processor can (AVX-512 VBMI; AVX2 where the tables are alike).
void look_up(Image<Rgb8>& image, const std::array<ByteTable, 3>& tables);

}  // namespace understudy
