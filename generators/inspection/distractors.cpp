// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/distractors.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include <glm/gtc/constants.hpp>

#include "base/parameter_rows.h"
#include "generators/defects/sight.h"
#include "generators/inspection/marks.h"
#include "generators/inspection/seams.h"
#include "generators/inspection/spots.h"
#include "generators/palette.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

/// What lies on a part is measured in these: a millimetre, or more where the camera sees the part from so far
/// that a smaller thing would be lost between its pixels.
float millimetre(const Camera& camera, const Placement& part, const Mesh& mesh) {
  constexpr double fine_m = 0.15e-3, most = 4;
  const glm::dvec3 middle = part.to_world * glm::dvec4(0.5f * (mesh.lower + mesh.upper), 1);
  const double coarser = std::clamp(pixel_m(camera, middle) / fine_m, 1.0, most);
  return float(1e-3 * coarser / metres_per_unit(part.to_world));
}

/// A part that things lie on.
struct Ground {
  Ground(const Scene& scene, const Placement& part)
      : placement(part),
        mesh(scene.meshes[part.mesh]),
        map(*mesh),
        spots(*mesh),
        mm(millimetre(scene.camera, part, *mesh)) {}

  Placement placement;
  MeshPtr mesh;
  SurfaceMap map;
  Spots spots;
  float mm;
};

/// Of things as nature strews them: small ones are more.
float drawn_size(Stream& stream, double low, double high) {
  return float(low * std::pow(high / low, stream.uniform()));
}

/// Something small, lying at z = 0 in a space whose z is the surface's normal.
struct Speck {
  MeshPtr mesh;
  Material material;
  float radius_m;  ///< of the flat ground that it needs
};

Speck speck_of(const char* name, const Piece& piece, Material material, float radius_m) {
  MeshBuilder builder(name);
  builder.add(piece);
  return {builder.build(), std::move(material), radius_m};
}

Speck make_dust(Stream& stream, const Material&, float mm) {
  const glm::vec3 tone = glm::vec3(float(stream.uniform(0.2, 0.7))) * glm::vec3(1, 0.97f, 0.92f);
  if (stream.chance(0.6)) {
    const float radius = mm * drawn_size(stream, 0.08, 0.5);
    const glm::vec3 radii = radius * glm::vec3(1, stream.uniform(0.5, 0.9), stream.uniform(0.3, 0.5));
    return speck_of("dust", ellipsoid({0, 0, 0.6f * radii.z}, radii, 10), matte("dust", tone, 0.9f), radii.x);
  }
  const float length = mm * drawn_size(stream, 1, 6), bow = length * float(stream.uniform(-0.3, 0.3));
  const std::vector<glm::vec3> path = smooth_path({{-0.5f * length, 0, 0.02f * mm},
                                                   {-0.15f * length, bow, 0.06f * mm},
                                                   {0.2f * length, 0.4f * bow, 0.08f * mm},
                                                   {0.5f * length, -0.6f * bow, 0.02f * mm}},
                                                  6);
  return speck_of("lint",
                  sweep(path, std::vector<float>(path.size(), mm * float(stream.uniform(0.02, 0.05))), 5),
                  matte("lint", tone, 0.9f), 0.5f * length);
}

Speck make_drop(Stream& stream, const Material&, float mm) {
  // A cap of a sphere that meets the surface at the contact angle. Open below: light goes on to the part
  // itself.
  const float radius = mm * drawn_size(stream, 0.6, 3.5),
              contact = glm::radians(float(stream.uniform(35, 75)));
  const float sphere = radius / std::sin(contact);
  std::vector<glm::vec2> profile;
  for (int i = 0; i <= 12; ++i) {
    const float angle = contact * (1 - float(i) / 12);
    profile.emplace_back(sphere * std::sin(angle), sphere * (std::cos(angle) - std::cos(contact)));
  }
  Material water = gloss("water", glm::vec3(0.97f, 0.98f, 0.98f), 0.04f, 0);
  water.thin_glass = true;
  return speck_of("drop", lathe(profile, 36), water, radius);
}

/// The same matter, polished: where something rubbed, or a bead that stands out, as spatter does. Both bulge,
/// so that some of it mirrors a lamp.
Speck make_glint(Stream& stream, const Material& ground, float mm) {
  const bool bead = stream.chance(0.4);
  const float narrow = mm * drawn_size(stream, 0.15, bead ? 0.5 : 0.6),
              length = bead ? 1.0f : float(stream.uniform(1.5, 6));
  const glm::vec3 radii =
      narrow * glm::vec3(length, 1, bead ? stream.uniform(0.3, 0.8) : stream.uniform(0.06, 0.15));
  Material polished = ground;
  polished.name = "glint";
  polished.roughness = 0.08f;
  polished.albedo = glm::mix(ground.albedo, glm::vec3(0.9f), ground.metalness > 0.5f ? 0.3f : 0.0f);
  polished.clearcoat = ground.metalness > 0.5f ? 0.0f : 1.0f;
  polished.clearcoat_roughness = 0.05f;
  polished.pattern = Pattern::none;
  polished.roughness_texture = polished.normal_texture = -1;
  return speck_of("glint", ellipsoid({0, 0, 0}, radii, 16), polished, radii.x);
}

/// Where one that finds no room is tried again, smaller.
constexpr float smaller[] = {1, 0.6f, 0.35f};
constexpr int attempts = 12;       ///< of each size
constexpr float film_mm = 0.012f;  ///< of ink

/// Where a speck lies, in the part's space: flat, and to be seen; empty where there is no room for it.
std::optional<glm::mat4> find_room(const Ground& ground, const Camera& camera, float radius_m,
                                   Stream& stream) {
  for (const float size : smaller) {
    for (int attempt = 0; attempt < attempts; ++attempt) {
      const Spot spot = ground.spots.draw(stream);
      if (!in_sight(camera, ground.placement.to_world, ground.map, {spot.at, spot.normal})) continue;
      if (!is_flat_around(ground.map, spot, size * radius_m)) continue;
      return z_along(spot.normal, spot.at) * rotate_z(float(stream.uniform(0, 360))) * scale(glm::vec3(size));
    }
  }
  return {};
}

/// Of each part's looks the material of its first slot counts.
void strew(Speck (*make)(Stream&, const Material&, float), int count, const Ground& ground, Stream stream,
           Scene& scene) {
  if (count == 0) return;
  const Material matter = scene.materials[ground.placement.materials.front()];
  for (int i = 0; i < count; ++i) {
    Stream own = stream.child(uint64_t(i));
    const Speck speck = make(own, matter, ground.mm);
    const std::optional<glm::mat4> room = find_room(ground, scene.camera, speck.radius_m, own);
    if (!room) continue;
    Placement placement;
    placement.mesh = uint32_t(scene.meshes.size());
    placement.instance = ground.placement.instance;
    placement.materials = {uint32_t(scene.materials.size())};
    placement.to_world = ground.placement.to_world * glm::dmat4(*room);
    scene.meshes.push_back(speck.mesh);
    scene.materials.push_back(speck.material);
    scene.placements.push_back(std::move(placement));
  }
}

/// Adds what lies on a part, in the part's own space.
void lay_on(const Ground& ground, MeshPtr mesh, Material material, Scene& scene) {
  Placement placement = ground.placement;
  placement.good.reset();
  placement.mesh = uint32_t(scene.meshes.size());
  placement.materials = {uint32_t(scene.materials.size())};
  scene.meshes.push_back(std::move(mesh));
  scene.materials.push_back(std::move(material));
  scene.placements.push_back(std::move(placement));
}

void lay_seams(int count, const Ground& ground, const Stream& stream, Scene& scene) {
  for (int i = 0; i < count; ++i) {
    Stream own = stream.child(uint64_t(i));
    for (int attempt = 0; attempt < 24; ++attempt) {
      const SurfacePoint middle = ground.map.sample(own);
      if (!in_sight(scene.camera, ground.placement.to_world, ground.map, middle)) continue;
      const uint16_t slot = ground.mesh->slots[middle.triangle];
      const Material& matter = scene.materials[ground.placement.materials[slot]];
      Seam seam = make_seam(ground.map, middle, matter, ground.mm, own.child("seam"));
      if (!seam.mesh) continue;
      lay_on(ground, std::move(seam.mesh), std::move(seam.material), scene);
      break;
    }
  }
}

/// Marks do not touch each other.
void print_marks(int count, const Ground& ground, const Stream& stream, Scene& scene) {
  if (count == 0) return;
  const Material matter = scene.materials[ground.placement.materials.front()];
  std::vector<std::pair<glm::vec3, float>> printed;  // middle and radius
  for (int i = 0; i < count; ++i) {
    Stream own = stream.child(uint64_t(i));
    Mark mark = make_mark(matter, ground.mm, own);
    for (int attempt = 0; attempt < int(std::size(smaller)) * attempts; ++attempt) {
      const Spot spot = ground.spots.draw(own);
      const auto turn_deg = float(own.uniform(0, 360));
      if (attempt > 0 && attempt % attempts == 0)
        mark.print.scale(smaller[attempt / attempts] / smaller[attempt / attempts - 1]);
      const float radius = mark.print.radius();
      const bool is_free = std::none_of(printed.begin(), printed.end(), [&](const auto& other) {
        return glm::distance(other.first, spot.at) < other.second + radius;
      });
      if (!is_free || !in_sight(scene.camera, ground.placement.to_world, ground.map, {spot.at, spot.normal}))
        continue;
      MeshPtr mesh = lay(mark.print, ground.map, spot, turn_deg, film_mm * ground.mm);
      if (!mesh) continue;
      printed.emplace_back(spot.at, radius);
      lay_on(ground, std::move(mesh), std::move(mark.ink), scene);
      break;
    }
  }
}

}  // namespace

ParameterTable distractor_parameters() {
  using namespace rows;
  return {
      each(integer("inspection.distractors.dust", 0, 200, "0",
                   "Specks of dust and lint on a part, without a label.")),
      each(
          integer("inspection.distractors.drops", 0, 200, "0", "Drops of water on a part, without a label.")),
      each(integer("inspection.distractors.marks", 0, 20, "0", "Printed marks on a part, without a label.")),
      each(integer("inspection.distractors.seams", 0, 20, "0",
                   "Ridges of a mould and joints, straight over a part, without a label.")),
      each(integer("inspection.distractors.glints", 0, 200, "0",
                   "Small polished spots that flash in a lamp's light, without a label.")),
      each(integer("inspection.distractors.textures", 0, 20, "0",
                   "Patches of another finish on a part, without a label: tool marks across the lay, clouds, "
                   "streaks.")),
      integer("inspection.distractors.shadows", 0, 20, "0",
              "Shadows in the picture, without a label: of wires above the part, of rods beyond the frame.")};
}

void add_distractors(const Draw& draw, Scene& scene) {
  const Stream root = draw.stream("inspection/distractors");
  uint64_t number = 0;
  for (const Instance& instance : scene.instances) {
    if (instance.parent != background) continue;
    const auto at = std::find_if(scene.placements.begin(), scene.placements.end(),
                                 [&](const Placement& p) { return p.instance == instance.id; });
    if (at == scene.placements.end()) continue;
    const auto count = [&](const char* what) {
      return draw.integer(std::string("inspection.distractors.") + what, number);
    };
    const int seams = count("seams"), marks = count("marks"), drops = count("drops"), dust = count("dust"),
              glints = count("glints");
    const Stream stream = root.child(number++);
    if (seams + marks + drops + dust + glints == 0) continue;
    const Ground ground(scene, *at);
    lay_seams(seams, ground, stream.child("seams"), scene);
    print_marks(marks, ground, stream.child("marks"), scene);
    strew(make_drop, drops, ground, stream.child("drops"), scene);
    strew(make_dust, dust, ground, stream.child("dust"), scene);
    strew(make_glint, glints, ground, stream.child("glints"), scene);
  }
}

}  // namespace understudy::inspection
