// SPDX-License-Identifier: Apache-2.0
// What stands in a scene: placements of meshes, some of which form labelled instances.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "scenes/ids.h"

namespace understudy {

/// Rigid motion while the shutter is open, in the world: at time s in [-shutter/2, +shutter/2] the placement
/// is turned by angular_radps * s about its own origin and moved by linear_mps * s.
struct Motion {
  glm::vec3 linear_mps{0};
  glm::vec3 angular_radps{0};
  bool still() const { return linear_mps == glm::vec3(0) && angular_radps == glm::vec3(0); }
};

/// One mesh put into the world (an entry of the TLAS).
struct Placement {
  uint32_t mesh = 0;                 ///< index into Scene::meshes
  glm::dmat4 to_world{1};            ///< affine, at mid-shutter, invertible
  InstanceId instance = background;  ///< whose pixels these are; several placements may form one instance
  std::vector<uint32_t> materials;   ///< per slot of the mesh: index into Scene::materials
  Motion motion;
};

/// A labelled object.
struct Instance {
  InstanceId id;  ///< unique in the scene, > 0; ties in depth go to the lower one
  CategoryId category;
  std::map<std::string, std::string>
      provenance;  ///< what it was made of: {"model": "hatchback", "color": "red"}
};

}  // namespace understudy
