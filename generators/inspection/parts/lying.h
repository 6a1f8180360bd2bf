// SPDX-License-Identifier: Apache-2.0
// A turned part laid on its side.
#pragma once

#include "scenes/mesh.h"

namespace understudy::inspection {

/// The mesh, turned about z as it stands, lying: its axis along x, tilted so that it touches the ground where
/// a solid of its outline would rest, its lowest vertex at z = 0, centred about z.
MeshPtr laid_down(const Mesh& standing);

}  // namespace understudy::inspection
