// SPDX-License-Identifier: Apache-2.0
// A scene while it is being composed: what stands where, and what could not be placed.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/parameters.h"
#include "generators/street/classes.h"
#include "generators/street/damage/object_damage.h"
#include "generators/street/layout.h"
#include "generators/street/objects/object.h"
#include "generators/street/occupancy.h"
#include "generators/street/viewpoint.h"
#include "scenes/scene.h"

namespace understudy {

/// One thing to be placed.
struct Item {
  ObjectPtr object;
  glm::dvec2 position{0};
  double heading_rad = 0;
  double clearance_m = 0.1;
  Class label = Class::none;
  bool astray = false;  ///< it does not belong there: the street as it should be is without it
  Look look;
  Motion motion;
  std::map<std::string, std::string> provenance;
  /// Is part of it, at that point of it: a car's driver.
  std::pair<ObjectPtr, glm::vec3> aboard;
  /// For each piece of `object->apart` a class and what it is called; empty: the whole is one instance.
  std::vector<std::pair<Class, std::string>> apart;
  std::vector<Material> materials;  ///< one per slot; empty: the family's own dressing
  Damager damage;                   ///< empty: it is as it should be
};

class Stage {
 public:
  Stage(const Draw& draw, const Layout& layout, const Viewpoint& view);

  const Draw& draw() const { return draw_; }
  const Layout& layout() const { return layout_; }
  const Viewpoint& view() const { return view_; }
  bool randomized() const { return randomized_; }

  /// Puts the item on the ground at its position, unless something is in its way or it would stand half on
  /// the kerb. `dressing` decides its looks.
  bool place(const Item& item, const Stream& dressing);
  /// The same beyond the plan, where all ground is as high as the pavements.
  bool place_beyond(const Item& item, const Stream& dressing) {
    return put(item, layout_.kerb_height_m, dressing);
  }
  /// Variants of the family that stand somewhere already, each once.
  std::vector<ObjectPtr> in_use(Family family) const;
  /// An item at a place that it may have; empty: none was found there.
  using Proposal = std::function<std::optional<Item>(Stream&)>;
  /// Proposes up to `attempts` times, each time the best for the picture of several, and then wherever there
  /// is room; what was placed, or nothing, which is counted as unplaced under `what`.
  std::optional<Item> place_somewhere(const std::string& what, int attempts, Stream stream,
                                      const Proposal& propose);
  void count_unplaced(const std::string& what) { ++unplaced_[what]; }

  /// Nothing will be placed there.
  void keep_clear(const Volume& volume) { occupancy_.add({volume}); }
  /// What add_background() was given under that name; null where there is none.
  const Mesh* surroundings(const std::string& name) const;

  /// Static surroundings with their own materials, already in world coordinates.
  void add_background(MeshPtr mesh, std::vector<Material> materials);

  /// A variant of the family; `model` empty or "any": any of its models.
  ObjectPtr variant(Family family, const std::string& model, Stream& stream) const;

  void note(const std::string& key, const std::string& value) { scene_.provenance[key] = value; }
  /// The finished scene but for its light.
  Scene take();

 private:
  bool put(const Item& item, double base_m, const Stream& dressing);
  bool stands_level(const Item& item, double base_m) const;
  std::optional<ObjectDamage> damage_of(const Item& item, const glm::dmat4& to_world, double base_m) const;
  std::vector<Volume> volumes_at(const Item& item, const std::vector<Volume>& own, double base_m) const;
  uint32_t add_mesh(MeshPtr mesh);
  void add_instance(const Item& item, const Dressing& dressed, Placement& placement);
  void add_placement(const MeshPtr& mesh, const MeshPtr& as_good, Placement placement);
  void add_pieces(const ObjectDamage& damage, const Placement& object, bool labelled);
  void add_apart(const Item& item, const Dressing& dressed, const Placement& whole);
  void add_aboard(const Item& item, const Look& look, const Stream& dressing, Placement carrier);
  void add_heads(const Item& item, const Dressing& dressed, const ObjectDamage* damage,
                 const Placement& whole);
  void add_materials(std::vector<Material> materials, Placement& placement);

  const Draw& draw_;
  const Layout& layout_;
  const Viewpoint& view_;
  bool randomized_ = false;
  Scene scene_;
  Occupancy occupancy_;
  std::vector<ObjectPtr> in_use_;
  std::map<const Mesh*, uint32_t> mesh_index_;
  std::map<std::string, int> unplaced_;
};

/// A heading as an angle, counter-clockwise from x.
double heading_of(const glm::dvec2& direction);
/// Index drawn with probability proportional to the weight.
size_t pick_weighted(const std::vector<double>& weights, Stream& stream);

}  // namespace understudy
