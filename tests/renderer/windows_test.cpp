// SPDX-License-Identifier: Apache-2.0
// An image in windows is, byte for byte, the image in one piece.
#include "renderer/windows.h"

#include <algorithm>
#include <array>
#include <string>

#include "tests/catch.h"
#include "tests/renderer/quads_over_floor.h"

using namespace understudy;

namespace {

constexpr uint64_t few_pixels = 280 * 280;

Renderer in_windows(Validation validation = Validation::none) {
  RendererOptions options;
  options.validation = validation;
  options.most_pixels_at_once = few_pixels;
  return Renderer{options};
}

void require_same(const Frame& whole, const Frame& pieced) {
  REQUIRE(pieced.width_px == whole.width_px);
  REQUIRE(pieced.height_px == whole.height_px);
  CHECK(pieced.hits == whole.hits);
  CHECK(pieced.instances == whole.instances);
  CHECK(pieced.categories == whole.categories);
  CHECK(pieced.parts == whole.parts);
  CHECK(pieced.depth_m == whole.depth_m);
  CHECK(pieced.normals == whole.normals);
  CHECK(pieced.albedo == whole.albedo);
  CHECK(pieced.radiance == whole.radiance);
  CHECK(pieced.layers.begin == whole.layers.begin);
  CHECK(pieced.layers.entries == whole.layers.entries);
  REQUIRE(pieced.extents.size() == whole.extents.size());
  for (const auto& [instance, extent] : whole.extents) {
    const Extent& other = pieced.extents.at(instance);
    CHECK(other.amodal_px == extent.amodal_px);
    CHECK(std::array{other.x0, other.y0, other.x1, other.y1} ==
          std::array{extent.x0, extent.y0, extent.x1, extent.y1});
    CHECK(other.capped == extent.capped);
  }
}

RenderRequest request_of(const std::string& quality) {
  RenderRequest request;
  request.quality = Quality::named(quality);
  request.buffers = true;
  return request;
}

}  // namespace

TEST_CASE("windows cover an image once, and are no larger than asked") {
  const auto [width_px, height_px, most_pixels, reach_px] =
      GENERATE(std::array{416, 331, 40000, 72}, std::array{4000, 3000, 2'097'152, 72},
               std::array{16384, 64, 1'000'000, 72}, std::array{64, 16384, 1'000'000, 72},
               std::array{2048, 1536, 1'242'757, 72}, std::array{1001, 999, 30000, 0});
  const auto windows = windows_of(width_px, height_px, uint64_t(most_pixels), reach_px);
  CHECK(windows.size() > 1);
  Image<int> covered(width_px, height_px);
  for (const auto& [rendered, kept] : windows) {
    CHECK(rendered.width_px() * rendered.height_px() <= most_pixels);
    CHECK(kept.x0 % 8 == 0);
    CHECK(rendered.x0 % 8 == 0);
    CHECK(rendered.y0 % 8 == 0);
    CHECK(rendered.x0 == std::max(kept.x0 - reach_px, 0));
    CHECK(rendered.y0 == std::max(kept.y0 - reach_px, 0));
    CHECK(rendered.x1 == std::min(kept.x1 + reach_px, width_px));
    CHECK(rendered.y1 == std::min(kept.y1 + reach_px, height_px));
    for (int y = kept.y0; y < kept.y1; ++y)
      for (int x = kept.x0; x < kept.x1; ++x) ++covered(x, y);
  }
  CHECK(std::all_of(covered.begin(), covered.end(), [](int times) { return times == 1; }));
}

TEST_CASE("an image that fits is one window") {
  const auto windows = windows_of(640, 480, 640 * 480, 72);
  REQUIRE(windows.size() == 1);
  CHECK(windows[0].rendered.width_px() == 640);
  CHECK(windows[0].rendered.height_px() == 480);
}

TEST_CASE("an image in windows has the bytes of one in one piece") {
  const std::string quality = GENERATE("preview", "standard");
  const bool sunny = GENERATE(true, false);
  Renderer whole{RendererOptions{}}, pieced = in_windows();
  const Scene scene = quads_over_floor(sunny);
  RenderRequest request = request_of(quality);
  request.plain_surroundings = !sunny;  // quads of pixels that share their light
  require_same(whole.render(scene, request), pieced.render(scene, request));
  CHECK(pieced.statistics().rays > whole.statistics().rays);
}

TEST_CASE("many samples in windows have the bytes of one piece") {
  Renderer whole{RendererOptions{}}, pieced = in_windows();
  const Scene scene = quads_over_floor(true);
  RenderRequest request = request_of("high");
  request.quality.samples_per_pixel = 17;  // more than one dispatch takes
  request.quality.max_bounces = 2;
  require_same(whole.render(scene, request), pieced.render(scene, request));
}

TEST_CASE("labels alone in windows overlap nowhere, and validation layers have nothing to say") {
  Renderer whole{RendererOptions{}}, pieced = in_windows(Validation::memory);
  const Scene scene = quads_over_floor(true);
  require_same(render_labels(whole, scene), render_labels(pieced, scene));
  CHECK(pieced.validation_messages() == 0);
}

TEST_CASE("both pictures of a pair may come in windows") {
  Renderer alone{RendererOptions{}}, pieced = in_windows();
  Scene scene = quads_over_floor(true);
  RenderRequest request = request_of("preview");
  request.pairing = RenderRequest::Pairing::first;
  pieced.render(scene, request);
  scene.placements.erase(scene.placements.begin() + 20);
  request.pairing = RenderRequest::Pairing::twin;
  const Frame twin = pieced.render(scene, request);
  request.pairing = RenderRequest::Pairing::alone;
  require_same(alone.render(scene, request), twin);
}
