// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "scenes/mesh.h"

namespace understudy {

/// Adds the triangles of `more`, its slots counted from `first_slot` on. `to` is to be finished afterwards.
void append(const Mesh& more, uint16_t first_slot, Mesh& to);
/// Its slot k becomes `slots[k]`.
void append(const Mesh& more, const std::vector<uint16_t>& slots, Mesh& to);

}  // namespace understudy
