// SPDX-License-Identifier: Apache-2.0
#include "tests/oracles/random_scene.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <glm/gtc/matrix_transform.hpp>

#include "base/random.h"

namespace understudy::oracle {
namespace {

constexpr uint32_t solid = 0, disc_cutout = 1, checker_cutout = 2, glass = 3;

MeshPtr finished(Mesh mesh) {
  mesh.slots.assign(mesh.triangles.size(), 0);
  mesh.finish();
  return std::make_shared<const Mesh>(std::move(mesh));
}

TexturePtr cutout(const std::string& name, bool (*inside)(double u, double v)) {
  Texture texture;
  texture.name = name;
  texture.texels = Image<Rgba8>(32, 16);
  for (int y = 0; y < 16; ++y) {
    for (int x = 0; x < 32; ++x) {
      const uint8_t alpha = inside((x + 0.5) / 32, (y + 0.5) / 16) ? 255 : 0;
      texture.texels(x, y) = {200, 180, 160, alpha};
    }
  }
  return std::make_shared<const Texture>(std::move(texture));
}

void add_cutouts(Scene& scene) {
  scene.textures.push_back(
      cutout("disc", [](double u, double v) { return std::hypot(u - 0.5, v - 0.5) < 0.4; }));
  scene.textures.push_back(
      cutout("checker", [](double u, double v) { return (int(u * 4) + int(v * 4)) % 2 == 0; }));
  for (int i = 0; i < 2; ++i) {
    Material material;
    material.name = scene.textures[i]->name;
    material.alpha_cutoff = 0.5f;
    material.albedo_texture = i;
    material.uv_scale = glm::vec2(i == 0 ? 1.0f : 2.5f);
    scene.materials.push_back(material);
  }
  Material pane;
  pane.name = "glass";
  pane.thin_glass = true;
  scene.materials.push_back(pane);
}

/// A few triangles anywhere in the unit cube, none of them a sliver.
MeshPtr triangle_soup(Stream& stream) {
  Mesh mesh;
  const auto count = uint32_t(stream.uniform_int(1, 12));
  while (mesh.triangles.size() < count) {
    glm::vec3 corner[3];
    for (auto& c : corner) c = glm::vec3(stream.uniform(-1, 1), stream.uniform(-1, 1), stream.uniform(-1, 1));
    if (glm::length(glm::cross(corner[1] - corner[0], corner[2] - corner[0])) < 0.1f) continue;
    const auto first = uint32_t(mesh.positions.size());
    mesh.positions.insert(mesh.positions.end(), corner, corner + 3);
    mesh.triangles.emplace_back(first, first + 1, first + 2);
  }
  return finished(std::move(mesh));
}

glm::dmat3 random_rotation(Stream& stream) {
  const glm::dvec3 axis(stream.normal(), stream.normal(), stream.normal());
  const double angle = stream.uniform(0, 2 * std::numbers::pi);
  return glm::dmat3(glm::rotate(glm::dmat4(1), angle, glm::normalize(axis + glm::dvec3(1e-9))));
}

/// Rotation, unequal scales (a pole: one long, two thin), sometimes shear, sometimes mirrored.
glm::dmat3 random_linear(Stream& stream) {
  glm::dvec3 scale(stream.uniform(0.1, 1.2), stream.uniform(0.1, 1.2), stream.uniform(0.1, 1.2));
  if (stream.chance(0.2)) scale = {0.01, 0.012, stream.uniform(1, 4)};
  glm::dmat3 linear(1);
  for (int i = 0; i < 3; ++i) linear[i] *= scale[i];
  if (stream.chance(0.3)) linear[1] += linear[0] * stream.uniform(-0.8, 0.8);
  if (stream.chance(0.2)) linear[2] *= -1.0;
  return random_rotation(stream) * linear;
}

glm::dmat4 affine(const glm::dmat3& linear, const glm::dvec3& translation) {
  glm::dmat4 matrix(linear);
  matrix[3] = glm::dvec4(translation, 1);
  return matrix;
}

Camera random_camera(Stream& stream, LensModel model, int width_px, int height_px) {
  Camera camera;
  camera.model = model;
  camera.width_px = width_px;
  camera.height_px = height_px;
  camera.fx = width_px * stream.uniform(0.5, 1.5);
  camera.fy = camera.fx * stream.uniform(0.9, 1.1);
  camera.cx = width_px * stream.uniform(0.4, 0.6);
  camera.cy = height_px * stream.uniform(0.4, 0.6);
  const bool far_away = stream.chance(0.3);
  camera.position_m = far_away ? glm::dvec3(4321.987, -9876.543, 12.3) : glm::dvec3(0, 0, 1.5);
  camera.world_from_camera = random_rotation(stream);
  if (model == LensModel::brown_conrady) {
    camera.distortion = {stream.uniform(-0.3, 0.2), stream.uniform(-0.05, 0.1), 0, 0,
                         stream.uniform(-0.01, 0.02)};
    // With tangential terms the edge of what a lens sees has no closed form: keep it outside the frame.
    if (stream.chance(0.6)) {
      camera.fx = camera.fy = width_px * stream.uniform(1.3, 2);
      camera.distortion[2] = stream.uniform(-0.01, 0.01);
      camera.distortion[3] = stream.uniform(-0.01, 0.01);
    }
  }
  if (model == LensModel::kannala_brandt) {
    camera.fx = camera.fy = width_px * stream.uniform(0.2, 0.5);
    camera.distortion = {stream.uniform(-0.05, 0.05), stream.uniform(-0.01, 0.01),
                         stream.uniform(-0.003, 0.003), stream.uniform(-0.001, 0.001), 0};
  }
  if (model == LensModel::orthographic) camera.fx = camera.fy = width_px / stream.uniform(4, 12);
  return camera;
}

/// In front of the camera, at times beside or behind it.
glm::dvec3 random_place(Stream& stream, const Camera& camera) {
  const double z = stream.chance(0.1) ? stream.uniform(-6, 0) : stream.uniform(1.5, 14);
  const double half_view = camera.width_px / (2 * camera.fx);  // metres, or metres per metre of depth
  const double spread =
      camera.model == LensModel::orthographic ? half_view : 0.5 + std::abs(z) * half_view * 1.2;
  const glm::dvec3 in_camera(stream.uniform(-spread, spread), stream.uniform(-spread, spread), z);
  return camera.position_m + camera.world_from_camera * in_camera;
}

}  // namespace

MeshPtr unit_quad() {
  Mesh mesh;
  mesh.name = "quad";
  mesh.positions = {{-0.5f, 0, -0.5f}, {0.5f, 0, -0.5f}, {0.5f, 0, 0.5f}, {-0.5f, 0, 0.5f}};
  mesh.uvs = {{0, 1}, {1, 1}, {1, 0}, {0, 0}};
  mesh.triangles = {{0, 1, 2}, {0, 2, 3}};
  return finished(std::move(mesh));
}

MeshPtr unit_box() {
  Mesh mesh;
  mesh.name = "box";
  for (int corner = 0; corner < 8; ++corner) {
    mesh.positions.emplace_back(corner & 1 ? 0.5f : -0.5f, corner & 2 ? 0.5f : -0.5f,
                                corner & 4 ? 0.5f : -0.5f);
  }
  mesh.triangles = {{0, 2, 1}, {1, 2, 3}, {4, 5, 6}, {5, 7, 6}, {0, 1, 4}, {1, 5, 4},
                    {2, 6, 3}, {3, 6, 7}, {0, 4, 2}, {2, 4, 6}, {1, 3, 5}, {3, 7, 5}};
  return finished(std::move(mesh));
}

MeshPtr unit_sphere(int rings) {
  Mesh mesh;
  mesh.name = "sphere";
  const int columns = 2 * rings;
  for (int ring = 0; ring <= rings; ++ring) {
    for (int column = 0; column < columns; ++column) {
      const double polar = std::numbers::pi * ring / rings, around = 2 * std::numbers::pi * column / columns;
      const bool pole = ring == 0 || ring == rings;
      const double radius = pole ? 0 : std::sin(polar);
      mesh.positions.emplace_back(radius * std::cos(around), radius * std::sin(around), std::cos(polar));
      mesh.uvs.emplace_back(float(column) / columns, float(ring) / rings);
    }
  }
  const auto at = [&](int ring, int column) { return uint32_t(ring * columns + column % columns); };
  for (int ring = 0; ring < rings; ++ring) {
    for (int column = 0; column < columns; ++column) {
      if (ring > 0) mesh.triangles.emplace_back(at(ring, column), at(ring + 1, column), at(ring, column + 1));
      if (ring + 1 < rings)
        mesh.triangles.emplace_back(at(ring, column + 1), at(ring + 1, column), at(ring + 1, column + 1));
    }
  }
  return finished(std::move(mesh));
}

Scene empty_scene(const Camera& camera) {
  Scene scene;
  scene.camera = camera;
  scene.taxonomy.categories = {{CategoryId(1), "thing", "thing"}, {CategoryId(2), "other", "thing"}};
  scene.sky.radiance = glm::vec3(1);
  Material grey;
  grey.name = "grey";
  scene.materials.push_back(grey);
  return scene;
}

uint32_t place(Scene& scene, const MeshPtr& mesh, const glm::dmat4& to_world, uint32_t instance,
               uint32_t material) {
  const auto found = std::find(scene.meshes.begin(), scene.meshes.end(), mesh);
  Placement placement;
  placement.mesh = uint32_t(found - scene.meshes.begin());
  if (found == scene.meshes.end()) scene.meshes.push_back(mesh);
  placement.to_world = to_world;
  placement.instance = InstanceId(instance);
  placement.materials = {material};
  scene.placements.push_back(placement);
  const bool known = std::any_of(scene.instances.begin(), scene.instances.end(),
                                 [&](const Instance& i) { return i.id.value == instance; });
  if (instance > 0 && !known)
    scene.instances.push_back({InstanceId(instance), CategoryId(1 + instance % 2), {}});
  return uint32_t(scene.placements.size() - 1);
}

Scene random_scene(uint64_t number, int width_px, int height_px) {
  Stream stream(Key{20260101, number}, "random_scene");
  Scene scene = empty_scene(random_camera(stream, LensModel(number % 4), width_px, height_px));
  scene.key = {20260101, number};
  add_cutouts(scene);
  const MeshPtr shapes[] = {unit_quad(), unit_box(), unit_sphere(int(stream.uniform_int(3, 14))),
                            triangle_soup(stream)};
  const bool crowd = number % 10 == 9;
  const int64_t count = crowd ? stream.uniform_int(300, 600) : stream.uniform_int(3, 40);
  // Ids come in any order, with gaps, and some beyond 16 bits.
  const auto highest = stream.chance(0.3) ? 3000000 : 2 * count;
  for (int64_t i = 0; i < count; ++i) {
    const size_t kind = size_t(stream.uniform_int(0, 3));
    const bool labelled = stream.chance(0.8);
    const auto instance = labelled ? uint32_t(stream.uniform_int(1, highest)) : 0;
    const uint32_t material = kind == 1 || kind == 3 ? (stream.chance(0.1) ? glass : solid)
                              : stream.chance(0.4)   ? (stream.chance(0.5) ? disc_cutout : checker_cutout)
                                                     : solid;
    const double size = crowd ? 0.25 : 1;
    const glm::dmat3 linear = random_linear(stream) * size;
    const glm::dvec3 where = random_place(stream, scene.camera);
    place(scene, shapes[kind], affine(linear, where), instance, material);
    // The very same surface twice: the lower id must win, wherever it stands in the list.
    if (stream.chance(0.1))
      place(scene, shapes[kind], affine(linear, where), uint32_t(stream.uniform_int(1, highest)), material);
    // One inside the other.
    if (stream.chance(0.2))
      place(scene, shapes[1], affine(linear * 0.4, where), uint32_t(stream.uniform_int(1, highest)), solid);
  }
  // A wall behind everything, so that not all edges are edges against the sky.
  if (stream.chance(0.5)) {
    const glm::dmat3& axes = scene.camera.world_from_camera;
    const glm::dmat3 facing(axes[0] * 60.0, axes[2], axes[1] * 60.0);
    place(scene, shapes[0], affine(facing, scene.camera.position_m + axes[2] * 20.0), background.value,
          solid);
  }
  return scene;
}

}  // namespace understudy::oracle
