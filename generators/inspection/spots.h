// SPDX-License-Identifier: Apache-2.0
// Places on a part that the camera sees, for what is laid on it or falls on it.
#pragma once

#include <optional>
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

 private:
  const Mesh& mesh_;
  std::vector<double> area_up_to_;  ///< twice that of all triangles up to this one
};

/// Where a line along a normal meets a surface.
struct Foot {
  float height_m;    ///< along the normal
  glm::vec3 normal;  ///< the surface's own, smooth
};
/// The nearest one to `at`, no farther than `reach_m`.
std::optional<Foot> foot_of(const SurfaceMap& map, const glm::vec3& at, const glm::vec3& normal,
                            float reach_m);

/// Whether the surface is flat for `radius_m` around.
bool is_flat_around(const SurfaceMap& map, const Spot& spot, float radius_m);

/// Whether it lies within the frame and faces the camera; what stands between is not looked at.
bool in_view(const Camera& camera, const glm::dmat4& to_world, const Spot& spot);
/// And nothing of the surface itself stands between: a part may be made of shells, one in the other.
bool in_sight(const Camera& camera, const glm::dmat4& to_world, const SurfaceMap& map,
              const SurfacePoint& at);

}  // namespace understudy::inspection
