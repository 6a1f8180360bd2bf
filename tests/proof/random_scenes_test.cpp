// SPDX-License-Identifier: Apache-2.0
// The renderer against the independent caster on 200 random scenes, every lens model included.
#include <cstdlib>

#include "renderer/renderer.h"
#include "tests/catch.h"
#include "tests/oracles/random_scene.h"
#include "tests/proof/compare.h"

namespace understudy::proof {
namespace {

constexpr int width_px = 96, height_px = 72;

RenderRequest labels_only() {
  RenderRequest request;
  request.radiance = false;
  return request;
}

TEST_CASE("200 random scenes: ids, hits and layers are those of the double-precision caster") {
  Renderer renderer{RendererOptions{}};
  Comparison total;
  for (uint64_t number = 0; number < 200; ++number) {
    const Scene scene = oracle::random_scene(number, width_px, height_px);
    const Comparison result = compare(renderer.render(scene, labels_only()), oracle::Caster(scene));
    INFO("scene " << number << " (" << lens_model_name(scene.camera.model) << "), " << result.summary());
    CHECK(result.wrong_ids == 0);
    CHECK(result.wrong_hits == 0);
    CHECK(result.wrong_layers == 0);
    total += result;
  }
  WARN(total.summary());
  CHECK(total.pixels == 200 * width_px * height_px);
  CHECK(total.ids_at_edges * 10000 < total.pixels);
  CHECK(total.layers_at_edges * 10000 < total.pixels);
}

TEST_CASE("extents beyond the frame are what casting every pixel of the canvas counts") {
  Renderer renderer{RendererOptions{}};
  int compared = 0, outside = 0;
  for (uint64_t number = 0; number < 24; ++number) {
    const Scene scene = oracle::random_scene(number, 32, 24);
    const Frame frame = renderer.render(scene, labels_only());
    const auto expected = cast_extents(scene, oracle::Caster(scene));
    for (const auto& [instance, e] : expected) {
      INFO("scene " << number << " (" << lens_model_name(scene.camera.model) << "), instance " << instance);
      const auto found = frame.extents.find(instance);
      if (found == frame.extents.end()) {
        // Only what the frame meets has an extent; a single pixel may lie on an edge.
        int in_frame = 0;
        for (const LayerEntry& entry : frame.layers.entries) in_frame += entry.instance == instance;
        CHECK(in_frame == 0);
        continue;
      }
      const Extent& got = found->second;
      CHECK(std::abs(got.amodal_px - e.amodal_px) <= 1 + e.amodal_px / 10000);
      if (got.amodal_px == e.amodal_px) {
        CHECK(got.x0 == e.x0);
        CHECK(got.y0 == e.y0);
        CHECK(got.x1 == e.x1);
        CHECK(got.y1 == e.y1);
        CHECK(got.capped == e.capped);
      }
      ++compared;
      if (e.x0 < 0 || e.y0 < 0 || e.x1 >= 32 || e.y1 >= 24) ++outside;
    }
    for (const auto& [instance, got] : frame.extents) {
      if (got.amodal_px > 1) CHECK(expected.contains(instance));
    }
  }
  CHECK(compared > 100);
  CHECK(outside > 50);
}

}  // namespace
}  // namespace understudy::proof
