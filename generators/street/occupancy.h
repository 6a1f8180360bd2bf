// SPDX-License-Identifier: Apache-2.0
// Where there is something already: oriented boxes with a height range in a spatial hash. Two things that
// stand in one another's way are found here before either is placed; nothing is moved aside to fit. The
// overlap test is the separating axis theorem: S. Gottschalk, M. Lin, D. Manocha, "OBBTree", SIGGRAPH 1996.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include <glm/glm.hpp>

#include "scenes/mesh.h"

namespace understudy {

/// An upright box: a rectangle on the ground, turned by `heading_rad` (counter-clockwise from x), and a
/// height range.
struct Volume {
  glm::dvec2 center{0};
  glm::dvec2 half{0};
  double heading_rad = 0;
  double low_m = 0, high_m = 0;
};

bool overlap(const Volume& a, const Volume& b);

/// The volume moved and turned with its object, and grown on all sides by `clearance_m`.
Volume moved(const Volume& volume, const glm::dvec2& position, double heading_rad, double base_m,
             double clearance_m);

/// Boxes around a mesh in its own space, one for each height band that it reaches into: what is under a
/// tree's crown or a signal's arm stays free.
std::vector<Volume> volumes_of(const Mesh& mesh);

class Occupancy {
 public:
  bool is_free(const std::vector<Volume>& volumes) const;
  void add(const std::vector<Volume>& volumes);

 private:
  template <typename Visit>
  void visit_cells(const Volume& volume, Visit visit) const;

  std::vector<Volume> volumes_;
  std::map<std::pair<int, int>, std::vector<uint32_t>> cells_;
};

}  // namespace understudy
