// SPDX-License-Identifier: Apache-2.0
// The things that stand in a street: meshes by family, model and variant number, and materials to dress them
// in.
//
// Geometry and colour are apart: a variant's mesh is a pure function of (family, model, variant), made once
// and shared by every image, so that the renderer's per-mesh BVH is reused; what a placement looks like
// (paint, clothes, the lit lamp) is a list of materials, one per slot, drawn for each placement.
//
// Object space: metres, x forward, y left, z up, lowest point at z = 0, origin on the ground under the centre
// (signals, signs and lamps: under the pole; buildings: under the middle of the front, which faces +x).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "base/random.h"
#include "scenes/material.h"
#include "scenes/mesh.h"

namespace understudy {

enum class Family {
  car,
  pedestrian,
  cyclist,
  bicycle,
  traffic_light,
  stop_sign,
  lamp,
  tree,
  pole,
  bin,
  bench,
  bollard,
  hydrant,
  cone,
  hedge,
  fence,
  shelter,
  building,
  carton,
  tyre,
  plank,
  sack,
  branch,
  church,
  driver,
};
inline constexpr int family_count = int(Family::driver) + 1;

/// A thing that bears the label of a model whose whole does not: a head of a signal, the plate of a sign.
struct LabelledHead {
  MeshPtr mesh;  ///< in object space, its slots those of the object
  std::map<std::string, std::string> provenance;
};

/// One variant of one model. Its bounds are mesh->lower and mesh->upper.
struct ObjectModel {
  Family family = Family::car;
  std::string model;  ///< "sedan"
  MeshPtr mesh;
  std::vector<std::string> slots;  ///< what each slot of the mesh is: "paint", "glass", ...
  /// Named places in object space: "lamp" (street lamp), "driver" (car), "lens" (signal), ...
  std::map<std::string, glm::vec3> points;
  std::map<std::string, std::string> provenance;  ///< {"model": "sedan", "variant": "3"}
  /// Empty: all of it bears the label. Else each of these does, the one at points["lens"] or ["face"] first.
  std::vector<LabelledHead> heads;
  MeshPtr carrier;  ///< of heads: the rest of `mesh`
  /// The same as `mesh`, in pieces that may be labelled one by one: a rider and the bicycle.
  std::vector<MeshPtr> apart;
};
using ObjectPtr = std::shared_ptr<const ObjectModel>;

/// How a placement is to look. Empty names are drawn from the family's usual distribution.
struct Look {
  std::string color;        ///< car: one of paint_names(); others ignore it
  std::string state;        ///< traffic light: "red", "amber", "green", "off"
  bool lit = false;         ///< head and tail lamps, street lamps, windows at night
  bool braking = false;     ///< car: stop lamps
  bool randomized = false;  ///< domain randomization: any colour and pattern on any slot that does not shine
};

/// Materials for the slots of one placement, and what was chosen ({"color": "red"}).
struct Dressing {
  std::vector<Material> materials;
  std::map<std::string, std::string> provenance;
};

/// "car", "traffic_light", ...
std::string family_name(Family family);
/// The models of a family, the usual ones first: {"hatchback", "sedan", ...}.
const std::vector<std::string>& models_of(Family family);
/// Names that Look::color takes for cars.
const std::vector<std::string>& paint_names();

/// The names that the meshes' part ids index; [0] is "none". A generator's taxonomy starts with these.
const std::vector<std::string>& part_names();

/// The variant of that number, >= 0, made at the first call and kept for the life of the program.
/// Thread-safe. The pointer and its mesh are the same at every call.
ObjectPtr object_variant(Family family, const std::string& model, int variant);

/// As above, not kept: for tests and tools.
ObjectModel make_object(Family family, const std::string& model, int variant);

Dressing dress(const ObjectModel& object, const Look& look, Stream stream);

}  // namespace understudy
