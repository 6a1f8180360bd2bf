// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

#include "scenes/mesh.h"

namespace understudy {

using Chosen = std::function<bool(const Mesh& mesh, size_t triangle)>;

struct Halves {
  MeshPtr chosen, rest;  ///< null: no triangle is
};
Halves split(const Mesh& mesh, const Chosen& chosen);

}  // namespace understudy
