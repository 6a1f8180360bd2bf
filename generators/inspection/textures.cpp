// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/textures.h"

#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/defects/fields.h"
#include "generators/defects/surface.h"
#include "generators/defects/surface_map.h"
#include "generators/inspection/spots.h"
#include "generators/shapes/mesh_join.h"

namespace understudy::inspection {
namespace {

constexpr int attempts = 24;
constexpr int bands = 6;  ///< from the outline inwards: a patch fades in

/// One patch: where it is, and how the material and its texture coordinates change there. Band 0 is next to
/// the outline, where it changes least.
struct Patch {
  DefectShape shape;
  glm::dvec3 seed{0};
  enum class Look { feed, lay, cloud, streak } look = Look::cloud;
  /// Of tool marks: about this point, in the plane of these axes.
  glm::dvec3 pivot{0}, x{1, 0, 0}, y{0, 1, 0};
  double pitch_m = 0;  ///< of tool marks; of a cloud, the size of its flecks
  float tint = 1, dull = 1;

  bool tooled() const { return look == Look::feed || look == Look::lay; }
  /// Metres around the pivot and away from it.
  glm::vec2 uv(const glm::vec3& at) const {
    const glm::dvec3 from = glm::dvec3(at) - pivot;
    const double a = glm::dot(from, x), b = glm::dot(from, y), away = std::hypot(a, b);
    const double around = std::atan2(b, a) * glm::length(seed - pivot);
    return look == Look::feed ? glm::vec2(away, around) : glm::vec2(around, away);
  }
  void change(Material& material, uint16_t band) const;
};

void Patch::change(Material& material, uint16_t band) const {
  const float share = float(band + 1) / float(shape.levels.size() + 1), toned = glm::mix(1.0f, tint, share);
  const float dulled = std::clamp(material.roughness * glm::mix(1.0f, dull, share), 0.05f, 1.0f);
  material.name += " patch";
  if (material.clearcoat > 0.3f)
    material.clearcoat_roughness =
        std::clamp(material.clearcoat_roughness * glm::mix(1.0f, dull, share), 0.02f, 0.5f);
  else
    material.roughness = dulled;
  if (material.albedo_texture >= 0) {
    material.albedo *= std::min(toned, 1.0f);
    return;
  }
  const glm::vec3 own =
      material.pattern == Pattern::none ? material.albedo : 0.5f * (material.albedo + material.pattern_color);
  if (tooled()) {
    material.pattern = look == Look::feed ? Pattern::stripes : Pattern::brushed;
    material.pattern_scale_m = float(pitch_m);
    material.pattern_strength = 1;
    material.albedo = glm::min(own * (2 - toned), glm::vec3(1));
    material.pattern_color = own * toned;
    return;
  }
  if (look == Look::cloud && material.pattern == Pattern::none) {
    material.pattern = Pattern::noise;
    material.pattern_scale_m = float(pitch_m);
    material.pattern_color = glm::min(material.albedo * toned * toned, glm::vec3(1));
    return;
  }
  material.pattern_color = glm::min(material.pattern_color * toned, glm::vec3(1));
  material.albedo = glm::min(material.albedo * toned, glm::vec3(1));
  if (look == Look::streak) material.pattern_scale_m *= 0.55f;
}

Patch::Look draw_look(const Material& matter, Stream& stream) {
  if (matter.pattern == Pattern::wood) return stream.chance(0.7) ? Patch::Look::streak : Patch::Look::cloud;
  const bool bare = matter.metalness > 0.5f && matter.clearcoat < 0.3f && matter.albedo_texture < 0;
  if (!bare || stream.chance(0.3)) return Patch::Look::cloud;
  return stream.chance(0.5) ? Patch::Look::feed : Patch::Look::lay;
}

/// The body of a patch: as a pad, a tool or a drop of glue covered it, on the way that it took.
std::vector<Stroke> body_of(const SurfaceMap& map, const SurfacePoint& middle, const glm::dvec3& along,
                            double length_m, double radius_m) {
  std::vector<SurfacePoint> back, way;
  for (const bool forward : {false, true}) {
    SurfacePoint at = middle;
    glm::dvec3 direction = forward ? along : -along;
    map.walk(at, direction, 0.5 * length_m, length_m / 12, forward ? way : back);
  }
  Stroke stroke;
  for (auto at = back.rbegin(); at != back.rend(); ++at) stroke.points.push_back(at->position);
  stroke.points.push_back(middle.position);
  for (const SurfacePoint& at : way) stroke.points.push_back(at.position);
  stroke.radii_m.assign(stroke.points.size(), radius_m);
  return {stroke};
}

Patch make_patch(const SurfaceMap& map, const SurfacePoint& middle, const Material& matter, Stream stream) {
  Patch patch;
  patch.seed = middle.position;
  patch.look = draw_look(matter, stream);
  const glm::dvec3 aside = std::abs(middle.normal.x) < 0.8 ? glm::dvec3(1, 0, 0) : glm::dvec3(0, 1, 0);
  const glm::dvec3 flat = glm::normalize(aside - middle.normal * glm::dot(aside, middle.normal));
  // A streak follows the grain, which runs along x.
  const double turn =
      patch.look == Patch::Look::streak ? stream.normal(0, 0.05) : stream.uniform(0, glm::pi<double>());
  const glm::dvec3 along = flat * std::cos(turn) + glm::cross(middle.normal, flat) * std::sin(turn);
  const glm::dvec3 across = glm::cross(middle.normal, along);
  const double length_m = stream.uniform(0.1, 0.35) * map.diagonal_m();
  const double slender = patch.look == Patch::Look::streak ? stream.uniform(0.03, 0.08)
                         : patch.tooled()                  ? stream.uniform(0.08, 0.2)
                                                           : stream.uniform(0.15, 0.4);
  const double radius_m = slender * length_m;
  const std::vector<Stroke> body = body_of(map, middle, along, length_m, radius_m);
  patch.x = along, patch.y = across;
  // A mill's teeth draw arcs across its way; a pad rubs along it.
  const double bow_m = patch.look == Patch::Look::feed ? stream.uniform(2, 9) * radius_m : 20 * length_m;
  patch.pivot = middle.position - (patch.look == Patch::Look::feed ? along : across) * bow_m;
  patch.pitch_m = patch.look == Patch::Look::feed  ? 1e-3 * stream.uniform(0.5, 1.4)
                  : patch.look == Patch::Look::lay ? 1e-3 * stream.uniform(0.25, 0.5)
                                                   : radius_m * stream.uniform(0.3, 0.8);
  patch.tint = float(patch.tooled() ? stream.uniform(0.6, 0.85) : stream.uniform(0.7, 0.9));
  if (patch.look == Patch::Look::cloud && stream.chance(0.3)) patch.tint = 1 / patch.tint;
  // What mirrors little more or less than around it stands out already where a lamp mirrors.
  patch.dull = float(std::pow(stream.uniform(1.1, patch.tooled() ? 1.25 : 1.5), stream.chance(0.5) ? -1 : 1));
  const double rough_m = (patch.tooled() ? 0.12 : 0.5) * radius_m;
  const ScalarField rough = roughened(stroke_field(body), rough_m, 1.2 * radius_m, stream.bits());
  DefectShape& shape = patch.shape;
  shape.field = rough;
  if (patch.tooled())  // not over an edge onto the next face
    shape.field = [rough, middle, deep_m = 0.25 * radius_m](const glm::dvec3& p) {
      return std::max(rough(p), std::abs(glm::dot(p - middle.position, middle.normal)) - deep_m);
    };
  const double deepest = -shape.field(middle.position);
  if (!patch.tooled() && deepest > 0) {  // a tool's mark ends at once
    for (int i = 1; i < bands; ++i) shape.levels.push_back(-0.14 * i * deepest);
    shape.even_below_m = shape.levels.back();
  } else {
    shape.even_below_m = 0;
  }
  shape.steepest = rough_field_steepest;
  shape.finest_m = radius_m / 4.5;
  enclose(body, rough_m + shape.finest_m, shape);
  return patch;
}

/// A part's mesh while its patches are cut out and put back with slots of their own.
class Patched {
 public:
  Patched(Scene& scene, Placement& placement)
      : scene_(scene),
        placement_(placement),
        source_(scene.meshes[placement.mesh]),
        map_(*source_),
        surface_(*source_) {}

  void add(Stream stream) {
    for (int attempt = 0; attempt < attempts; ++attempt) {
      const SurfacePoint middle = map_.sample(stream);
      if (!in_sight(scene_.camera, placement_.to_world, map_, middle)) continue;
      const uint16_t slot = source_->slots.empty() ? uint16_t(0) : source_->slots[middle.triangle];
      Patch patch =
          make_patch(map_, middle, scene_.materials[placement_.materials[slot]], stream.child("patch"));
      if (!surface_.cut(patch.shape, patch.seed)) continue;
      patches_.push_back(std::move(patch));
      return;
    }
  }

  void finish() {
    if (patches_.empty()) return;
    Mesh mesh;
    mesh.name = source_->name;
    if (const MeshPtr intact = surface_.intact()) append(*intact, 0, mesh);
    for (size_t i = 0; i < patches_.size(); ++i) add_patch(patches_[i], surface_.defect(i), mesh);
    mesh.finish();
    placement_.mesh = uint32_t(scene_.meshes.size());
    scene_.meshes.push_back(std::make_shared<const Mesh>(std::move(mesh)));
  }

 private:
  void add_patch(const Patch& patch, const DefectMesh& cut, Mesh& mesh) {
    const size_t first = mesh.positions.size();
    const std::vector<uint32_t> materials = placement_.materials;
    append(*cut.as_good, uint16_t(materials.size()), mesh);
    bool keeps_uv = !patch.tooled();
    for (const auto& [slot, band] : cut.looks) {
      Material changed = scene_.materials[materials[slot]];
      keeps_uv = keeps_uv || changed.normal_texture >= 0 || changed.albedo_texture >= 0 ||
                 changed.roughness_texture >= 0;
      patch.change(changed, band);
      placement_.materials.push_back(uint32_t(scene_.materials.size()));
      scene_.materials.push_back(std::move(changed));
    }
    for (size_t i = first; i < mesh.positions.size() && !keeps_uv; ++i)
      mesh.uvs[i] = patch.uv(mesh.positions[i]);
  }

  Scene& scene_;
  Placement& placement_;
  const MeshPtr source_;
  const SurfaceMap map_;
  Surface surface_;
  std::vector<Patch> patches_;
};

}  // namespace

void add_textures(const Draw& draw, Scene& scene) {
  const Stream root = draw.stream("inspection/textures");
  uint64_t number = 0;
  for (const Instance& instance : scene.instances) {
    const int count = draw.integer("inspection.distractors.textures", number);
    const Stream stream = root.child(number++);
    if (count == 0) continue;
    const auto at = std::find_if(scene.placements.begin(), scene.placements.end(),
                                 [&](const Placement& p) { return p.instance == instance.id; });
    if (at == scene.placements.end()) continue;
    Patched part(scene, *at);
    for (int i = 0; i < count; ++i) part.add(stream.child(uint64_t(i)));
    part.finish();
  }
}

}  // namespace understudy::inspection
