// SPDX-License-Identifier: Apache-2.0
// Horizon and camera of a photo, against synthetic cameras whose values are known.
#include <cmath>

#include "augment/horizon.h"
#include "base/random.h"
#include "pipeline/insert/photo_camera.h"
#include "pipeline/insert/spot.h"
#include "tests/catch.h"

using namespace understudy;

namespace {

/// What an upright person of that height, standing there, looks like.
StandingBox person_box(const Camera& camera, glm::dvec2 at_m, double height_m) {
  const glm::dvec2 foot = *camera.project({at_m.x, at_m.y, 0});
  const glm::dvec2 head = *camera.project({at_m.x, at_m.y, height_m});
  return {head.y, foot.y, class_height("person")};
}

std::vector<StandingBox> crowd(const Camera& camera, int people, double spread, Stream stream) {
  std::vector<StandingBox> boxes;
  for (int i = 0; i < people; ++i) {
    const glm::dvec2 at(stream.uniform(5, 30), stream.uniform(-2, 2));
    const double height_m = class_height("person").height_m * std::exp(stream.normal(0, spread));
    boxes.push_back(person_box(camera, at, height_m));
  }
  return boxes;
}

}  // namespace

TEST_CASE("the horizon and the camera's height come out of people's boxes") {
  for (const double horizon_px : {150.0, 205.0, 260.0}) {
    for (const double height_m : {1.2, 1.6, 3.5}) {
      const Camera camera = photo_camera(640, 480, 58, horizon_px, height_m);
      const Horizon found =
          fit_horizon(crowd(camera, 12, 0, Stream({1, 0}, "crowd")), usual_projection(640, 480));
      INFO(horizon_px << " px, " << height_m << " m: " << found.row_px << " px, " << found.camera_height_m);
      CHECK(std::abs(found.row_px - horizon_px) < 12);
      CHECK(std::abs(std::log(found.camera_height_m / height_m)) < 0.12);
      CHECK(found.support == 12);
      CHECK(found.confidence > 0.9);
    }
  }
}

TEST_CASE("what stands before a tilted camera is as tall in the picture as the camera projects it") {
  for (const double horizon_px : {-60.0, 30.0, 240.0, 300.0}) {
    const Camera camera = photo_camera(640, 480, usual_fov_deg, horizon_px, 5);
    const Horizon horizon{horizon_px, 5, 0, 1, usual_projection(640, 480)};
    for (const double away_m : {8.0, 20.0, 60.0}) {
      const StandingBox box = person_box(camera, {away_m, 0}, 1.8);
      INFO(horizon_px << " px, " << away_m << " m");
      CHECK(horizon.standing_px(1.8, box.bottom_px) == Approx(box.bottom_px - box.top_px).epsilon(1e-9));
      CHECK(horizon.standing_m(box.top_px, box.bottom_px) == Approx(1.8).epsilon(1e-9));
      const glm::dvec2 roof = *camera.project({away_m + 2.4, 0, 1.5});
      CHECK(horizon.box_px({1.5, 0.1, 2.4}, box.bottom_px) == Approx(box.bottom_px - roof.y).epsilon(1e-9));
    }
  }
}

TEST_CASE("a camera on a pole is told from one at eye level") {
  const Camera camera = photo_camera(640, 480, usual_fov_deg, 20, 5.5);
  std::vector<StandingBox> boxes;
  for (const double away_m : {14.0, 18.0, 22.0, 30.0, 26.0}) {
    const glm::dvec2 front = *camera.project({away_m, 0, 0}), roof = *camera.project({away_m + 2.4, 0, 1.5});
    boxes.push_back({roof.y, front.y, class_height("car")});
    boxes.push_back(person_box(camera, {away_m + 1, 0}, 1.68));
  }
  const Horizon found = fit_horizon(boxes, usual_projection(640, 480));
  INFO(found.row_px << " px, " << found.camera_height_m << " m");
  CHECK(std::abs(found.row_px - 20) < 12);
  CHECK(std::abs(std::log(found.camera_height_m / 5.5)) < 0.06);
  CHECK(found.support == 10);
  CHECK(found.confidence > 0.9);
}

TEST_CASE("a third of wrong boxes does not move the horizon") {
  const Camera camera = photo_camera(640, 480, 58, 200, 1.6);
  std::vector<StandingBox> boxes = crowd(camera, 12, 0.05, Stream({2, 0}, "crowd"));
  Stream stream({2, 0}, "wrong");
  for (int i = 0; i < 6; ++i) {
    const double bottom = stream.uniform(300, 460);
    boxes.push_back({bottom - stream.uniform(8, 25), bottom, class_height("person")});
  }
  const Horizon found = fit_horizon(boxes, usual_projection(640, 480));
  CHECK(std::abs(found.row_px - 200) < 15);
  CHECK(std::abs(std::log(found.camera_height_m / 1.6)) < 0.15);
  CHECK(found.support <= 13);
  CHECK(found.confidence < 0.75);
}

TEST_CASE("without boxes the horizon is the usual one and nobody is sure of it") {
  const Horizon found = fit_horizon({}, usual_projection(640, 480)),
                usual = usual_horizon(usual_projection(640, 480));
  CHECK(std::abs(found.row_px - usual.row_px) < 1);
  CHECK(std::abs(found.camera_height_m - usual.camera_height_m) < 0.01);
  CHECK(found.confidence == 0);
}

TEST_CASE("two boxes are believed where they agree on a usual camera, one never is") {
  const auto found = [](double horizon_px, double height_m, int count) {
    const Camera camera = photo_camera(640, 480, 58, horizon_px, height_m);
    return fit_horizon(crowd(camera, count, 0, Stream({3, 0}, "crowd")), usual_projection(640, 480))
        .confidence;
  };
  CHECK(found(200, 1.55, 2) > 0.5);
  CHECK(found(60, 3.5, 2) < 0.5);
  CHECK(found(200, 1.55, 1) < 0.5);
  CHECK(found(60, 3.5, 12) > 0.9);
}

TEST_CASE(
    "a place is on what looks like ground, however little of it there is; where there is none, that is "
    "said") {
  const Camera camera = photo_camera(640, 480, 58, 200, 1.6);
  Image<float> likeness(640, 480);
  for (int y = 300; y < 330; ++y) std::fill_n(&likeness(500, y), 60, 1.0f);
  const Image<float> all(640, 480, 1);
  Mesh mesh;
  mesh.positions = {{-0.2f, -0.2f, 0}, {0.2f, 0.2f, 0}, {0, 0, 1.7f}};
  mesh.lower = {-0.2f, -0.2f, 0};
  mesh.upper = {0.2f, 0.2f, 1.7f};
  ObjectModel model;
  model.mesh = std::make_shared<const Mesh>(mesh);
  PlacedObject placed;
  placed.subject.object = std::make_shared<const ObjectModel>(model);
  std::string why;
  REQUIRE(find_spot(placed, camera, {}, {likeness, all}, {}, Stream({4, 0}, "spot"), why));
  const glm::dvec2 foot = *camera.project({placed.ground_m.x, placed.ground_m.y, 0});
  CHECK(likeness(int(foot.x), int(foot.y)) == 1);
  const std::vector<Obstacle> wall{{{0, 0, 640, 480}, false, true, {3.5, 0}, 10, 0.5}};
  CHECK_FALSE(find_spot(placed, camera, wall, {likeness, likeness}, {}, Stream({4, 0}, "spot"), why));
  CHECK(why == "400 places were tried: 400 times a nearer thing hides it, or its box has no outline");
  // Below the foot stands what is no ground: it may reach up before the object, unless its box says how far.
  Image<float> railing(640, 480, 1);
  for (int y = 330; y < 480; ++y) std::fill_n(&railing(0, y), 640, 0.0f);
  Image<float> strip(640, 480);
  for (int y = 318; y < 326; ++y) std::fill_n(&strip(300, y), 60, 1.0f);
  CHECK(find_spot(placed, camera, {}, {strip, all}, {}, Stream({4, 0}, "spot"), why));
  CHECK_FALSE(find_spot(placed, camera, {}, {strip, railing}, {}, Stream({4, 0}, "spot"), why));
  CHECK(why.find("something that nobody annotated may stand before it") != why.npos);
  const std::vector<Obstacle> known{{{0, 330, 640, 150}, true, true, {2.5, 0}, 5, 0.2}};
  CHECK(find_spot(placed, camera, known, {strip, railing}, {}, Stream({4, 0}, "spot"), why));
  const Image<float> none(640, 480);
  CHECK_FALSE(find_spot(placed, camera, {}, {none, none}, {}, Stream({4, 0}, "spot"), why));
  CHECK(why == "between its nearest and its farthest place the photo shows no ground");
}

TEST_CASE("ground and picture are each other's inverse, and far ground is on the horizon") {
  const Camera camera = photo_camera(640, 480, 65, 170, 1.7);
  for (const glm::dvec2 at : {glm::dvec2(5, 1), glm::dvec2(20, -6), glm::dvec2(80, 3)}) {
    const glm::dvec2 seen = *camera.project({at.x, at.y, 0});
    CHECK(glm::length(*ground_at(camera, seen.x, seen.y) - at) < 1e-6);
  }
  CHECK(std::abs(camera.project({1e7, 0, 0})->y - 170) < 0.01);
  CHECK_FALSE(ground_at(camera, 100, 170));
  CHECK_FALSE(ground_at(camera, 100, 20));
  CHECK(ground_at(camera, 320, 400)->y == Approx(0).margin(1e-9));
  CHECK(ground_at(camera, 100, 400)->y > 0);  // left
}

TEST_CASE("fields of view: a longer side, a film's focal length") {
  CHECK(horizontal_fov_deg(640, 480, 58) == Approx(58));
  CHECK(std::tan(horizontal_fov_deg(480, 640, 58) * M_PI / 360) == Approx(0.75 * std::tan(58 * M_PI / 360)));
  CHECK(horizontal_fov_of_film(3600, 2400, 18) == Approx(90));  // 36 mm wide film behind 18 mm
}

TEST_CASE("a cropped and finer camera sees the same rays") {
  const Camera camera = photo_camera(640, 480, 58, 190, 1.5), part = cropped(camera, -30, 200, 100, 90, 4);
  CHECK(part.width_px == 400);
  const Ray whole = *camera.ray(-30 + 12.625, 200 + 33.125), same = *part.ray(4 * 12.625, 4 * 33.125);
  CHECK(glm::length(whole.direction - same.direction) < 1e-12);
}
