// SPDX-License-Identifier: Apache-2.0
// A heap of things in a box, kept as the height of its upper side over a grid. Whatever is dropped onto it
// comes to lie where it first touches: over each cell its lowest point stays above the highest one of the
// heap, so nothing interpenetrates.
#pragma once

#include <optional>
#include <vector>

#include <glm/glm.hpp>

#include "scenes/mesh.h"

namespace understudy::inspection {

class Heap {
 public:
  /// An empty square box with its floor at z = 0.
  Heap(double half_side_m, int cells);

  struct Rest {
    double height_m;  ///< of the mesh's origin
    double gap_m;     ///< mean height of its underside over the heap: how badly it fits there
  };
  /// Where the mesh comes to rest when it is lowered in this pose; empty where it would touch the walls.
  std::optional<Rest> lower(const Mesh& mesh, const glm::dmat4& pose) const;
  void add(const Mesh& mesh, const glm::dmat4& to_world);

 private:
  struct Column {
    int cell;
    float low, high;
  };
  std::vector<Column> columns_of(const Mesh& mesh, const glm::dmat4& to_world) const;

  double half_side_m_, cell_m_;
  int cells_;
  std::vector<float> top_m_;
};

}  // namespace understudy::inspection
