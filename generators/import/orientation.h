// SPDX-License-Identifier: Apache-2.0
// Which side of a triangle is outside, where a file is not of one mind.
#pragma once

#include <cstdint>
#include <vector>

#include <glm/glm.hpp>

namespace understudy::importing {

struct Orientation {
  std::vector<uint8_t> turned;  ///< per triangle: 1 where two of its corners were swapped
  uint64_t turned_count = 0;
  bool open = false;  ///< the surface has borders
};

/// Turns triangles so that neighbours agree, by the fewer square metres; so that what is closed faces
/// outward, but inward where it is a hollow within something else; and so that what is open faces away from
/// its middle where it is nearly closed, and up where it is nearly flat. Else the file's word stands.
/// `place`: of each vertex, the number of its weld. z is up.
Orientation orient(const std::vector<glm::vec3>& positions, const std::vector<uint32_t>& place,
                   std::vector<glm::uvec3>& triangles);

}  // namespace understudy::importing
