// SPDX-License-Identifier: Apache-2.0
#include "generators/street/objects/object.h"

#include <algorithm>
#include <mutex>
#include <tuple>

#include "base/error.h"
#include "generators/palette.h"
#include "generators/street/objects/family.h"

namespace understudy {
namespace {

/// In the order of Family.
const std::vector<FamilyEntry>& families() {
  static const std::vector<FamilyEntry> table{
      car_family(),       pedestrian_family(), cyclist_family(),  bicycle_family(), traffic_light_family(),
      stop_sign_family(), lamp_family(),       tree_family(),     pole_family(),    bin_family(),
      bench_family(),     bollard_family(),    hydrant_family(),  cone_family(),    hedge_family(),
      fence_family(),     shelter_family(),    building_family(), carton_family(),  tyre_family(),
      plank_family(),     sack_family(),       branch_family(),   church_family(),  driver_family()};
  CHECK(table.size() == family_count, "one entry per family");
  return table;
}

const FamilyEntry& entry(Family family) { return families()[size_t(family)]; }

}  // namespace

std::string family_name(Family family) { return entry(family).name; }

const std::vector<std::string>& models_of(Family family) { return entry(family).models; }

const std::vector<std::string>& part_names() {
  static const std::vector<std::string> names{
      "none",   "body",    "window", "wheel", "light",   "plate", "mirror", "grille",   "head",
      "hair",   "torso",   "arm",    "leg",   "foot",    "bag",   "frame",  "saddle",   "handlebar",
      "crank",  "housing", "lens",   "face",  "letters", "back",  "pole",   "mast_arm", "trunk",
      "branch", "foliage", "wall",   "door",  "roof",    "trim",  "helmet"};
  CHECK(names.size() == size_t(Part::helmet) + 1, "one name per part");
  return names;
}

ObjectModel finish_object(const std::string& model, MeshBuilder& builder, std::vector<std::string> slots) {
  ObjectModel object;
  object.model = model;
  object.mesh = builder.build_on_ground();
  object.slots = std::move(slots);
  return object;
}

ObjectModel make_object(Family family, const std::string& model, int variant) {
  const std::vector<std::string>& models = models_of(family);
  CHECK(std::find(models.begin(), models.end(), model) != models.end(), "no model is called " + model);
  CHECK(variant >= 0, "variants are counted from 0");
  const Stream root(Key{0, 0}, "street/objects/" + family_name(family) + "/" + model);
  ObjectModel object = entry(family).make(model, root.child(uint64_t(variant)));
  object.family = family;
  object.provenance["model"] = model;
  object.provenance["variant"] = std::to_string(variant);
  return object;
}

ObjectPtr object_variant(Family family, const std::string& model, int variant) {
  static std::mutex mutex;
  static std::map<std::tuple<Family, std::string, int>, ObjectPtr> made;
  const std::lock_guard lock(mutex);
  ObjectPtr& object = made[{family, model, variant}];
  if (!object) object = std::make_shared<const ObjectModel>(make_object(family, model, variant));
  return object;
}

Dressing dress(const ObjectModel& object, const Look& look, Stream stream) {
  Dressing dressing = entry(object.family).dress(object, look, stream.child("dress"));
  CHECK(dressing.materials.size() == object.slots.size(), "one material per slot of " + object.model);
  if (look.randomized) {
    Stream any = stream.child("randomized");
    for (Material& material : dressing.materials)
      if (material.emission == glm::vec3(0)) material = random_material(material.name, any);
  }
  return dressing;
}

}  // namespace understudy
