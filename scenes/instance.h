// SPDX-License-Identifier: Apache-2.0
// What stands in a scene: placements of meshes, some of which form labelled instances.
#pragma once

#include <map>
#include <optional>
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
  /// Where something is defective: what is there where nothing is. Of a defect's own surface it has as many
  /// triangles, in the same order.
  struct Good {
    uint32_t mesh = 0;
    std::vector<uint32_t> materials;
  };
  std::optional<Good> good;
  /// Where nothing is defective it is not there at all: water in a pothole, a box that fell on the road.
  bool only_defective = false;
};

/// How large a defect really is, and how far gone. What lies where it should not is wholly there: 1.
struct DefectFacts {
  double severity = 0;  ///< 0..1
  double length_mm = 0, width_mm = 0, depth_mm = 0;
};

/// A labelled object, or a defect: of an object, or of the surroundings.
struct Instance {
  InstanceId id;  ///< unique in the scene, > 0; ties in depth go to the lower one
  CategoryId category;
  std::map<std::string, std::string>
      provenance;  ///< what it was made of: {"model": "hatchback", "color": "red"}
  /// Of a defect: the object whose surface it is part of. The ids of an object's defects follow directly on
  /// its own, so that an object and its defects are one range of ids.
  InstanceId parent = background;
  std::optional<DefectFacts> defect{};  ///< of every defect; one without a parent lies in the surroundings
};

}  // namespace understudy
