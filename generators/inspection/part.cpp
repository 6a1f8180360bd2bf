// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/part.h"

#include <algorithm>
#include <mutex>
#include <tuple>

#include "base/error.h"
#include "generators/inspection/parts/kinds.h"
#include "generators/inspection/parts/lying.h"

namespace understudy::inspection {
namespace {

/// In the order of the categories' ids.
const std::vector<PartKind>& kinds() {
  static const std::vector<PartKind> table{
      brushed_plate_kind(), rolled_plate_kind(), bracket_kind(),       gear_kind(),
      pipe_kind(),          bolt_kind(),         casting_kind(),       bottle_kind(),
      glass_kind(),         car_panel_kind(),    tile_kind(),          wood_board_kind(),
      fabric_kind(),        capsule_kind(),      circuit_board_kind(), steel_strip_kind()};
  return table;
}

const PartKind& kind_of(const std::string& name) {
  const auto at =
      std::find_if(kinds().begin(), kinds().end(), [&](const PartKind& k) { return k.name == name; });
  CHECK(at != kinds().end(), "no kind of part is called " + name);
  return *at;
}

const Shape& cached_shape(const PartKind& kind, int variant, Pose pose) {
  static std::mutex mutex;
  static std::map<std::tuple<std::string, int, Pose>, Shape> made;
  const std::lock_guard lock(mutex);
  Shape& shape = made[{kind.name, variant, pose}];
  if (!shape.mesh) {
    const Stream root(Key{0, 0}, "inspection/parts/" + kind.name);
    shape = kind.make(root.child(uint64_t(variant)));
    if (pose == Pose::lying) shape.mesh = laid_down(*shape.mesh);
  }
  return shape;
}

}  // namespace

const std::vector<std::string>& region_names() {
  static const std::vector<std::string> names{"none", "face", "edge",  "hole", "thread",    "head",
                                              "rim",  "wall", "label", "pad",  "component", "track"};
  CHECK(names.size() == size_t(Region::track) + 1, "one name per region");
  return names;
}

const std::vector<std::string>& part_kinds() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const PartKind& kind : kinds()) list.push_back(kind.name);
    return list;
  }();
  return names;
}

Part make_part(const std::string& kind, int variant, const Stream& dressing, Pose pose) {
  CHECK(variant >= 0 && variant < variants_per_kind, "no such variant of " + kind);
  const PartKind& entry = kind_of(kind);
  if (!entry.may_lie) pose = Pose::standing;
  const Shape& shape = cached_shape(entry, variant, pose);
  Dressing dressed = entry.dress(shape, dressing.child("dress"));
  const auto slots = size_t(*std::max_element(shape.mesh->slots.begin(), shape.mesh->slots.end())) + 1;
  CHECK(dressed.materials.size() >= slots, "one material per slot of " + kind);
  Part part{kind, variant, shape.mesh, std::move(dressed.materials), std::move(dressed.provenance)};
  part.provenance.insert(shape.provenance.begin(), shape.provenance.end());
  part.provenance["part"] = kind;
  part.provenance["variant"] = std::to_string(variant);
  if (entry.may_lie) part.provenance["pose"] = pose == Pose::lying ? "lying" : "standing";
  return part;
}

}  // namespace understudy::inspection
