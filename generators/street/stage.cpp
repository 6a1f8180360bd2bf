// SPDX-License-Identifier: Apache-2.0
#include "generators/street/stage.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include <glm/gtc/matrix_transform.hpp>

#include "base/error.h"
#include "base/unplaced.h"
#include "generators/street/objects/heads.h"

namespace understudy {
namespace {

/// Variants of each model: enough to be diverse, few enough that all stay in the renderer's cache.
constexpr int variants_per_model = 6;
constexpr int candidates_per_attempt = 10;
constexpr int further_attempts = 24;  ///< where a street is full, in which all candidates are tried

/// Variants live as long as the program, so their meshes' addresses are names that never come back.
const std::vector<Volume>& cached_volumes(const MeshPtr& mesh) {
  static std::mutex mutex;
  static std::map<const Mesh*, std::vector<Volume>> known;
  const std::lock_guard lock(mutex);
  const auto [at, fresh] = known.try_emplace(mesh.get());
  if (fresh) at->second = volumes_of(*mesh);
  return at->second;
}

/// Of what damage makes of an object.
std::vector<Volume> volumes_of(const ObjectDamage& damage) {
  std::vector<Volume> volumes;
  if (damage.rest) volumes = volumes_of(*damage.rest);
  for (const DamagedPiece& piece : damage.pieces)
    for (const Volume& volume : volumes_of(*piece.surface.mesh)) volumes.push_back(volume);
  return volumes;
}

/// Its own length, width and height. It is there or it is not: there is no severity in between.
DefectFacts facts_of_astray(const Mesh& mesh) {
  const glm::dvec3 size_mm = 1e3 * glm::dvec3(mesh.upper - mesh.lower);
  return {1, std::max(size_mm.x, size_mm.y), std::min(size_mm.x, size_mm.y), size_mm.z};
}

}  // namespace

double heading_of(const glm::dvec2& direction) { return std::atan2(direction.y, direction.x); }

size_t pick_weighted(const std::vector<double>& weights, Stream& stream) {
  return stream.weighted(weights.data(), weights.size());
}

Stage::Stage(const Draw& draw, const Layout& layout, const Viewpoint& view)
    : draw_(draw), layout_(layout), view_(view), randomized_(draw.name("street.placement") == "random") {
  scene_.camera = view.camera;
  scene_.taxonomy = street_taxonomy();
  scene_.key = draw.key();
  occupancy_.add(view.keep_free);
}

ObjectPtr Stage::variant(Family family, const std::string& model, Stream& stream) const {
  const std::vector<std::string>& models = models_of(family);
  const size_t any = size_t(stream.uniform_int(0, int64_t(models.size()) - 1));
  const int number = int(stream.uniform_int(0, variants_per_model - 1));
  return object_variant(family, model.empty() || model == "any" ? models[any] : model, number);
}

/// All of its foot on one level: neither half on the kerb nor hanging over it.
bool Stage::stands_level(const Item& item, double base_m) const {
  for (const Volume& volume : cached_volumes(item.object->mesh)) {
    if (volume.low_m > 0.2) continue;
    for (const double x : {-1.0, 1.0}) {
      for (const double y : {-1.0, 1.0}) {
        Volume corner = volume;
        corner.center += glm::dvec2(x, y) * volume.half;
        const glm::dvec2 foot = moved(corner, item.position, item.heading_rad, 0, 0).center;
        if (!layout_.reaches(foot) || layout_.height_m(foot) != base_m) return false;
      }
    }
  }
  return true;
}

void Stage::add_materials(std::vector<Material> materials, Placement& placement) {
  for (Material& material : materials) {
    placement.materials.push_back(uint32_t(scene_.materials.size()));
    scene_.materials.push_back(std::move(material));
  }
}

void Stage::add_instance(const Item& item, const Dressing& dressed, Placement& placement) {
  Instance instance;
  instance.id = InstanceId(uint32_t(scene_.instances.size()) + 1);
  instance.category = CategoryId(uint32_t(item.label));
  instance.provenance = item.provenance;
  instance.provenance.insert(dressed.provenance.begin(), dressed.provenance.end());
  instance.provenance.insert(item.object->provenance.begin(), item.object->provenance.end());
  if (item.astray) instance.defect = facts_of_astray(*item.object->mesh);
  placement.instance = instance.id;
  placement.only_defective = item.astray;
  scene_.instances.push_back(std::move(instance));
}

uint32_t Stage::add_mesh(MeshPtr mesh) {
  scene_.meshes.push_back(std::move(mesh));
  return uint32_t(scene_.meshes.size() - 1);
}

std::optional<ObjectDamage> Stage::damage_of(const Item& item, const glm::dmat4& to_world,
                                             double base_m) const {
  if (!item.damage) return std::nullopt;
  const auto is_level = [&](const glm::dvec2& local) {
    const glm::dvec2 foot(to_world * glm::dvec4(local, 0, 1));
    return layout_.reaches(foot) && layout_.height_m(foot) == base_m;
  };
  const auto is_in_picture = [&](const glm::dvec3& local) {
    return view_.shows(to_world * glm::dvec4(local, 1));
  };
  const glm::dvec3 eye = glm::inverse(to_world) * glm::dvec4(view_.camera.position_m, 1);
  return item.damage({*item.object, eye, item.look.lit, item.look.state, is_in_picture, is_level});
}

/// `as_good`: what is there where nothing is damaged; null: the same.
void Stage::add_placement(const MeshPtr& mesh, const MeshPtr& as_good, Placement placement) {
  CHECK(mesh || !as_good, "of what can be damaged something is left");
  if (!mesh) return;
  const auto [at, fresh] = mesh_index_.try_emplace(mesh.get(), uint32_t(scene_.meshes.size()));
  if (fresh) scene_.meshes.push_back(mesh);
  placement.mesh = at->second;
  if (as_good) placement.good.emplace(Placement::Good{add_mesh(as_good), placement.materials});
  scene_.placements.push_back(std::move(placement));
}

/// The damage of an object, as instances that follow on its own.
void Stage::add_pieces(const ObjectDamage& damage, const Placement& object, bool labelled) {
  for (const DamagedPiece& piece : damage.pieces) {
    Instance instance;
    instance.id = InstanceId(uint32_t(scene_.instances.size()) + 1);
    instance.category = CategoryId(uint32_t(piece.label));
    if (labelled) instance.parent = object.instance;
    instance.defect = piece.facts;
    instance.provenance = {{"defect", scene_.taxonomy.category(instance.category).name}};
    Placement placement = object;
    placement.instance = instance.id;
    placement.mesh = add_mesh(piece.surface.mesh);
    placement.good.emplace(Placement::Good{add_mesh(piece.surface.as_good), {}});
    placement.materials.clear();
    for (const auto& [slot, band] : piece.surface.looks) {
      const uint32_t whole = object.materials[slot];
      placement.good->materials.push_back(whole);
      placement.materials.push_back(piece.change ? uint32_t(scene_.materials.size()) : whole);
      if (piece.change) scene_.materials.push_back(piece.change(scene_.materials[whole], band));
    }
    scene_.placements.push_back(std::move(placement));
    for (const Filling& filling : piece.fillings) {
      Placement inside = object;
      inside.instance = instance.id;
      inside.only_defective = true;
      inside.mesh = add_mesh(filling.mesh);
      inside.materials.clear();
      add_materials(filling.materials, inside);
      scene_.placements.push_back(std::move(inside));
    }
    scene_.instances.push_back(std::move(instance));
  }
}

/// One instance per head, and what carries them as background. What is damaged belongs to the first.
void Stage::add_heads(const Item& item, const Dressing& dressed, const ObjectDamage* damage,
                      const Placement& whole) {
  const std::vector<LabelledHead>& heads = item.object->heads;
  DividedMesh left{{}, item.object->carrier}, as_good{std::vector<MeshPtr>(heads.size()), nullptr};
  for (const LabelledHead& head : heads) left.heads.push_back(head.mesh);
  if (damage) {
    left = damage->rest ? divided(*damage->rest, heads) : as_good;
    if (damage->rest) as_good = divided(*damage->rest_as_good, heads);
  }
  for (size_t i = 0; i < heads.size(); ++i) {
    if (i > 0 && !left.heads[i]) continue;
    Placement head = whole;
    add_instance(item, dressed, head);
    scene_.instances.back().provenance.insert(heads[i].provenance.begin(), heads[i].provenance.end());
    if (damage && i == 0) add_pieces(*damage, head, true);
    add_placement(left.heads[i], as_good.heads[i], head);
  }
  add_placement(left.carrier, as_good.carrier, whole);
}

/// One instance per piece.
void Stage::add_apart(const Item& item, const Dressing& dressed, const Placement& whole) {
  for (size_t i = 0; i < item.apart.size(); ++i) {
    const auto& [label, name] = item.apart[i];
    Item own = item;
    own.label = label;
    own.provenance[family_name(item.object->family)] = name;
    Placement placement = whole;
    add_instance(own, dressed, placement);
    add_placement(item.object->apart.at(i), nullptr, std::move(placement));
  }
}

/// What is in an object bears its label and moves with it.
void Stage::add_aboard(const Item& item, const Look& look, const Stream& dressing, Placement carrier) {
  if (!item.aboard.first) return;
  carrier.to_world = glm::translate(carrier.to_world, glm::dvec3(item.aboard.second));
  carrier.materials.clear();
  add_materials(dress(*item.aboard.first, look, dressing.child("aboard")).materials, carrier);
  add_placement(item.aboard.first->mesh, nullptr, std::move(carrier));
}

std::vector<Volume> Stage::volumes_at(const Item& item, const std::vector<Volume>& own, double base_m) const {
  std::vector<Volume> volumes;
  for (const Volume& volume : own)
    volumes.push_back(moved(volume, item.position, item.heading_rad, base_m, item.clearance_m));
  return volumes;
}

bool Stage::place(const Item& item, const Stream& dressing) {
  const double base_m = layout_.height_m(item.position);
  return stands_level(item, base_m) && put(item, base_m, dressing);
}

std::vector<ObjectPtr> Stage::in_use(Family family) const {
  std::vector<ObjectPtr> variants;
  for (const ObjectPtr& object : in_use_)
    if (object->family == family) variants.push_back(object);
  return variants;
}

bool Stage::put(const Item& item, double base_m, const Stream& dressing) {
  Placement placement;
  placement.motion = item.motion;
  placement.to_world = glm::rotate(glm::translate(glm::dmat4(1), glm::dvec3(item.position, base_m)),
                                   item.heading_rad, glm::dvec3(0, 0, 1));
  const std::vector<Volume> room = volumes_at(item, cached_volumes(item.object->mesh), base_m);
  if (!occupancy_.is_free(room)) return false;
  std::optional<ObjectDamage> damage = damage_of(item, placement.to_world, base_m);
  const std::vector<Volume> more = damage ? volumes_at(item, volumes_of(*damage), base_m) : room;
  if (!occupancy_.is_free(more)) damage.reset();  // there is no room to fall
  occupancy_.add(room);
  if (damage) occupancy_.add(more);
  if (std::find(in_use_.begin(), in_use_.end(), item.object) == in_use_.end()) in_use_.push_back(item.object);

  Look look = item.look;
  look.randomized = randomized_;
  Dressing dressed;
  dressed.materials = item.materials;
  if (item.materials.empty()) dressed = dress(*item.object, look, dressing);
  add_materials(std::move(dressed.materials), placement);
  const ObjectDamage* harm = damage ? &*damage : nullptr;
  const bool labelled = item.label != Class::none;
  if (labelled && !item.object->heads.empty()) {
    add_heads(item, dressed, harm, placement);
    return true;
  }
  if (labelled && !item.apart.empty()) {
    add_apart(item, dressed, placement);
    return true;
  }
  if (labelled) add_instance(item, dressed, placement);
  add_aboard(item, look, dressing, placement);
  if (harm) add_pieces(*harm, placement, labelled);
  add_placement(harm ? harm->rest : item.object->mesh, harm ? harm->rest_as_good : nullptr, placement);
  return true;
}

std::optional<Item> Stage::place_somewhere(const std::string& what, int attempts, Stream stream,
                                           const Proposal& propose) {
  const Stream dressing = stream.child("dressing");
  for (int attempt = 0; attempt < attempts + further_attempts; ++attempt) {
    std::vector<Item> items;
    std::vector<double> weights;
    for (int i = 0; i < candidates_per_attempt; ++i) {
      std::optional<Item> item = propose(stream);
      if (!item) continue;
      weights.push_back(view_.weight(item->position, item->object->mesh->upper.z));
      items.push_back(std::move(*item));
    }
    // The picture's favourite or none, as long as there is hope for a better one; then whatever has room.
    for (size_t left = attempt < attempts ? std::min<size_t>(items.size(), 1) : items.size(); left > 0;
         --left) {
      const size_t chosen = pick_weighted(weights, stream);
      if (place(items[chosen], dressing)) return std::move(items[chosen]);
      weights[chosen] = 0;
    }
  }
  count_unplaced(what);
  return std::nullopt;
}

void Stage::add_background(MeshPtr mesh, std::vector<Material> materials) {
  Placement placement;
  placement.mesh = uint32_t(scene_.meshes.size());
  scene_.meshes.push_back(std::move(mesh));
  add_materials(std::move(materials), placement);
  scene_.placements.push_back(std::move(placement));
}

const Mesh* Stage::surroundings(const std::string& name) const {
  const auto at = std::find_if(scene_.meshes.begin(), scene_.meshes.end(),
                               [&](const MeshPtr& mesh) { return mesh->name == name; });
  return at == scene_.meshes.end() ? nullptr : at->get();
}

Scene Stage::take() {
  for (const auto& [what, count] : unplaced_) scene_.provenance[unplaced_name(what)] = std::to_string(count);
  return std::move(scene_);
}

}  // namespace understudy
