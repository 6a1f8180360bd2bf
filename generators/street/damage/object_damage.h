// SPDX-License-Identifier: Apache-2.0
// What damage makes of one thing that stands in the street: some of its triangles become instances of their
// own, and all of them may be bent. All is in the object's space, so that its placement stays where it is.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "generators/defects/surface.h"
#include "generators/street/classes.h"
#include "generators/street/objects/object.h"
#include "scenes/instance.h"

namespace understudy {

/// Something that is there only where something is damaged, and is labelled with it.
struct Filling {
  MeshPtr mesh;
  std::vector<Material> materials;  ///< one per slot
};

/// An instance of its own.
struct DamagedPiece {
  Class label = Class::none;
  DefectFacts facts;
  DefectMesh surface;  ///< the slots of its looks are those of the object
  /// What the object's material becomes in a band; empty: it stays.
  std::function<Material(const Material& whole, int band)> change{};
  std::vector<Filling> fillings{};
};

struct ObjectDamage {
  MeshPtr rest;          ///< what is left of the object; null: nothing
  MeshPtr rest_as_good;  ///< what the pieces leave of it where nothing is damaged; null where `rest` is
  std::vector<DamagedPiece> pieces;
};

/// What is known of an object when its damage is made.
struct DamageSite {
  const ObjectModel& object;
  glm::dvec3 eye{0};    ///< the camera
  bool lit = false;     ///< its lamps are on
  std::string shining;  ///< of a signal: the slot of the lens that shines; empty: none does
  /// Whether the picture reaches to that point of the object.
  std::function<bool(const glm::dvec3&)> is_in_picture;
  /// Whether the ground at (x, y) is as high as under the object.
  std::function<bool(const glm::dvec2&)> is_level;
};

/// Makes the damage of an object; nothing where this kind of damage does not fit it.
using Damager = std::function<std::optional<ObjectDamage>(const DamageSite&)>;

}  // namespace understudy
