// SPDX-License-Identifier: Apache-2.0
// The same scene gives the same bytes: twice, in another renderer, after other scenes, in another order.
#include <algorithm>

#include "base/random.h"
#include "tests/catch.h"
#include "tests/renderer/small_scene.h"

using namespace understudy;

namespace {

Scene scattered_quads(uint64_t seed) {
  Scene scene = empty_scene();
  scene.sun.irradiance_klx = glm::vec3(80);
  scene.sun.direction = glm::normalize(glm::vec3(0.3f, -0.5f, 0.7f));
  scene.sky.radiance = glm::vec3(4);
  Stream stream({seed, 0}, "quads");
  for (uint32_t id = 0; id < 40; ++id) {
    const float size = float(stream.uniform(0.02, 0.3));
    const double x = stream.uniform(-0.8, 0.8), y = stream.uniform(1, 4), z = stream.uniform(-0.6, 0.6);
    place(scene, quad_mesh(-size, size, -size, size), {x, y, z}, id);
  }
  return scene;
}

void require_same_labels(const Frame& a, const Frame& b) {
  REQUIRE(a.instances == b.instances);
  REQUIRE(a.parts == b.parts);
  REQUIRE(a.layers.begin == b.layers.begin);
  REQUIRE(a.layers.entries == b.layers.entries);
}

}  // namespace

TEST_CASE("the same scene gives the same bytes") {
  Renderer first{RendererOptions{}}, second{RendererOptions{}};
  RenderRequest request;
  request.quality = Quality::named("preview");
  request.buffers = true;
  const Scene scene = scattered_quads(1);
  const Frame a = first.render(scene, request);
  first.render(scattered_quads(2), request);
  for (Renderer* renderer : {&first, &second}) {
    const Frame b = renderer->render(scene, request);
    require_same_labels(a, b);
    CHECK(a.hits == b.hits);
    CHECK(a.radiance == b.radiance);
    CHECK(a.depth_m == b.depth_m);
    CHECK(a.normals == b.normals);
  }
}

TEST_CASE("the order of placements and instances changes no label") {
  Renderer renderer{RendererOptions{}};
  const Scene scene = scattered_quads(3);
  Scene reversed = scene;
  std::reverse(reversed.placements.begin(), reversed.placements.end());
  std::reverse(reversed.instances.begin(), reversed.instances.end());
  require_same_labels(render_labels(renderer, scene), render_labels(renderer, reversed));
}

TEST_CASE("every ray is counted") {
  Renderer renderer{RendererOptions{}};
  const Scene scene = scattered_quads(4);
  RenderRequest request;
  request.radiance = request.layers = false;
  renderer.render(scene, request);
  const uint64_t pixels = uint64_t(scene.camera.width_px) * uint64_t(scene.camera.height_px);
  CHECK(renderer.statistics().rays == pixels);  // the centre rays, nothing else
  request.radiance = true;
  renderer.render(scene, request);
  CHECK(renderer.statistics().rays > 2 * pixels);
}
