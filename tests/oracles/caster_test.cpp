// SPDX-License-Identifier: Apache-2.0
// The judge is judged first: closed forms, and a search through all triangles without any tree.
#include <glm/gtc/matrix_transform.hpp>

#include "tests/catch.h"
#include "tests/oracles/embree_caster.h"
#include "tests/oracles/random_scene.h"

namespace understudy::oracle {
namespace {

Camera facing_north() { return look_at({0, 0, 0}, {0, 1, 0}, 100, 80, 90); }

/// A quad of this size that stands at y_m, centred on x_m.
glm::dmat4 standing(double x_m, double y_m, double size_m) {
  return glm::scale(glm::translate(glm::dmat4(1), {x_m, y_m, 0}), glm::dvec3(size_m));
}

TEST_CASE("a quad facing the camera covers the pixels that similar triangles say") {
  Scene scene = empty_scene(facing_north());
  place(scene, unit_quad(), standing(0, 10, 4), 1);
  const Caster caster(scene);
  // 4 m at 10 m and f = 50 px: 20 px wide, from 40 to 60.
  CHECK(caster.nearest(40.01, 40).instance == 1);
  CHECK(caster.nearest(39.99, 40).miss());
  CHECK(caster.nearest(59.99, 49.99).instance == 1);
  CHECK(caster.nearest(60.01, 49.99).miss());
  CHECK(caster.nearest(50, 40).t_m == Approx(10));
}

TEST_CASE("at the same depth the lower id wins, and all are met") {
  Scene scene = empty_scene(facing_north());
  place(scene, unit_quad(), standing(0, 10, 4), 7);
  place(scene, unit_quad(), standing(0, 10, 4), 3);
  place(scene, unit_quad(), standing(0, 20, 40), 5);
  place(scene, unit_quad(), standing(0, -5, 40), 9);
  const Caster caster(scene);
  CHECK(caster.nearest(50.5, 40.5).instance == 3);
  CHECK(caster.nearest(50.5, 40.5).placement == 1);
  const auto met = caster.instances_along(50.5, 40.5);
  CHECK(met.size() == 3);
  CHECK(met.at(7) == met.at(3));
  CHECK(met.at(5) > met.at(3));
  CHECK(caster.instances_along(20.5, 40.5).size() == 1);
}

/// Nearest crossing by trying every triangle of every placement.
double nearest_by_search(const Scene& scene, const CentreRay& ray) {
  double nearest_m = 1e300;
  for (const Placement& placement : scene.placements) {
    const Mesh& mesh = *scene.meshes[placement.mesh];
    for (const glm::uvec3& triangle : mesh.triangles) {
      glm::dvec3 corner[3];
      for (int i = 0; i < 3; ++i) {
        corner[i] = glm::dvec3(placement.to_world * glm::dvec4(glm::dvec3(mesh.positions[triangle[i]]), 1)) -
                    scene.camera.position_m - ray.origin;
      }
      // Solves corner[0] a + corner[1] b + corner[2] c = direction: inside where none is negative.
      const glm::dvec3 weight = glm::inverse(glm::dmat3(corner[0], corner[1], corner[2])) * ray.direction;
      const double sum = weight.x + weight.y + weight.z;
      if (weight.x >= 0 && weight.y >= 0 && weight.z >= 0 && sum > 0)
        nearest_m = std::min(nearest_m, 1 / sum);
    }
  }
  return nearest_m;
}

TEST_CASE("nothing is missed: the caster equals a search through all triangles") {
  for (uint64_t number = 0; number < 24; ++number) {
    Scene scene = random_scene(number, 48, 36);
    for (Material& material : scene.materials) material.alpha_cutoff = 0;
    const Caster caster(scene);
    const Lens lens(scene.camera);
    int different = 0;
    for (int y = 1; y < 36; y += 3) {
      for (int x = 1; x < 48; x += 3) {
        const auto ray = lens.ray(x + 0.5, y + 0.5);
        const double expected = ray ? nearest_by_search(scene, *ray) : 1e300;
        const Crossing found = caster.nearest(x + 0.5, y + 0.5);
        const double got = found.miss() ? 1e300 : found.t_m;
        if (std::abs(got - expected) > 1e-6 * expected) ++different;
      }
    }
    INFO("scene " << number);
    CHECK(different == 0);
  }
}

TEST_CASE("an alpha cut-out is a hole") {
  Scene scene = empty_scene(facing_north());
  Texture texture;
  texture.texels = Image<Rgba8>(2, 1);
  texture.texels(0, 0) = {255, 255, 255, 255};
  texture.texels(1, 0) = {255, 255, 255, 100};
  scene.textures.push_back(std::make_shared<const Texture>(texture));
  scene.materials[0].albedo_texture = 0;
  scene.materials[0].alpha_cutoff = 0.5f;
  place(scene, unit_quad(), standing(0, 10, 4), 1);
  const Caster caster(scene);
  CHECK(caster.nearest(45, 40.2).instance == 1);
  CHECK(caster.nearest(55, 40.2).miss());
}

}  // namespace
}  // namespace understudy::oracle
