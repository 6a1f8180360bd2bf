// SPDX-License-Identifier: Apache-2.0
#include "scenes/mesh.h"

#include "scenes/scene.h"
#include "tests/catch.h"

using namespace understudy;

TEST_CASE("finish fills bounds, normals, uvs and slots") {
  Mesh mesh;
  mesh.positions = {{0, 0, 0}, {2, 0, 0}, {2, 3, 0}, {0, 3, 0}};
  mesh.triangles = {{0, 1, 2}, {0, 2, 3}};
  mesh.finish();
  mesh.check();
  CHECK(mesh.upper == glm::vec3(2, 3, 0));
  CHECK(mesh.normals[2] == glm::vec3(0, 0, 1));
  CHECK(mesh.slots == std::vector<uint16_t>{0, 0});
}

TEST_CASE("vertex normals are weighted by angle, so splitting a face changes nothing") {
  // The corner of a cube: three faces, of which one is two triangles that both touch the corner.
  Mesh mesh;
  mesh.positions = {{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}, {0, 0, 1}, {1, 0, 1}, {0, 1, 1}};
  mesh.triangles = {{0, 2, 1}, {0, 3, 2}, {0, 1, 4}, {1, 5, 4}, {0, 4, 3}, {3, 4, 6}};
  mesh.finish();
  const glm::vec3 expected = -glm::normalize(glm::vec3(1));
  CHECK(glm::length(mesh.normals[0] - expected) < 1e-6f);
}

TEST_CASE("a whole scene passes its check") {
  auto mesh = std::make_shared<Mesh>();
  mesh->positions = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}};
  mesh->triangles = {{0, 1, 2}};
  mesh->finish();
  Scene scene;
  scene.meshes = {mesh};
  scene.materials.resize(1);
  scene.taxonomy.categories = {{CategoryId(1), "car", "vehicle"}};
  scene.instances = {{InstanceId(7), CategoryId(1), {}}};
  Placement placement;
  placement.instance = InstanceId(7);
  placement.materials = {0};
  scene.placements = {placement};
  scene.check();
  CHECK(scene.taxonomy.category(CategoryId(1)).name == "car");
}
