// SPDX-License-Identifier: Apache-2.0
// Validation layers watch the kernels of colour; those of labels they watch more closely, in labels_test.cpp.
#include "tests/catch.h"
#include "tests/renderer/quads_over_floor.h"

using namespace understudy;

namespace {

Renderer watched(uint64_t most_pixels_at_once = RendererOptions{}.most_pixels_at_once) {
  RendererOptions options;
  options.validation = Validation::calls;
  options.most_pixels_at_once = most_pixels_at_once;
  return Renderer{options};
}

/// One renderer for what comes in one piece: a layer that starts is what takes time.
Renderer& renderer() {
  static Renderer one = watched();
  return one;
}

Scene small(Scene scene) {
  scene.camera.width_px = 96;
  scene.camera.height_px = 72;
  scene.camera.cx = 48, scene.camera.cy = 36;
  scene.camera.fx = scene.camera.fy = 70;
  return scene;
}

/// Lamps, and no light from the sky.
Scene night() {
  Scene scene = small(quads_over_floor(false));
  scene.sky.radiance = glm::vec3(0);
  scene.materials.push_back({});
  scene.materials.back().emission = glm::vec3(20);
  for (size_t i = 7; i < 12; ++i) scene.placements[i].materials = {4};
  return scene;
}

Scene foggy() {
  Scene scene = small(quads_over_floor(true));
  scene.fog.density_per_m = 0.3f;
  return scene;
}

RenderRequest request_of(const std::string& quality) {
  RenderRequest request;
  request.quality = Quality::named(quality);
  if (quality == "high") request.quality.samples_per_pixel = 17;  // more than one dispatch takes
  request.buffers = true;
  return request;
}

}  // namespace

TEST_CASE("validation layers have nothing to say of pictures by day, by night and in fog") {
  const std::string quality = GENERATE("preview", "standard", "high");
  RenderRequest request = request_of(quality);
  for (const Scene& scene : {small(quads_over_floor(true)), night(), foggy()}) {
    request.plain_surroundings = scene.fog.density_per_m == 0;
    CHECK(renderer().render(scene, request).radiance.size() == 96 * 72);
  }
  CHECK(renderer().validation_messages() == 0);
}

TEST_CASE("validation layers have nothing to say of pairs") {
  Scene scene = small(quads_over_floor(true));
  RenderRequest request = request_of("standard");
  request.pairing = RenderRequest::Pairing::first;
  renderer().render(scene, request);
  scene.placements.erase(scene.placements.begin() + 20);
  request.pairing = RenderRequest::Pairing::twin;
  renderer().render(scene, request);
  CHECK(renderer().validation_messages() == 0);
}

TEST_CASE("validation layers have nothing to say of windows") {
  Renderer pieced = watched(280 * 280);
  pieced.render(quads_over_floor(true), request_of("standard"));
  CHECK(pieced.validation_messages() == 0);
}
