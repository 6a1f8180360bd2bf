// SPDX-License-Identifier: Apache-2.0
// Scenes whose labels have a closed form. Validation layers watch every kernel.
#include <algorithm>

#include "tests/catch.h"
#include "tests/renderer/small_scene.h"

using namespace understudy;

namespace {

Renderer& renderer() {
  static Renderer one = [] {
    RendererOptions options;
    options.validation = Validation::memory;
    return Renderer(options);
  }();
  return one;
}

}  // namespace

TEST_CASE("a quad clipped by the frame: mask, distance and extent") {
  Scene scene = empty_scene();
  // At distance 2: 50 px per metre. x from 0.2 m to 1.0 m is 10 to 50 px right of the middle (32): 42 to 82.
  place(scene, quad_mesh(0.2f, 1.0f, -0.1f, 0.1f), {0, 2, 0}, 7);
  const Frame frame = render_labels(renderer(), scene);
  for (int y = 0; y < 48; ++y)
    for (int x = 0; x < 64; ++x) CHECK(frame.instances(x, y) == (x >= 42 && y >= 19 && y < 29 ? 7u : 0u));
  CHECK(frame.categories(50, 20) == 1);
  const Extent& extent = frame.extents.at(7);
  CHECK(extent.amodal_px == 40 * 10);
  CHECK(extent.x0 == 42);
  CHECK(extent.x1 == 81);
  CHECK(extent.y0 == 19);
  CHECK(extent.y1 == 28);
  CHECK_FALSE(extent.capped);
  const double dx = (50.5 - 32) / 100, dz = (20.5 - 24) / 100;
  CHECK(frame.hits(50, 20).t_m == Approx(2 * std::sqrt(1 + dx * dx + dz * dz)).epsilon(1e-6));
}

TEST_CASE("what reaches the end of the extended plane is capped") {
  Scene scene = empty_scene();
  place(scene, quad_mesh(0, 1000, -0.1f, 0.1f), {0, 2, 0}, 3);
  const Extent extent = render_labels(renderer(), scene).extents.at(3);
  CHECK(extent.capped);
  CHECK(extent.x0 == 32);
  CHECK(extent.x1 == 64 * 3 - 1);
  CHECK(extent.amodal_px == (64 * 3 - 32) * 10);
}

TEST_CASE("nothing behind the camera is seen") {
  Scene scene = empty_scene();
  place(scene, quad_mesh(-1, 1, -1, 1), {0, -2, 0}, 1);
  const Frame frame = render_labels(renderer(), scene);
  CHECK(count_of(frame, 1) == 0);
  CHECK(frame.extents.empty());
  CHECK(frame.layers.entries.empty());
}

TEST_CASE("a pole one pixel wide covers one column, and half a pixel aside still one") {
  for (double shift_px : {0.0, 0.3, -0.3}) {
    Scene scene = empty_scene();
    const float left = 0.005f - 0.005f, right = 0.005f + 0.005f;  // 32 to 33 px at distance 1
    place(scene, quad_mesh(left, right, -1, 1), {shift_px / 100, 1, 0}, 5);
    const Frame frame = render_labels(renderer(), scene);
    CHECK(count_of(frame, 5) == 48);
    CHECK(frame.instances(32, 0) == 5);
  }
}

TEST_CASE("at equal depth the lower id wins, whatever the order of placements") {
  for (bool swapped : {false, true}) {
    Scene scene = empty_scene();
    const MeshPtr quad = quad_mesh(-1, 1, -1, 1);
    place(scene, quad, {0, 2, 0}, swapped ? 4 : 9);
    place(scene, quad, {0, 2, 0}, swapped ? 9 : 4);
    const Frame frame = render_labels(renderer(), scene);
    CHECK(count_of(frame, 4) == 64 * 48);
    CHECK(frame.layers.entries[0].instance == 4);
    CHECK(frame.layers.entries[1].instance == 9);
    CHECK(frame.hits(0, 0).placement == (swapped ? 0u : 1u));
    CHECK(frame.layers.entries.size() == 2 * 64 * 48);
  }
}

TEST_CASE("an alpha-cut disc covers the texels whose alpha reaches the cutoff") {
  Scene scene = empty_scene();
  auto texture = std::make_shared<Texture>();
  texture->texels = Image<Rgba8>(64, 64);
  int64_t inside = 0;
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      const bool solid = std::hypot(x - 31.5, y - 31.5) < 20;
      texture->texels(x, y) = {255, 255, 255, uint8_t(solid ? 200 : 100)};
      inside += solid;
    }
  }
  scene.textures = {texture};
  scene.materials[0].albedo_texture = 0;
  scene.materials[0].alpha_cutoff = 0.5f;
  scene.camera = look_at({0, 0, 0}, {0, 1, 0}, 64, 64, 60);
  scene.camera.fx = scene.camera.fy = 64;
  place(scene, quad_mesh(-0.5f, 0.5f, -0.5f, 0.5f), {0, 1, 0}, 2);  // one texel per pixel
  const Frame frame = render_labels(renderer(), scene);
  CHECK(count_of(frame, 2) == inside);
  CHECK(frame.instances(0, 0) == 0);
  CHECK(frame.instances(32, 32) == 2);
}

TEST_CASE("under distortion a pixel is covered where the lens' ray meets the quad") {
  Scene scene = empty_scene();
  scene.camera.model = LensModel::brown_conrady;
  scene.camera.distortion = {-0.2, 0.05, 0.001, -0.002, 0};
  place(scene, quad_mesh(-0.4f, 0.2f, -0.3f, 0.15f), {0, 2, 0}, 6);
  const Frame frame = render_labels(renderer(), scene);
  for (int y = 0; y < 48; ++y) {
    for (int x = 0; x < 64; ++x) {
      const auto ray = scene.camera.ray(x + 0.5, y + 0.5);
      REQUIRE(ray);
      const glm::dvec3 at = ray->direction * (2 / ray->direction.y);
      const bool covered = at.x > -0.4f && at.x < 0.2f && at.z > -0.3f && at.z < 0.15f;
      CHECK(frame.instances(x, y) == (covered ? 6u : 0u));
    }
  }
}

TEST_CASE("layers hold every instance once, by distance, and the background among them") {
  Scene scene = empty_scene();
  const MeshPtr quad = quad_mesh(-2, 2, -2, 2);
  for (uint32_t id : {30u, 10u, 20u}) place(scene, quad, {0, 1 + id / 10.0, 0}, id);
  place(scene, quad, {0, 3.5, 0}, 10);  // a second placement of one instance, farther away
  place(scene, quad, {0, 2.5, 0}, 0);
  const Frame frame = render_labels(renderer(), scene);
  for (size_t pixel = 0; pixel < frame.instances.size(); ++pixel) {
    REQUIRE(frame.layers.begin[pixel + 1] - frame.layers.begin[pixel] == 4);
    const LayerEntry* entry = &frame.layers.entries[frame.layers.begin[pixel]];
    CHECK(entry[0].instance == 10);
    CHECK(entry[1].instance == 0);
    CHECK(entry[2].instance == 20);
    CHECK(entry[3].instance == 30);
    CHECK(entry[0].t_m == frame.hits[pixel].t_m);
    CHECK(entry[3].t_m / entry[0].t_m == Approx(2.0).epsilon(1e-5));
  }
}

TEST_CASE("more layers than there are slots: the second pass drops none") {
  Scene scene = empty_scene();
  const MeshPtr quad = quad_mesh(-0.1f, 0.1f, -0.1f, 0.1f);
  for (uint32_t id = 1; id <= 40; ++id) place(scene, quad, {0, 1 + 0.01 * id, 0}, id);
  const Frame frame = render_labels(renderer(), scene);
  const size_t middle = 24 * 64 + 32;
  REQUIRE(frame.layers.begin[middle + 1] - frame.layers.begin[middle] == 40);
  for (uint32_t i = 0; i < 40; ++i)
    CHECK(frame.layers.entries[frame.layers.begin[middle] + i].instance == i + 1);
  CHECK(frame.layers.begin[1] == 0);
  CHECK(frame.extents.size() == 40);
}

TEST_CASE("more than 65,536 instances keep their ids apart") {
  constexpr int kSide = 264;  // 69,696 instances, one per pixel
  Scene scene = empty_scene(kSide, kSide);
  scene.camera.model = LensModel::orthographic;
  scene.camera.fx = scene.camera.fy = 1;
  const MeshPtr quad = quad_mesh(-0.4f, 0.4f, -0.4f, 0.4f);
  scene.meshes = {quad};
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      Placement placement;
      placement.to_world[3] = glm::dvec4(x + 0.5 - kSide / 2, 5, kSide / 2 - y - 0.5, 1);
      placement.instance = InstanceId(uint32_t(y * kSide + x + 1));
      placement.materials = {0};
      scene.placements.push_back(placement);
      scene.instances.push_back({placement.instance, CategoryId(1), {}});
    }
  }
  RenderRequest request = labels_request();
  request.layers = false;
  const Frame frame = renderer().render(scene, request);
  size_t wrong = 0;
  for (size_t i = 0; i < frame.instances.size(); ++i) wrong += frame.instances[i] != i + 1;
  CHECK(wrong == 0);
}

TEST_CASE("the validation layers had nothing to say") { CHECK(renderer().validation_messages() == 0); }
