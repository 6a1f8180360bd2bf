// SPDX-License-Identifier: Apache-2.0
#include "scenes/camera.h"

#include <cmath>

#include "tests/catch.h"

using namespace understudy;

namespace {

Camera with_model(LensModel model, std::array<double, 5> distortion) {
  Camera camera = look_at({3, -2, 1.5}, {10, 4, 1}, 640, 480, 70);
  camera.model = model;
  camera.distortion = distortion;
  camera.fy = camera.fx * 1.1;
  camera.cx = 317.25;
  if (model == LensModel::orthographic) camera.fx = camera.fy = 40;
  return camera;
}

const Camera cameras[] = {
    with_model(LensModel::pinhole, {}),
    with_model(LensModel::brown_conrady, {-0.31, 0.12, 0.0012, -0.0008, -0.02}),
    with_model(LensModel::brown_conrady, {0.15, 0.02, -0.002, 0.001, 0.01}),
    with_model(LensModel::kannala_brandt, {-0.02, 0.008, -0.004, 0.0007, 0}),
    with_model(LensModel::orthographic, {}),
};

}  // namespace

TEST_CASE("a ray projects back to its pixel, for every lens model") {
  for (const Camera& camera : cameras) {
    int seen = 0;
    for (double y = 0.5; y < 480; y += 17) {
      for (double x = 0.5; x < 640; x += 19) {
        const auto ray = camera.ray(x, y);
        if (!ray) continue;
        ++seen;
        CHECK(glm::length(ray->direction) == Approx(1).epsilon(1e-12));
        const auto pixel = camera.project(ray->origin + ray->direction * 7.0);
        REQUIRE(pixel);
        CHECK(glm::length(*pixel - glm::dvec2(x, y)) < 1e-8);
      }
    }
    CHECK(seen > 900);
  }
}

TEST_CASE("projection follows OpenCV's equations") {
  // Numbers worked out by hand from the documented formulas for the point (0.2, -0.1, 1).
  Camera camera;
  camera.fx = 500, camera.fy = 400, camera.cx = 320, camera.cy = 240;
  camera.model = LensModel::brown_conrady;
  camera.distortion = {0.1, 0.2, 0.01, 0.02, 0.3};
  const double s = 0.05, radial = 1 + 0.1 * s + 0.2 * s * s + 0.3 * s * s * s;
  const double x = 0.2 * radial + 2 * 0.01 * 0.2 * -0.1 + 0.02 * (s + 2 * 0.04);
  const double y = -0.1 * radial + 0.01 * (s + 2 * 0.01) + 2 * 0.02 * 0.2 * -0.1;
  auto pixel = camera.project({0.2, -0.1, 1});
  REQUIRE(pixel);
  CHECK(pixel->x == Approx(500 * x + 320).epsilon(1e-14));
  CHECK(pixel->y == Approx(400 * y + 240).epsilon(1e-14));

  camera.model = LensModel::kannala_brandt;
  const double r = std::sqrt(s), theta = std::atan(r), t2 = theta * theta;
  const double theta_d =
      theta * (1 + 0.1 * t2 + 0.2 * t2 * t2 + 0.01 * t2 * t2 * t2 + 0.02 * t2 * t2 * t2 * t2);
  pixel = camera.project({0.2, -0.1, 1});
  REQUIRE(pixel);
  CHECK(pixel->x == Approx(500 * theta_d / r * 0.2 + 320).epsilon(1e-14));
  CHECK(pixel->y == Approx(400 * theta_d / r * -0.1 + 240).epsilon(1e-14));
}

TEST_CASE("a lens sees nothing beyond where its distortion stops growing") {
  Camera camera;
  camera.model = LensModel::brown_conrady;
  camera.distortion = {-1.0 / 3, 0, 0, 0, 0};  // r - r^3 / 3 grows up to r = 1, where it is 2/3
  CHECK(camera.max_angle_rad() == Approx(std::atan(1.0)));
  CHECK(camera.direction(camera.cx + camera.fx * 0.6666, camera.cy));
  CHECK_FALSE(camera.direction(camera.cx + camera.fx * 0.6667, camera.cy));
  CHECK(camera.project({0.99, 0, 1}));
  CHECK_FALSE(camera.project({1.01, 0, 1}));

  camera.model = LensModel::kannala_brandt;  // theta - theta^3 / 3
  CHECK(camera.max_angle_rad() == Approx(1.0));
  CHECK_FALSE(camera.direction(camera.cx, camera.cy + camera.fy * 0.6667));
  camera.distortion = {};
  CHECK(camera.project({1, 0, -1}));  // a plain equidistant fisheye sees behind itself
  CHECK_FALSE(camera.project({0, 0, -1}));
}

TEST_CASE("look_at puts the target in the middle, the world upright and right on the right") {
  const Camera camera = look_at({0, 0, 2}, {0, 10, 2}, 100, 80, 90);
  CHECK(camera.fx == Approx(50));
  const auto middle = camera.project({0, 10, 2});
  REQUIRE(middle);
  CHECK(glm::length(*middle - glm::dvec2(50, 40)) < 1e-12);
  CHECK(camera.project({1, 10, 2})->x > 50);
  CHECK(camera.project({0, 10, 3})->y < 40);
  CHECK(glm::determinant(camera.world_from_camera) == Approx(1));
  CHECK(glm::determinant(look_at({0, 0, 9}, {0, 0, 0}, 10, 10, 60).world_from_camera) == Approx(1));
}
