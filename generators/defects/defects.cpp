// SPDX-License-Identifier: Apache-2.0
#include "generators/defects/defects.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <fmt/format.h>
#include <glm/gtc/constants.hpp>

#include "base/error.h"
#include "base/parameter_rows.h"
#include "generators/defects/defect.h"

namespace understudy {
namespace {

constexpr uint64_t most_per_object = 64;  ///< of one kind

std::string path_of(const DefectKind& kind, const char* what) { return "defects." + kind.name + "." + what; }

CategoryId category_of(const Taxonomy& taxonomy, const std::string& name) {
  for (const Category& category : taxonomy.categories)
    if (category.name == name && category.supercategory == "defect") return category.id;
  CHECK(false, "the taxonomy has no defect called " + name);
  return {};
}

/// One placement of an object: how to find places on it, and the surface that defects are cut into.
struct CutPlacement {
  uint32_t placement;  ///< index into Scene::placements
  const Mesh& mesh;
  double metres;  ///< of the world per unit of the mesh
  SurfaceMap map;
  Surface surface;
  std::vector<std::pair<glm::dvec3, double>> taken;  ///< middle and full length of earlier defects
  std::vector<std::vector<SurfacePoint>> trails;     ///< along which earlier defects laid the matter open
};

/// A defect that was cut: the number of its surface in one of the placements.
struct CutDefect {
  const DefectKind* kind;
  size_t placement;  ///< index into the object's CutPlacements
  size_t number;
  DefectFacts facts;
  Stream look;
};

/// One object while its defects are being cut.
class DefectiveObject {
 public:
  DefectiveObject(const Draw& draw, const Scene& scene, uint64_t number, InstanceId id)
      : draw_(draw), scene_(scene), number_(number), id_(id) {}

  void cut_all() {
    for (const DefectKind& kind : defect_kinds()) {
      const int count = draw_.integer(path_of(kind, "count"), number_);
      for (int i = 0; i < count; ++i)
        if (!cut(kind, uint64_t(i))) ++unplaced_;
    }
  }

  const std::vector<CutDefect>& defects() const { return defects_; }
  const std::vector<std::unique_ptr<CutPlacement>>& placements() const { return placements_; }
  int unplaced() const { return unplaced_; }

 private:
  void find_placements() {
    if (!placements_.empty()) return;
    for (uint32_t i = 0; i < scene_.placements.size(); ++i) {
      const Placement& placement = scene_.placements[i];
      if (placement.instance != id_) continue;
      const Mesh& mesh = *scene_.meshes[placement.mesh];
      const double metres = std::cbrt(std::abs(glm::determinant(glm::dmat3(placement.to_world))));
      placements_.push_back(std::make_unique<CutPlacement>(
          CutPlacement{i, mesh, metres, SurfaceMap(mesh), Surface(mesh), {}, {}}));
    }
  }

  bool faces_camera(const Placement& placement, const SurfacePoint& point) const {
    const glm::dvec3 world = placement.to_world * glm::dvec4(point.position, 1);
    const glm::dmat3 turn = glm::transpose(glm::inverse(glm::dmat3(placement.to_world)));
    const glm::dvec3 normal = glm::normalize(turn * point.normal);
    const Camera& camera = scene_.camera;
    const std::optional<glm::dvec2> pixel = camera.project(world);
    if (!pixel) return false;
    const glm::dvec2 margin = 0.04 * glm::dvec2(camera.width_px, camera.height_px);
    if (pixel->x < margin.x || pixel->y < margin.y || pixel->x > camera.width_px - margin.x ||
        pixel->y > camera.height_px - margin.y)
      return false;
    const std::optional<Ray> ray = camera.ray(pixel->x, pixel->y);
    return ray && glm::dot(ray->direction, normal) < -0.2;
  }

  bool allowed(const DefectKind& kind, const CutPlacement& at, const SurfacePoint& point) const {
    const std::string region = draw_.name(path_of(kind, "region"));
    if (region != "any" && scene_.taxonomy.parts[at.map.part(point.triangle)] != region) return false;
    return !draw_.boolean("defects.in_view") || faces_camera(scene_.placements[at.placement], point);
  }

  double weight_of(const DefectKind& kind, const CutPlacement& at, const SurfacePoint& point,
                   double length) const {
    if (!allowed(kind, at, point)) return 0;
    const std::string placement = draw_.name(path_of(kind, "placement"));
    double weight = 1;
    if (placement == "edges" || placement == "crevices") {
      const std::optional<SurfacePoint> edge =
          placement == "edges" ? at.map.nearest_edge(point.position) : at.map.nearest_crevice(point.position);
      const double distance = edge ? glm::length(edge->position - point.position) : 0;
      weight = std::exp(-distance / (0.04 * at.map.diagonal_m())) + 1e-6;
    } else if (placement == "curvature") {
      weight = at.map.bend(point.triangle) * at.map.diagonal_m() + 1e-6;
    }
    for (const auto& [middle, other] : at.taken)
      if (glm::length(middle - point.position) < 0.6 * (length + other)) weight *= 0.01;
    return weight;
  }

  struct Place {
    size_t placement;
    SurfacePoint point;
    std::optional<glm::dvec3> along{};  ///< the way of the edge or trail that it follows
  };

  /// A point of an earlier defect's trail; empty where there is none or the kind does not seek it this time.
  std::optional<Place> find_trail(const DefectKind& kind, uint64_t object, Stream stream) const {
    if (kind.seek.empty() || !stream.chance(draw_.number(path_of(kind, "seek"), object))) return std::nullopt;
    std::vector<Place> places;
    for (size_t i = 0; i < placements_.size(); ++i) {
      for (const std::vector<SurfacePoint>& trail : placements_[i]->trails) {
        for (size_t k = 0; k + 1 < trail.size(); ++k) {
          const glm::dvec3 along = trail[k + 1].position - trail[k].position;
          if (glm::length(along) > 0 && allowed(kind, *placements_[i], trail[k]))
            places.push_back({i, trail[k], glm::normalize(along)});
        }
      }
    }
    if (places.empty()) return std::nullopt;
    return places[size_t(stream.uniform_int(0, int64_t(places.size()) - 1))];
  }

  /// The best of several points drawn by area; empty where none will do.
  std::optional<Place> find_place(const DefectKind& kind, double length_m, Stream stream) const {
    constexpr int candidates = 48;
    std::vector<double> areas, weights;
    for (const auto& at : placements_) areas.push_back(at->map.area_m2() * at->metres * at->metres);
    std::vector<Place> places;
    double sum = 0;
    const auto try_all = [&](bool rounded_edges) {
      for (int i = 0; i < candidates; ++i) {
        const size_t placement = stream.weighted(areas.data(), areas.size());
        const CutPlacement& at = *placements_[placement];
        if (rounded_edges) {
          const EdgePoint edge = at.map.sample_bend(stream);
          places.push_back({placement, edge, edge.along});
        } else {
          places.push_back({placement, at.map.sample(stream)});
          const std::optional<EdgePoint> edge =
              kind.begins_on_edge ? at.map.nearest_edge(places.back().point.position) : std::nullopt;
          if (edge) places.back() = {placement, *edge, edge->along};
        }
        const bool inside = kind.begins_on_edge && !places.back().along;
        weights.push_back(inside ? 0 : weight_of(kind, at, places.back().point, length_m / at.metres));
        sum += weights.back();
      }
    };
    try_all(false);
    // The edges of many parts are rounded; those that are sharp may lie on its back.
    if (sum <= 0 && kind.begins_on_edge) try_all(true);
    if (sum <= 0) return std::nullopt;
    return places[stream.weighted(weights.data(), weights.size())];
  }

  bool cut(const DefectKind& kind, uint64_t n) {
    find_placements();
    const uint64_t object = number_ * most_per_object + n;
    const auto millimetres = [&](const char* what) {
      return draw_.number(path_of(kind, what), object) * 1e-3;
    };
    const Stream stream = draw_.stream("defects/" + kind.name).child(object);
    const double length_m = millimetres("length_mm");
    std::optional<Place> place = find_trail(kind, object, stream.child("seek"));
    if (!place) place = find_place(kind, length_m, stream.child("place"));
    if (!place) return false;
    CutPlacement& at = *placements_[place->placement];
    const DefectSite site = site_of(at, *place, stream.child("direction"));
    DefectSize size{draw_.number(path_of(kind, "severity"), object), length_m / at.metres,
                    millimetres("width_mm") / at.metres, millimetres("depth_mm") / at.metres};
    size.through = !kind.through.empty() && std::isfinite(site.thickness_m) &&
                   draw_.boolean(path_of(kind, "through"), object);
    // What cannot go through, because it meets an edge or another defect there, stays on its side.
    if (!cut(kind, *place, site, size, stream)) {
      if (!size.through) return false;
      size.through = false;
      if (!cut(kind, *place, site, size, stream)) return false;
    }
    return true;
  }

  bool cut(const DefectKind& kind, const Place& place, const DefectSite& site, DefectSize size,
           const Stream& stream) {
    CutPlacement& at = *placements_[place.placement];
    if (!size.through) size.depth_m = std::min(size.depth_m, deepest_share * site.thickness_m);
    Defect defect = kind.make(site, size, stream.child("shape"));
    if (!at.surface.cut(defect.shape, site.at.position)) return false;
    for (double* mm : {&defect.facts.length_mm, &defect.facts.width_mm, &defect.facts.depth_mm})
      *mm *= at.metres;
    at.taken.emplace_back(site.at.position, size.length_m);
    if (!defect.trail.empty()) at.trails.push_back(std::move(defect.trail));
    defects_.push_back(
        {&kind, place.placement, at.surface.defect_count() - 1, defect.facts, stream.child("look")});
    return true;
  }

  DefectSite site_of(const CutPlacement& at, const Place& place, Stream stream) const {
    DefectSite site{at.map, place.point};
    const glm::dvec3 n = site.at.normal;
    const glm::dvec3 axis = std::abs(n.x) < 0.6 ? glm::dvec3(1, 0, 0) : glm::dvec3(0, 1, 0);
    const glm::dvec3 u = glm::normalize(glm::cross(axis, n)), v = glm::cross(n, u);
    const double angle = stream.uniform(0, glm::two_pi<double>());
    site.along = place.along.value_or(u * std::cos(angle) + v * std::sin(angle));
    site.thickness_m = at.map.thickness_m(site.at);
    const glm::dmat3 to_object = glm::inverse(glm::dmat3(scene_.placements[at.placement].to_world));
    site.down = glm::normalize(to_object * glm::dvec3(0, 0, -1));
    return site;
  }

  const Draw& draw_;
  const Scene& scene_;
  uint64_t number_;
  InstanceId id_;
  std::vector<std::unique_ptr<CutPlacement>> placements_;
  std::vector<CutDefect> defects_;
  int unplaced_ = 0;
};

/// Writes the scene anew, object by object, each followed by its defects.
class Rebuild {
 public:
  explicit Rebuild(Scene& scene) : scene_(scene), old_(scene) {
    scene_.placements.clear();
    scene_.instances.clear();
  }

  void add_background() {
    for (const Placement& placement : old_.placements)
      if (placement.instance == background) scene_.placements.push_back(placement);
  }

  void add_object(const Instance& instance, const DefectiveObject& object) {
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
    placement.good.emplace();
    placement.mesh = add_mesh(made.mesh);
    placement.good->mesh = add_mesh(made.as_good);
    for (const auto& [slot, band] : made.looks) {
      Material changed = scene_.materials[materials[slot]];
      defect.kind->change(changed, {defect.facts.severity, band, defect.look});
      placement.good->materials.push_back(materials[slot]);
      placement.materials.push_back(uint32_t(scene_.materials.size()));
      scene_.materials.push_back(std::move(changed));
    }
    scene_.instances.push_back(std::move(child));
    scene_.placements.push_back(std::move(placement));
  }

  Scene& scene_;
  const Scene old_;
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
    add(number(path_of(kind, "width_mm"), 0.01, 5000, kind.width_mm, "Width at severity 1."));
    add(number(path_of(kind, "depth_mm"), 0, 500, kind.depth_mm, "Depth at severity 1."));
    table.push_back(
        name(path_of(kind, "placement"), {"uniform", "edges", "crevices", "curvature"}, kind.placement,
             "Where: evenly by area, near edges, near edges that fold inwards, or where the surface "
             "bends most."));
    table.push_back(name(path_of(kind, "region"), {}, "any",
                         "Only on the part of this name of the object; any: on all of it."));
    if (!kind.through.empty()) add(boolean(path_of(kind, "through"), kind.through, kind.through_help));
    if (!kind.seek.empty())
      add(number(path_of(kind, "seek"), 0, 1, kind.seek,
                 "How probably it begins at a scratch or crack that the object has, and follows it."));
  }
  return table;
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
  int unplaced = 0;
  size_t cut = 0;
  for (const Instance& object : objects) {
    defective.emplace_back(draw, scene, uint64_t(defective.size()), object.id);
    defective.back().cut_all();
    unplaced += defective.back().unplaced();
    cut += defective.back().defects().size();
  }
  if (unplaced > 0) scene.provenance["defects.unplaced"] = std::to_string(unplaced);
  if (cut == 0) return;
  Rebuild rebuild(scene);
  rebuild.add_background();
  for (size_t i = 0; i < objects.size(); ++i) rebuild.add_object(objects[i], defective[i]);
}

}  // namespace understudy
