// SPDX-License-Identifier: Apache-2.0
// An inspection scene while it is being composed: parts in their poses and the things around them, in the
// order in which the generator's steps add them.
#pragma once

#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "generators/inspection/part.h"
#include "scenes/camera.h"
#include "scenes/scene.h"

namespace understudy::inspection {

struct PlacedPart {
  Part part;
  glm::dmat4 to_world{1};
};

/// Something without a label: bench, belt, lamp.
struct Prop {
  MeshPtr mesh;
  std::vector<Material> materials;  ///< one per slot
  glm::dmat4 to_world{1};
};

/// What camera and lights are arranged around: a sphere that holds it.
struct Subject {
  glm::dvec3 centre_m{0};
  double radius_m = 0.1;
};

struct Composition {
  std::vector<PlacedPart> parts;
  std::vector<Prop> props;
  Subject subject;
  Camera camera;
  Sky sky;
  Sun sun;
  std::map<std::string, std::string> provenance;
};

/// Box of a part in the world.
struct Bounds {
  glm::dvec3 lower{1e9}, upper{-1e9};
};
Bounds bounds_of(const PlacedPart& part);
/// A sphere that holds all parts.
Subject subject_of(const std::vector<PlacedPart>& parts);

/// Materials and meshes get their indices, parts their instances: ids from 1 in the order of `parts`.
Scene assemble(Composition composition, Key key);

}  // namespace understudy::inspection
