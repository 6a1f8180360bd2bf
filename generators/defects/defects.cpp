// SPDX-License-Identifier: Apache-2.0
#include "generators/defects/defects.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "base/parameter_rows.h"
#include "base/unplaced.h"
#include "generators/defects/defect.h"
#include "generators/defects/placement_map.h"
#include "generators/defects/places.h"
#include "generators/defects/surface_extent.h"
#include "generators/defects/textured_look.h"

namespace understudy {
namespace {

constexpr uint64_t most_per_object = 64;  ///< of one kind
// Room for a defect is looked for so often, and found where it may have this share of its length.
constexpr int attempts = 24;
constexpr double room_enough = 0.9;

CategoryId category_of(const Taxonomy& taxonomy, const std::string& name) {
  for (const Category& category : taxonomy.categories)
    if (category.name == name && category.supercategory == "defect") return category.id;
  CHECK(false, "the taxonomy has no defect called " + name);
  return {};
}

/// A defect that was cut: the number of its surface in one of the placements.
struct CutDefect {
  const DefectKind* kind;
  size_t placement;  ///< index into the object's CutPlacements
  size_t number;
  DefectFacts facts;
  bool measured;   ///< DefectShape's
  double depth_m;  ///< at severity 1
  Stream look;
};

/// One object while its defects are being cut.
class DefectiveObject {
 public:
  DefectiveObject(const Draw& draw, const Scene& scene, uint64_t number, InstanceId id)
      : draw_(draw), number_(number), places_(draw, scene, id) {}

  void cut_all() {
    for (const DefectKind& kind : defect_kinds()) {
      const int count = draw_.integer(path_of(kind, "count"), number_);
      for (int i = 0; i < count; ++i)
        if (!cut(kind, uint64_t(i))) ++unplaced_[kind.name];
    }
  }

  const std::vector<CutDefect>& defects() const { return defects_; }
  const std::vector<std::unique_ptr<CutPlacement>>& placements() { return places_.all(); }
  const std::map<std::string, int>& unplaced() const { return unplaced_; }  ///< by kind

 private:
  bool cut(const DefectKind& kind, uint64_t n) {
    const uint64_t object = number_ * most_per_object + n;
    const auto millimetres = [&](const char* what) {
      return draw_.number(path_of(kind, what), object) * 1e-3;
    };
    const Stream stream = draw_.stream("defects/" + kind.name).child(object);
    double length_m = millimetres("length_mm");
    double width_m = kind.width_follows ? length_m : millimetres("width_mm");
    if (length_m < width_m) std::swap(length_m, width_m);
    const double depth_m = millimetres("depth_mm"),
                 severity = draw_.number(path_of(kind, "severity"), object);
    const std::optional<Choice> choice = choose(kind, object, {severity, length_m, width_m, depth_m}, stream);
    if (!choice) return false;
    DefectSize size = choice->size;
    size.through = !kind.through.empty() && std::isfinite(choice->site.thickness_m) &&
                   draw_.boolean(path_of(kind, "through"), object) &&
                   (!kind.bulges || choice->site.may_bulge(size.depth_m));
    // What cannot go through, because it meets an edge or another defect there, stays on its side.
    if (!cut(kind, choice->place, choice->site, size, stream)) {
      if (!size.through) return false;
      size.through = false;
      if (!cut(kind, choice->place, choice->site, size, stream)) return false;
    }
    return true;
  }

  /// Where it goes, and its size in the mesh's units.
  struct Choice {
    Place place;
    DefectSite site;
    DefectSize size;
  };

  /// Of the length at severity 1, what there is room for.
  static double room_share(const DefectKind& kind, const Choice& choice, const Stream& stream) {
    DefectSize worst = choice.size;
    worst.severity = 1;
    return 1e-3 * kind.make(choice.site, worst, stream.child("shape")).facts.length_mm / worst.length_m;
  }

  /// Of a kind that needs room along its way, the first place and direction that have nearly all it needs at
  /// severity 1, so that a milder one lies where the worse one would, or else the one of the most.
  std::optional<Choice> choose(const DefectKind& kind, uint64_t object, const DefectSize& size_m,
                               const Stream& stream) {
    std::vector<Choice> choices;
    double longest = -1;
    for (int i = 0; i < (kind.needs_room ? attempts : 1) && longest < room_enough; ++i) {
      const Stream own = i == 0 ? stream : stream.child("room").child(uint64_t(i));
      const std::optional<Place> place = places_.find(kind, object, size_m.length_m, own);
      if (!place) break;
      const double metres = places_.all()[place->placement]->metres;
      DefectSize size = size_m;
      for (double* side : {&size.length_m, &size.width_m, &size.depth_m}) *side /= metres;
      const Choice choice{*place, places_.site_of(kind, object, *place, own.child("direction")), size};
      const double share = kind.needs_room ? room_share(kind, choice, stream) : 1;
      if (share <= longest) continue;
      longest = share;
      choices.push_back(choice);
    }
    if (choices.empty()) return std::nullopt;
    return choices.back();
  }

  bool cut(const DefectKind& kind, const Place& place, const DefectSite& site, DefectSize size,
           const Stream& stream) {
    CutPlacement& at = *places_.all()[place.placement];
    if (!size.through) size.depth_m = std::min(size.depth_m, deepest_share * site.room_below_m());
    Defect defect = kind.make(site, size, stream.child("shape"));
    if (!at.surface.cut(defect.shape, site.at.position)) return false;
    for (double* mm : {&defect.facts.length_mm, &defect.facts.width_mm, &defect.facts.depth_mm})
      *mm *= at.metres;
    at.taken.emplace_back(site.at.position, size.length_m);
    if (!defect.trail.empty()) at.trails.push_back(std::move(defect.trail));
    defects_.push_back({&kind, place.placement, at.surface.defect_count() - 1, defect.facts,
                        defect.shape.measured, size.depth_m * at.metres, stream.child("look")});
    return true;
  }

  const Draw& draw_;
  uint64_t number_;
  ObjectPlaces places_;
  std::vector<CutDefect> defects_;
  std::map<std::string, int> unplaced_;
};

/// Writes the scene anew, object by object, each followed by its defects.
class Rebuild {
 public:
  explicit Rebuild(Scene& scene) : scene_(scene), old_(scene), looks_(scene.textures) {
    scene_.placements.clear();
    scene_.instances.clear();
  }

  void add_background() {
    for (const Placement& placement : old_.placements)
      if (placement.instance == background) scene_.placements.push_back(placement);
  }

  void add_object(const Instance& instance, DefectiveObject& object) {
    Instance parent = instance;
    parent.id = next_id();
    scene_.instances.push_back(parent);
    for (uint32_t i = 0; i < old_.placements.size(); ++i) {
      if (old_.placements[i].instance != instance.id) continue;
      Placement placement = old_.placements[i];
      placement.instance = parent.id;
      for (const auto& cut : object.placements()) {
        if (cut->placement != i || cut->surface.defect_count() == 0) continue;
        if (MeshPtr intact = cut->surface.intact()) placement.mesh = add_mesh(std::move(intact));
      }
      scene_.placements.push_back(std::move(placement));
    }
    for (const CutDefect& defect : object.defects())
      add_defect(defect, parent, *object.placements()[defect.placement]);
  }

 private:
  InstanceId next_id() const { return InstanceId(uint32_t(scene_.instances.size()) + 1); }

  uint32_t add_mesh(MeshPtr mesh) {
    scene_.meshes.push_back(std::move(mesh));
    return uint32_t(scene_.meshes.size() - 1);
  }

  void add_defect(const CutDefect& defect, const Instance& parent, const CutPlacement& cut) {
    Instance child{next_id(), category_of(scene_.taxonomy, defect.kind->name), {}};
    child.provenance = {{"defect", defect.kind->name}};
    child.parent = parent.id;
    child.defect = defect.facts;
    Placement placement = old_.placements[cut.placement];
    placement.instance = child.id;
    const DefectMesh made = cut.surface.defect(defect.number);
    const std::vector<uint32_t> materials = std::move(placement.materials);
    placement.materials.clear();
    placement.good = Placement::Good{};
    placement.mesh = add_mesh(made.mesh);
    placement.good->mesh = add_mesh(made.as_good);
    if (defect.measured) measure(*made.as_good, cut.metres, *child.defect);
    for (const auto& [slot, band] : made.looks) {
      Material changed = scene_.materials[materials[slot]];
      looks_.change(*defect.kind, {defect.facts.severity, defect.depth_m, band, defect.look}, made, slot,
                    changed);
      placement.good->materials.push_back(materials[slot]);
      placement.materials.push_back(uint32_t(scene_.materials.size()));
      scene_.materials.push_back(std::move(changed));
    }
    scene_.instances.push_back(std::move(child));
    scene_.placements.push_back(std::move(placement));
  }

  Scene& scene_;
  const Scene old_;
  TexturedLooks looks_;
};

}  // namespace

ParameterTable defect_parameters() {
  using namespace rows;
  ParameterTable table{boolean("defects.in_view", "true",
                               "Defects sit where the camera may see them: on surfaces that face it, within "
                               "the frame.")};
  for (const DefectKind& kind : defect_kinds()) {
    const auto add = [&](Parameter parameter) { table.push_back(each(std::move(parameter))); };
    add(integer(path_of(kind, "count"), 0, double(most_per_object), "0",
                fmt::format("Number of defects of kind {} on each object.", kind.name)));
    add(number(path_of(kind, "severity"), 0, 1, "{uniform: [0.2, 1]}",
               "How bad: 0 is just beginning, 1 is as large, deep and plain as it gets."));
    add(number(path_of(kind, "length_mm"), 0.05, 5000, kind.length_mm,
               "Length at severity 1; at severity 0 it is 0.3 times as much, as are width and depth."));
    add(number(path_of(kind, "width_mm"), 0.01, 5000, kind.width_mm,
               kind.width_follows ? "Does nothing: how wide it is follows from its depth and the edge."
                                  : "Width at severity 1."));
    add(number(path_of(kind, "depth_mm"), 0, 500, kind.depth_mm, "Depth at severity 1."));
    table.push_back(
        name(path_of(kind, "placement"), {"uniform", "edges", "crevices", "curvature"}, kind.placement,
             "Where: evenly by area, near edges, near edges that fold inwards, or where the surface "
             "bends most. What has no edge that folds inwards, or no bend, gets none there."));
    add(name(path_of(kind, "direction"), {"any", "x", "y", "z"}, "any",
             "Its long direction: along this axis of the object, within a few degrees; where it begins on an "
             "edge or at another defect, it follows that."));
    table.push_back(name(path_of(kind, "region"), {}, "any",
                         "Only on the part of this name of the object; any: on all of it."));
    table.push_back(path(path_of(kind, "placement_map"), "",
                         "PNG or JPEG over the mesh's texture coordinates: white where it may sit, black "
                         "where not, grey less often; empty: anywhere."));
    if (!kind.through.empty()) add(boolean(path_of(kind, "through"), kind.through, kind.through_help));
    if (!kind.seek.empty())
      add(number(path_of(kind, "seek"), 0, 1, kind.seek,
                 "How probably it begins at a scratch or crack that the object has, and follows it."));
  }
  return table;
}

void prepare_defects(const ParameterSet& parameters, const std::vector<std::string>& part_names) {
  for (const DefectKind& kind : defect_kinds()) {
    parameters.check_names(path_of(kind, "placement_map"),
                           [](const std::string& map) { shared_placement_map(map); });
    parameters.check_names(path_of(kind, "region"), [&](const std::string& region) {
      if (region == "any" || std::find(part_names.begin(), part_names.end(), region) != part_names.end())
        return;
      throw UserError("no part is called '" + region + "'",
                      fmt::format("there are any, {}", fmt::join(part_names, ", ")));
    });
  }
}

void add_defect_categories(Taxonomy& taxonomy) {
  for (const DefectKind& kind : defect_kinds())
    taxonomy.categories.push_back(
        {CategoryId(uint32_t(taxonomy.categories.size()) + 1), kind.name, "defect"});
}

void add_defects(const Draw& draw, Scene& scene) {
  std::vector<Instance> objects = scene.instances;
  std::sort(objects.begin(), objects.end(), [](const Instance& a, const Instance& b) { return a.id < b.id; });
  std::vector<DefectiveObject> defective;
  std::map<std::string, int> unplaced;
  size_t cut = 0;
  for (const Instance& object : objects) {
    defective.emplace_back(draw, scene, uint64_t(defective.size()), object.id);
    defective.back().cut_all();
    for (const auto& [kind, count] : defective.back().unplaced()) unplaced[kind] += count;
    cut += defective.back().defects().size();
  }
  for (const auto& [kind, count] : unplaced) scene.provenance[unplaced_name(kind)] = std::to_string(count);
  if (cut == 0) return;
  Rebuild rebuild(scene);
  rebuild.add_background();
  for (size_t i = 0; i < objects.size(); ++i) rebuild.add_object(objects[i], defective[i]);
}

}  // namespace understudy
