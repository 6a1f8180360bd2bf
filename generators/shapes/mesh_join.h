// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scenes/mesh.h"

namespace understudy {

/// Adds the triangles of `more`, its slots counted from `first_slot` on. `to` is to be finished afterwards.
void append(const Mesh& more, uint16_t first_slot, Mesh& to);

}  // namespace understudy
