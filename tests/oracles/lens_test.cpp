// SPDX-License-Identifier: Apache-2.0
// Two cameras written apart, by different methods, agree; and both put a pixel's ray where the pixel is.
#include "tests/oracles/lens.h"

#include "tests/catch.h"
#include "tests/oracles/random_scene.h"

namespace understudy::oracle {
namespace {

TEST_CASE("the judge's lens and scenes/camera agree on every pixel of 200 random cameras") {
  int seen = 0, unseen = 0;
  for (uint64_t number = 0; number < 200; ++number) {
    const Camera camera = random_scene(number, 96, 72).camera;
    const Lens lens(camera);
    double largest_rad = 0;
    for (int y = 0; y < 72; y += 5) {
      for (int x = 0; x < 96; x += 5) {
        const auto judge = lens.ray(x + 0.5, y + 0.5);
        const auto ray = camera.ray(x + 0.5, y + 0.5);
        REQUIRE(judge.has_value() == ray.has_value());
        ++(ray ? seen : unseen);
        if (!ray) continue;
        largest_rad = std::max(largest_rad, glm::length(judge->direction - ray->direction));
        CHECK(glm::length(camera.position_m + judge->origin - ray->origin) < 1e-10);
      }
    }
    INFO("camera " << number << ", model " << lens_model_name(camera.model));
    CHECK(largest_rad < 1e-9);
  }
  CHECK(seen > 10000);
  CHECK(unseen > 0);  // some lenses do not fill the frame: both must know where they end
}

TEST_CASE("a point along the judge's ray is projected back to the pixel") {
  for (uint64_t number = 0; number < 40; ++number) {
    const Camera camera = random_scene(number, 96, 72).camera;
    const Lens lens(camera);
    for (const double x : {3.25, 48.0, 91.5}) {
      for (const double y : {2.5, 36.0, 70.75}) {
        const auto ray = lens.ray(x, y);
        if (!ray) continue;
        const auto pixel = camera.project(camera.position_m + ray->origin + ray->direction * 5.0);
        REQUIRE(pixel.has_value());
        CHECK(glm::length(*pixel - glm::dvec2(x, y)) < 1e-6);
      }
    }
  }
}

TEST_CASE("a fisheye of no distortion is equidistant: radius is focal length times angle") {
  Camera camera;
  camera.model = LensModel::kannala_brandt;
  camera.fx = camera.fy = 100;
  const auto ray = Lens(camera).ray(camera.cx + 100 * 1.2, camera.cy);
  REQUIRE(ray.has_value());
  CHECK(ray->direction.x == Approx(std::sin(1.2)));
  CHECK(ray->direction.z == Approx(std::cos(1.2)));
}

}  // namespace
}  // namespace understudy::oracle
