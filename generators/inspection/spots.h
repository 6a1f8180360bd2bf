// SPDX-License-Identifier: Apache-2.0
// Places on a part that the camera sees, for what is laid on it or falls on it.
#pragma once

#include <vector>

#include <glm/glm.hpp>

#include "base/random.h"
#include "generators/defects/surface_map.h"
#include "scenes/camera.h"
#include "scenes/mesh.h"

namespace understudy::inspection {

struct Spot {
  glm::vec3 at, normal;  ///< in the part's space
};

/// Points of a mesh, drawn by area.
class Spots {
 public:
  explicit Spots(const Mesh& mesh);
  Spot draw(Stream& stream) const;
  /// Whether the ground is flat for `radius_m` around.
  bool carries(const Spot& spot, float radius_m) const;

 private:
  std::vector<glm::uvec3> triangles_around(const glm::vec3& at, float radius_m) const;

  const Mesh& mesh_;
  std::vector<double> areas_;
};

/// Whether it lies within the frame and faces the camera; what stands between is not looked at.
bool in_view(const Camera& camera, const glm::dmat4& to_world, const Spot& spot);
/// And nothing of the surface itself stands between: a part may be made of shells, one in the other.
bool in_sight(const Camera& camera, const glm::dmat4& to_world, const SurfaceMap& map,
              const SurfacePoint& at);

}  // namespace understudy::inspection
