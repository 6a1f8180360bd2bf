// SPDX-License-Identifier: Apache-2.0
// What a street's camera sees is what was asked for.
#include "generators/street/viewpoint.h"

#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "tests/catch.h"
#include "tests/generators/scene_tools.h"

using namespace understudy;

namespace {

Camera camera_of(const std::string& lens, double k1, double k2, double fov_deg, int width_px, int height_px) {
  const Recipe recipe = street_recipe(fmt::format(
      "camera: {{lens: {}, k1: {}, k2: {}, p1: 0, p2: 0, fov_deg: {}}}\n", lens, k1, k2, fov_deg));
  const Draw draw(recipe.parameters, {1, 0});
  return plan_viewpoint(draw, plan_layout(draw), width_px, height_px).camera;
}

double angle_deg(const glm::dvec3& a, const glm::dvec3& b) {
  return std::atan2(glm::length(glm::cross(a, b)), glm::dot(a, b)) * 180 / std::numbers::pi;
}

/// Between the middles of the picture's sides, by the camera's own model.
double horizontal_fov_deg(const Camera& camera) {
  const auto left = camera.direction(0, camera.cy), right = camera.direction(camera.width_px, camera.cy);
  REQUIRE(left.has_value());
  REQUIRE(right.has_value());
  return angle_deg(*left, *right);
}

}  // namespace

TEST_CASE("the picture has the field of view that was asked for, and the lens sees its corners") {
  const auto [width_px, height_px] = GENERATE(std::pair{640, 480}, std::pair{64, 512});
  for (const std::string lens : {"pinhole", "brown_conrady", "fisheye"})
    for (const double k1 : {-1.0, -0.35, -0.1, 0.0, 0.1, 1.0})
      for (const double k2 : {-1.0, -0.05, 0.0, 0.05, 1.0})
        for (const double fov_deg : {5.0, 60.0, 100.0, 120.0, 150.0, 165.0, 175.0}) {
          INFO(lens << ", k1 " << k1 << ", k2 " << k2 << ", " << fov_deg << " degrees");
          const Camera camera = camera_of(lens, k1, k2, fov_deg, width_px, height_px);
          CHECK(horizontal_fov_deg(camera) == Approx(fov_deg).margin(0.01));
          // The corners of a high picture may lie behind a fisheye.
          if (lens == "fisheye" && height_px > width_px) continue;
          for (const double x : {0.0, double(width_px)})
            for (const double y : {0.0, double(height_px)}) CHECK(camera.direction(x, y).has_value());
        }
}

TEST_CASE("a distortion that the picture bears is as it was asked for") {
  const Camera camera = camera_of("brown_conrady", -0.15, 0.03, 70, 640, 480);
  CHECK(camera.distortion[0] == -0.15);
  CHECK(camera.distortion[1] == 0.03);
}
